package io.whaleshark.bench.whale;

import io.whaleshark.bench.load.Saying;
import java.nio.ByteBuffer;

/// An encoded frame with a number in its body that changes. Confined to one thread.
final class NumberedFrame implements Saying {
  private static final int BODY_LENGTH_AT = 24;

  private final NumberedText text;
  private final int bytesBeforeBody;

  private NumberedFrame(NumberedText text, int bytesBeforeBody) {
    this.text = text;
    this.bytesBeforeBody = bytesBeforeBody;
  }

  /// @param frame contains the placeholder once
  /// @param placeholder where in the body the number goes
  /// @param digitsAtLeast shorter numbers are padded with zeros
  static NumberedFrame of(byte[] frame, String placeholder, int digitsAtLeast) {
    int bodyBytes = ByteBuffer.wrap(frame).getInt(BODY_LENGTH_AT);
    return new NumberedFrame(
        NumberedText.of(frame, placeholder, digitsAtLeast), frame.length - bodyBytes);
  }

  @Override
  public int bytesAtMost() {
    return text.bytesAtMost();
  }

  @Override
  public void append(ByteBuffer out, long number) {
    int start = out.position();
    text.append(out, number);
    out.putInt(start + BODY_LENGTH_AT, out.position() - start - bytesBeforeBody);
  }
}
