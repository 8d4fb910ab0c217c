package io.whaleshark.protocol;

/// Encodes every JSON value in one canonical form, so that a repeated message can be distinguished
/// from a different one.
///
/// It drops white space, unescapes text and escapes it again minimally, as [JsonWriter] does, keeps
/// numbers character for character, and keeps the order of members. The canonical form is never
/// longer than the input. Stateless.
public final class CanonicalJson {
  /// The maximum nesting depth of objects and arrays in one body, the body itself included.
  static final int NESTING_AT_MOST = 64;

  private CanonicalJson() {}

  /// The canonical form of a JSON text value.
  public static Bytes ofText(String text) {
    return Bytes.of(new JsonWriter(text.length() + 2).text(text).toBytes());
  }

  /// The canonical form of one JSON value of any kind.
  ///
  /// @throws ProtocolException MALFORMED if it is not exactly one JSON value in UTF-8, nested at
  ///   most 64 deep
  public static Bytes of(byte[] json) {
    JsonReader reader = reader(json);
    reader.value();
    Bytes canonical = reader.copy();
    expectEnd(reader);
    return canonical;
  }

  /// Reads a body.
  static JsonReader reader(byte[] body) {
    return new JsonReader(body, NESTING_AT_MOST);
  }

  /// Reads the text envelope of a WebSocket, whose body is one level deeper.
  static JsonReader envelopeReader(byte[] envelope) {
    return new JsonReader(envelope, NESTING_AT_MOST + 1);
  }

  /// Reads a batch of bodies, an array in an object.
  static JsonReader batchReader(byte[] batch) {
    return new JsonReader(batch, NESTING_AT_MOST + 2);
  }

  /// Checks that nothing but white space follows.
  static void expectEnd(JsonReader reader) {
    if (!reader.isAtEnd()) {
      throw ProtocolException.malformed("body: more than one value (expected: one JSON object)");
    }
  }
}
