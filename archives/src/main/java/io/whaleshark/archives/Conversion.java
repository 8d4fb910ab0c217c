package io.whaleshark.archives;

import io.whaleshark.cli.ReasonReport;
import java.io.IOException;

/// Reads a source, and writes what it finds.
@FunctionalInterface
public interface Conversion {

  /// Reads all of the source.
  ///
  /// @param file gets the lines, in the order of events of each conversation
  /// @param report gets what is not in the file
  /// @throws IOException if the source cannot be read; then there is no file
  void run(ChatFile file, ReasonReport report) throws IOException;
}
