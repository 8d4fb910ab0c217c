package io.whaleshark.core.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What a message carries, as bytes that the domain hands on and compares but never looks into:
/// canonical JSON text. Immutable, as long as nobody writes to the array.
public final class Payload {

  /// No content: an absent extra, or the body of a recalled message.
  public static final Payload NONE = new Payload(new byte[0]);

  private final byte[] bytes;

  private Payload(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Wraps the bytes without copying; the caller gives them away.
  public static Payload of(byte[] bytes) {
    return bytes.length == 0 ? NONE : new Payload(bytes);
  }

  /// The bytes themselves, not a copy; the caller must not write to them.
  public byte[] bytes() {
    return bytes;
  }

  public boolean isNone() {
    return bytes.length == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /// The size alone: contents never reach a log.
  @Override
  public String toString() {
    return "Payload[" + bytes.length + " bytes]";
  }

  /// For tests and tools: a payload of plain text.
  public static Payload ofText(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }
}
