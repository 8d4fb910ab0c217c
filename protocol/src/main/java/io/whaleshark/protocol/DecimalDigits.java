package io.whaleshark.protocol;

/// The decimal digits of numbers from 0, written without garbage. A push to a member of a group is
/// mostly its numbers: sixteen digits each, so it matters what one costs.
///
/// Digits are written in pairs from a table: half of the divisions, and those of the lower digits
/// are of `int`. Stateless.
final class DecimalDigits {

  /// 1, 10 … 10^18.
  private static final long[] POWERS = powers();

  /// The tens and the ones of 00 … 99, one pair after another.
  private static final byte[] PAIRS = pairs();

  private DecimalDigits() {}

  private static long[] powers() {
    long[] powers = new long[19];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }

  private static byte[] pairs() {
    byte[] pairs = new byte[200];
    for (int i = 0; i < 100; i++) {
      pairs[2 * i] = (byte) ('0' + i / 10);
      pairs[2 * i + 1] = (byte) ('0' + i % 10);
    }
    return pairs;
  }

  /// How many digits the number has.
  ///
  /// @param value at least 0
  static int count(long value) {
    long some = value | 1; // as many digits, and 0 has one
    int bits = Long.SIZE - Long.numberOfLeadingZeros(some);
    int fewer = (bits * 1233) >>> 12; // 1233 / 4096 is a little below log10(2)
    return some < POWERS[fewer] ? fewer : fewer + 1;
  }

  /// Writes the digits into the bytes before an index.
  ///
  /// @param value at least 0
  /// @param end exclusive; [#count] bytes before it are written
  static void write(long value, byte[] target, int end) {
    int at = end;
    long high = value;
    while (high > Integer.MAX_VALUE) {
      long rest = high / 100;
      at = pair((int) (high - rest * 100), target, at);
      high = rest;
    }
    int low = (int) high;
    while (low >= 100) {
      int rest = low / 100;
      at = pair(low - rest * 100, target, at);
      low = rest;
    }
    if (low >= 10) {
      pair(low, target, at);
    } else {
      target[at - 1] = (byte) ('0' + low);
    }
  }

  private static int pair(int hundredth, byte[] target, int end) {
    target[end - 2] = PAIRS[2 * hundredth];
    target[end - 1] = PAIRS[2 * hundredth + 1];
    return end - 2;
  }
}
