package io.whaleshark.protocol;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Writes UTF-8 JSON into a reusable byte array that grows as needed.
///
/// - **Output:** no white space; text is escaped minimally (`"`, `\`, control characters, unpaired
///   surrogates), all else stays UTF-8, so equal text always becomes equal bytes (W4).
/// - **Commas** are inserted by the writer: before a name or a value, unless it comes first or
///   follows a name. So separately encoded members ([#members(byte[])]) can appear anywhere in an
///   object.
/// - **Trust:** nothing checks that names and values alternate, or that objects and arrays are
///   closed.
/// - **Cost:** no garbage for names, numbers and ASCII text; [#toBytes()] allocates exactly the
///   result.
///
/// Confined to one thread.
public final class JsonWriter {
  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int LONG_DIGITS_AT_MOST = 20;
  private static final int KEPT_BYTES_AT_MOST = 1024 * 1024;
  private static final int ESCAPED_CHAR_BYTES = 6;

  private byte[] buffer;
  private int size;

  /// A field name, encoded once as `"name":`.
  public interface Name {
    /// The name in quotes with the colon, ready to copy; callers must not modify it.
    byte[] encoded();
  }

  public JsonWriter(int initialBytes) {
    buffer = new byte[Math.max(initialBytes, 16)];
  }

  /// Discards the content and keeps the buffer, unless a very large page made it grow.
  public JsonWriter clear() {
    if (buffer.length > KEPT_BYTES_AT_MOST) {
      buffer = new byte[KEPT_BYTES_AT_MOST];
    }
    size = 0;
    return this;
  }

  /// How many bytes have been written since the last [#clear()].
  public int size() {
    return size;
  }

  /// A copy of what was written.
  public byte[] toBytes() {
    return Arrays.copyOf(buffer, size);
  }

  /// Appends what was written to the buffer.
  public void writeTo(ByteBuf out) {
    out.writeBytes(buffer, 0, size);
  }

  public JsonWriter startObject() {
    return open('{');
  }

  public JsonWriter endObject() {
    return append((byte) '}');
  }

  public JsonWriter startArray() {
    return open('[');
  }

  public JsonWriter endArray() {
    return append((byte) ']');
  }

  public JsonWriter name(Name name) {
    separate();
    return append(name.encoded());
  }

  /// A field name that isn't known in advance.
  public JsonWriter name(String name) {
    return text(name).append((byte) ':');
  }

  public JsonWriter text(String value) {
    return startText().textPart(value).endText();
  }

