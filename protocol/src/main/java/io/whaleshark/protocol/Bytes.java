package io.whaleshark.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A sequence of bytes compared by content, so that records with bytes have value semantics.
///
/// Immutable by convention: neither [#of(byte[])] nor [#array()] copies, and nobody writes to the
/// array afterwards. `toString` shows only the size, because the content may be a private message.
public final class Bytes {
  /// No bytes at all.
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] array;

  private Bytes(byte[] array) {
    this.array = array;
  }

  /// Wraps the array without a copy; the caller must not write to it any more.
  public static Bytes of(byte[] array) {
    return array.length == 0 ? EMPTY : new Bytes(array);
  }

  /// The UTF-8 bytes of the text.
  public static Bytes utf8(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The bytes themselves, not a copy; read-only.
  public byte[] array() {
    return array;
  }

  public int size() {
    return array.length;
  }

  /// The bytes decoded as UTF-8; malformed sequences are replaced.
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
