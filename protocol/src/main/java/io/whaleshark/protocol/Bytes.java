package io.whaleshark.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A run of bytes compared by content, so that records which hold one are values.
///
/// Immutable by agreement: neither [#of(byte[])] nor [#array()] copies, and nobody writes to the
/// array afterwards. `toString` tells the size alone, because the content may be somebody's
/// message.
public final class Bytes {
  /// No bytes at all.
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] array;

  private Bytes(byte[] array) {
    this.array = array;
  }

  /// Wraps the array without a copy; it must not be written to any more.
  public static Bytes of(byte[] array) {
    return array.length == 0 ? EMPTY : new Bytes(array);
  }

  /// The UTF-8 bytes of the text.
  public static Bytes utf8(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The bytes themselves, not a copy; only for reading.
  public byte[] array() {
    return array;
  }

  public int size() {
    return array.length;
  }

  /// The bytes read as UTF-8, malformed ones replaced.
  public String text() {
    return new String(array, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(array);
  }

  @Override
  public String toString() {
    return "Bytes[" + array.length + "]";
  }
}
