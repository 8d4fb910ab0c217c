package io.whaleshark.archives.tables;

import java.io.IOException;

/// Hears of rows, one by one.
interface RowListener<T> {
  void hear(T row) throws IOException;
}
