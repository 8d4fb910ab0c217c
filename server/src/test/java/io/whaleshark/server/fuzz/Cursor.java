package io.whaleshark.server.fuzz;

import java.util.Arrays;

/// Reads an input from its beginning; beyond its end everything is 0. Confined to one thread.
final class Cursor {

  private static final long[] EDGES = {
    -1, Integer.MAX_VALUE, 1L << 32, (1L << 53) - 1, 1L << 53, Long.MAX_VALUE, Long.MIN_VALUE
  };

  private final byte[] bytes;
  private int next;

  Cursor(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean isAtEnd() {
    return next >= bytes.length;
  }

  /// 0..255.
  int octet() {
    return isAtEnd() ? 0 : bytes[next++] & 0xFF;
  }

  /// 0..bound - 1.
  int below(int bound) {
    return octet() % bound;
  }

  /// Small, as sequences are here, or at an edge of what numbers can be.
  long number() {
    int octet = octet();
    int edge = octet - (256 - EDGES.length);
    return edge < 0 ? octet : EDGES[edge];
  }

  /// At most that many bytes.
  byte[] take(int atMost) {
    int end = Math.min(bytes.length, next + atMost);
    byte[] taken = Arrays.copyOfRange(bytes, Math.min(next, end), end);
    next = end;
    return taken;
  }

  byte[] rest() {
    return take(bytes.length);
  }
}
