package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.id.InvalidIdException;
import io.whaleshark.core.id.UserId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads keys and rows from bytes, the counterpart of [Encoder]. Not thread-safe.
///
/// Input that ends too early or is impossible causes an [EngineException] of kind `CORRUPT`.
final class Decoder {

  private final byte[] bytes;
  private int at;

  Decoder(byte[] bytes) {
    this(bytes, 0);
  }

  Decoder(byte[] bytes, int from) {
    this.bytes = bytes;
    this.at = from;
  }

  int int1() {
    need(1);
    return bytes[at++] & 0xFF;
  }

  int int4() {
    need(Integer.BYTES);
    int value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      value = (value << 8) | (bytes[at++] & 0xFF);
    }
    return value;
  }

  long int8() {
    need(Long.BYTES);
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = (value << 8) | (bytes[at++] & 0xFF);
    }
    return value;
  }

  long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = int1();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw corrupt();
  }

  String name() {
    int from = at;
    skipName();
    return new String(bytes, from, at - 1 - from, StandardCharsets.UTF_8);
  }

  void skipName() {
    int end = at;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    if (end == bytes.length) {
      throw corrupt();
    }
    at = end + 1;
  }

  /// A user of an app, by name.
  UserId user(int app) {
    String name = name();
    try {
      return new UserId(app, name);
    } catch (InvalidIdException e) {
      throw impossible("a user", e);
    }
  }

  String text() {
    return new String(raw((int) varint()), StandardCharsets.UTF_8);
  }

  byte[] raw(int length) {
    need(length);
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  boolean hasMore() {
    return at < bytes.length;
  }

  byte[] rest() {
    return raw(bytes.length - at);
  }

  private void need(int count) {
    if (at < 0 || count < 0 || bytes.length - at < count) {
      throw corrupt();
    }
  }

  /// What is thrown where the domain's own rules refuse what a row says.
  ///
  /// @param what the row speaks of
  static EngineException impossible(String what, RuntimeException why) {
    return new EngineException(
        EngineException.Kind.CORRUPT,
        "a row holds an impossible value of " + what + ": " + why.getMessage(),
        why);
  }

  private static EngineException corrupt() {
    return new EngineException(EngineException.Kind.CORRUPT, "a row is truncated");
  }
}
