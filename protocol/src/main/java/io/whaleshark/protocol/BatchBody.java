package io.whaleshark.protocol;

import io.whaleshark.protocol.JsonReader.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Reads a body that is an object with one array and nothing else. Stateless.
public final class BatchBody {

  private BatchBody() {}

  /// The elements of the array, each in canonical form.
  ///
  /// @param name that of the array
  /// @param atMost how many there may be
  /// @throws ProtocolException if it is something else, has more elements, or nests one of them
  ///   deeper than a body may be
  public static List<Bytes> elements(byte[] body, String name, int atMost) {
    List<Bytes> elements = new ArrayList<>();
    read(
        body,
        name,
        atMost,
        reader -> {
          reader.value();
          elements.add(reader.copy());
        });
    return elements;
  }

  /// Hands over the reader before each element; it is to be read as a whole.
  static void read(byte[] body, String name, int atMost, Consumer<JsonReader> element) {
    JsonReader reader = CanonicalJson.batchReader(body);
    if (reader.value() != Token.OBJECT) {
      throw wrong("body", "not an object", "a JSON object");
    }
    boolean isRead = false;
    while (reader.member()) {
      String found = reader.text();
      if (!found.equals(name)) {
        throw wrong(BodyFields.shown(found), "unknown", name);
      }
      if (isRead) {
        throw wrong(name, "given twice", "once");
      }
      isRead = true;
      readArray(reader, name, atMost, element);
    }
    if (!isRead) {
      throw wrong(name, "missing", "an array of objects");
    }
    CanonicalJson.expectEnd(reader);
  }

  private static void readArray(
      JsonReader reader, String name, int atMost, Consumer<JsonReader> element) {
    if (reader.value() != Token.ARRAY) {
      throw wrong(name, "not an array", "an array of objects");
    }
    for (int count = 1; reader.element(); count++) {
      if (count > atMost) {
        throw new ProtocolException(
            RefusalCode.TOO_LARGE, name + ": too many (expected: at most " + atMost + ")");
      }
      element.accept(reader);
    }
  }

  private static ProtocolException wrong(String field, String what, String expected) {
    return ProtocolException.malformed(field + ": " + what + " (expected: " + expected + ")");
  }
}