  public JsonWriter number(long value) {
    separate();
    ensure(LONG_DIGITS_AT_MOST);
    if (value < 0) {
      return append(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
    }
    int end = size + DecimalDigits.count(value);
    DecimalDigits.write(value, buffer, end);
    size = end;
    return this;
  }

  public JsonWriter flag(boolean value) {
    separate();
    return append(value ? TRUE : FALSE);
  }

  public JsonWriter nothing() {
    separate();
    return append(NULL);
  }

  /// Appends one value that is already encoded as JSON.
  public JsonWriter raw(byte[] value) {
    separate();
    return append(value);
  }

  /// Appends members of the current object that were encoded without braces, `"a":1,"b":2`; none if
  /// empty.
  public JsonWriter members(byte[] encoded) {
    return encoded.length == 0 ? this : raw(encoded);
  }

  public JsonWriter put(Name name, String value) {
    return name(name).text(value);
  }

  public JsonWriter put(Name name, long value) {
    return name(name).number(value);
  }

  public JsonWriter put(Name name, boolean value) {
    return name(name).flag(value);
  }

  /// Writes a field whose value is already encoded as JSON.
  public JsonWriter put(Name name, Bytes json) {
    return name(name).append(json.array());
  }

  public JsonWriter putIfPresent(Name name, @Nullable String value) {
    return value == null ? this : put(name, value);
  }

  public JsonWriter putIfPresent(Name name, @Nullable Long value) {
    return value == null ? this : put(name, value.longValue());
  }

  public JsonWriter putIfPresent(Name name, @Nullable Boolean value) {
    return value == null ? this : put(name, value.booleanValue());
  }

  public JsonWriter putIfPresent(Name name, @Nullable Bytes json) {
    return json == null ? this : put(name, json);
  }

  /// Appends a number, character for character.
  JsonWriter rawAscii(String number) {
    separate();
    return textPart(number);
  }

  /// Starts a text that is written in parts.
  JsonWriter startText() {
    separate();
    return append((byte) '"');
  }

  JsonWriter endText() {
    return append((byte) '"');
  }

  /// Appends to the started text, escaped.
  JsonWriter textPart(String value) {
    int length = value.length();
    ensure(length);
    byte[] target = buffer;
    int at = size;
    int i = 0;
    for (; i < length; i++) {
      char c = value.charAt(i);
      if (c >= 0x80 || c < 0x20 || c == '"' || c == '\\') {
        break;
      }
      target[at++] = (byte) c;
    }
    size = at;
    if (i < length) {
      textPartFrom(value, i);
    }
    return this;
  }

  /// The slow path: the rest of the text, starting at its first character that isn't plain ASCII.
  private void textPartFrom(String value, int from) {
    ensure((value.length() - from) * ESCAPED_CHAR_BYTES);
    for (int i = from; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < 0x80) {
        ascii(c);
      } else if (c < 0x800) {
        two(0xC0 | (c >> 6), c);
      } else if (!Character.isSurrogate(c)) {
        buffer[size++] = (byte) (0xE0 | (c >> 12));
        two(0x80 | ((c >> 6) & 0x3F), c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < value.length()
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        int point = Character.toCodePoint(c, value.charAt(++i));
        buffer[size++] = (byte) (0xF0 | (point >> 18));
        buffer[size++] = (byte) (0x80 | ((point >> 12) & 0x3F));
        two(0x80 | ((point >> 6) & 0x3F), point);
      } else {
        escape(c);
      }
    }
  }

  private void two(int first, int lowBits) {
    buffer[size++] = (byte) first;
    buffer[size++] = (byte) (0x80 | (lowBits & 0x3F));
  }

  private void ascii(char c) {
    switch (c) {
      case '"', '\\' -> shortEscape(c);
      case '\b' -> shortEscape('b');
      case '\t' -> shortEscape('t');
      case '\n' -> shortEscape('n');
      case '\f' -> shortEscape('f');
      case '\r' -> shortEscape('r');
      default -> {
        if (c < 0x20) {
          escape(c);
        } else {
          buffer[size++] = (byte) c;
        }
      }
    }
  }

  private void shortEscape(char c) {
    buffer[size++] = '\\';
    buffer[size++] = (byte) c;
  }

  private void escape(char c) {
    shortEscape('u');
    buffer[size++] = HEX[c >> 12];
    buffer[size++] = HEX[(c >> 8) & 0xF];
    buffer[size++] = HEX[(c >> 4) & 0xF];
    buffer[size++] = HEX[c & 0xF];
  }

  private JsonWriter open(char bracket) {
    separate();
    return append((byte) bracket);
  }

  /// Writes a comma, unless nothing precedes or the last byte expects a value. Text can't be
  /// confused with punctuation, because it ends in a quote.
  private void separate() {
    if (size > 0) {
      byte last = buffer[size - 1];
      if (last != '{' && last != '[' && last != ':' && last != ',') {
        append((byte) ',');
      }
    }
  }

  private JsonWriter append(byte value) {
    ensure(1);
    buffer[size++] = value;
    return this;
  }

  private JsonWriter append(byte[] bytes) {
    ensure(bytes.length);
    System.arraycopy(bytes, 0, buffer, size, bytes.length);
    size += bytes.length;
    return this;
  }

  private void ensure(int more) {
    int needed = Math.addExact(size, more);
    if (needed > buffer.length) {
      buffer =
          Arrays.copyOf(
              buffer, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, buffer.length * 2L)));
    }
  }
}
