package io.whaleshark.bench.load;

import java.nio.ByteBuffer;

/// One kind of frame, of which only a number changes from one to the next. Confined to its loop's
/// thread.
public interface Saying {

  /// No frame of this kind is longer.
  int bytesAtMost();

  /// Appends the frame with this number, 0..10^12 - 1.
  ///
  /// @param out has room for [#bytesAtMost]
  void append(ByteBuffer out, long number);
}
