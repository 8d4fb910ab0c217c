package io.whaleshark.engine.rocksdb;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes keys and rows as bytes. Not thread-safe.
final class Encoder {

  /// The bytes for 64 bits, seven in each byte.
  static final int VARINT_BYTES_AT_MOST = 10;

  private static final int BITS = 7;

  private byte[] bytes;
  private int size;

  /// @param expectedBytes if it is exact, nothing is copied at the end
  Encoder(int expectedBytes) {
    bytes = new byte[expectedBytes];
  }

  /// How many bytes [#varint] writes.
  static int varintBytes(long value) {
    return value == 0 ? 1 : (Long.SIZE + BITS - 1 - Long.numberOfLeadingZeros(value)) / BITS;
  }

  /// How many bytes [#name] writes, if the name is ASCII, as nearly all are.
  static int nameBytes(String name) {
    return name.length() + 1;
  }

  Encoder int1(int value) {
    room(1);
    bytes[size++] = (byte) value;
    return this;
  }

  /// Writes four bytes, which sort as unsigned numbers do.
  Encoder int4(int value) {
    room(Integer.BYTES);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
    return this;
  }

  /// Writes eight bytes, which sort as non-negative numbers do.
  Encoder int8(long value) {
    room(Long.BYTES);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
    return this;
  }

  /// Writes a non-negative number in as few bytes as it needs, seven bits each.
  Encoder varint(long value) {
    room(varintBytes(value));
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) ((rest & 0x7F) | 0x80);
      rest >>>= BITS;
    }
    bytes[size++] = (byte) rest;
    return this;
  }

  /// Writes a name and a terminating zero byte, so that in keys no name is a prefix of another.
  Encoder name(String name) {
    return utf8(name).int1(0);
  }

  private Encoder utf8(String text) {
    int length = text.length();
    room(length);
    for (int i = 0; i < length; i++) {
      char next = text.charAt(i);
      if (next >= 0x80) {
        return raw(text.substring(i).getBytes(StandardCharsets.UTF_8));
      }
      bytes[size++] = (byte) next;
    }
    return this;
  }

  /// Writes any text, preceded by its length.
  Encoder text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return varint(utf8.length).raw(utf8);
  }

  Encoder raw(byte[] value) {
    room(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
    return this;
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
    }
  }

  byte[] toBytes() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }
}
