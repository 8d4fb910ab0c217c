package io.whaleshark.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Strict UTF-8 validation: decoding alone would replace what is malformed.
final class Utf8 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8() {}

  /// Returns whether the bytes are UTF-8 by RFC 3629: only shortest forms, no surrogates, at most
  /// U+10FFFF.
  static boolean isWellFormed(byte[] bytes) {
    int at = 0;
    while (at < bytes.length) {
      if (bytes[at] >= 0) {
        at = afterAscii(bytes, at);
      } else {
        int length = sequenceLength(bytes, at);
        if (length == 0) {
          return false;
        }
        at += length;
      }
    }
    return true;
  }

  /// Skips ASCII, eight bytes at a time where possible.
  private static int afterAscii(byte[] bytes, int from) {
    int at = from;
    while (at + Long.BYTES <= bytes.length && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
      at += Long.BYTES;
    }
    while (at < bytes.length && bytes[at] >= 0) {
      at++;
    }
    return at;
  }

  /// The length of the well-formed sequence of 2..4 bytes at this index, 0 if there is none.
  private static int sequenceLength(byte[] bytes, int at) {
    int lead = bytes[at] & 0xFF;
    int second = at + 1 < bytes.length ? bytes[at + 1] & 0xFF : 0;
    if (lead >= 0xC2 && lead <= 0xDF) {
      return isTail(second) ? 2 : 0;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
      int low = lead == 0xE0 ? 0xA0 : 0x80;
      int high = lead == 0xED ? 0x9F : 0xBF;
      return second >= low && second <= high && isTailAt(bytes, at + 2) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
      int low = lead == 0xF0 ? 0x90 : 0x80;
      int high = lead == 0xF4 ? 0x8F : 0xBF;
      return second >= low && second <= high && isTailAt(bytes, at + 2) && isTailAt(bytes, at + 3)
          ? 4
          : 0;
    }
    return 0;
  }

  private static boolean isTailAt(byte[] bytes, int at) {
    return at < bytes.length && isTail(bytes[at] & 0xFF);
  }

  private static boolean isTail(int value) {
    return (value & 0xC0) == 0x80;
  }
}
