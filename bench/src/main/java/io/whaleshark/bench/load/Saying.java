package io.whaleshark.bench.load;

import java.nio.ByteBuffer;

/// A template for one kind of frame, in which only a number changes. Confined to its loop's thread.
public interface Saying {

  /// The maximum length of a frame of this kind.
  int bytesAtMost();

  /// Appends the frame with this number, 0..10^12 - 1.
  ///
  /// @param out has room for [#bytesAtMost]
  void append(ByteBuffer out, long number);
}
