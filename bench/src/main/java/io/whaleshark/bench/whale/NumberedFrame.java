package io.whaleshark.bench.whale;

import io.whaleshark.bench.load.Saying;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// An encoded frame with a number in its body that changes. Confined to one thread.
final class NumberedFrame implements Saying {
  private static final int BODY_LENGTH_AT = 24;
  private static final int DIGITS_AT_MOST = 19;

  private final byte[] before;
  private final byte[] after;
  private final int digitsAtLeast;
  private final int bodyBytesWithoutDigits;
  private final byte[] digits = new byte[DIGITS_AT_MOST];

  private NumberedFrame(byte[] before, byte[] after, int digitsAtLeast, int bodyBytes) {
    this.before = before;
    this.after = after;
    this.digitsAtLeast = digitsAtLeast;
    this.bodyBytesWithoutDigits = bodyBytes;
  }

  /// @param frame contains the placeholder once
  /// @param placeholder where the number goes
  /// @param digitsAtLeast shorter numbers are padded with zeros
  static NumberedFrame of(byte[] frame, String placeholder, int digitsAtLeast) {
    // Latin-1 has one character per byte, so the index in the text is the index in the bytes.
    int at = new String(frame, StandardCharsets.ISO_8859_1).indexOf(placeholder);
    int bodyBytes = ByteBuffer.wrap(frame).getInt(BODY_LENGTH_AT) - placeholder.length();
    return new NumberedFrame(
        Arrays.copyOf(frame, at),
        Arrays.copyOfRange(frame, at + placeholder.length(), frame.length),
        digitsAtLeast,
        bodyBytes);
  }

  @Override
  public int bytesAtMost() {
    return before.length + DIGITS_AT_MOST + after.length;
  }

  @Override
  public void append(ByteBuffer out, long number) {
    int first = DIGITS_AT_MOST;
    for (long rest = number; rest > 0 || DIGITS_AT_MOST - first < digitsAtLeast; rest /= 10) {
      digits[--first] = (byte) ('0' + rest % 10);
    }
    int start = out.position();
    out.put(before).put(digits, first, DIGITS_AT_MOST - first).put(after);
    out.putInt(start + BODY_LENGTH_AT, bodyBytesWithoutDigits + DIGITS_AT_MOST - first);
  }
}
