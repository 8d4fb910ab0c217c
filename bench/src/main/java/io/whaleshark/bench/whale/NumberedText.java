package io.whaleshark.bench.whale;

import io.whaleshark.bench.load.Saying;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Encoded bytes with a number in them that changes. Confined to one thread.
final class NumberedText implements Saying {
  private static final int DIGITS_AT_MOST = 19;

  private final byte[] before;
  private final byte[] after;
  private final int digitsAtLeast;
  private final byte[] digits = new byte[DIGITS_AT_MOST];

  private NumberedText(byte[] before, byte[] after, int digitsAtLeast) {
    this.before = before;
    this.after = after;
    this.digitsAtLeast = digitsAtLeast;
  }

  /// @param bytes contain the placeholder once
  /// @param placeholder where the number goes
  /// @param digitsAtLeast shorter numbers are padded with zeros
  static NumberedText of(byte[] bytes, String placeholder, int digitsAtLeast) {
    // Latin-1 has one character per byte, so the index in the text is the index in the bytes.
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(placeholder);
    return new NumberedText(
        Arrays.copyOf(bytes, at),
        Arrays.copyOfRange(bytes, at + placeholder.length(), bytes.length),
        digitsAtLeast);
  }

  /// How long it is without the digits.
  int bytesAround() {
    return before.length + after.length;
  }

  @Override
  public int bytesAtMost() {
    return bytesAround() + DIGITS_AT_MOST;
  }

  @Override
  public void append(ByteBuffer out, long number) {
    int first = DIGITS_AT_MOST;
    for (long rest = number; rest > 0 || DIGITS_AT_MOST - first < digitsAtLeast; rest /= 10) {
      digits[--first] = (byte) ('0' + rest % 10);
    }
    out.put(before).put(digits, first, DIGITS_AT_MOST - first).put(after);
  }
}
