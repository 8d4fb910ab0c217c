package io.whaleshark.protocol;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/// Encodes every JSON value in one canonical form, so that a repeated message can be distinguished
/// from a different one.
///
/// It drops white space, unescapes text and escapes it again minimally, as [JsonWriter] does, keeps
/// numbers character for character, and keeps the order of members. The canonical form is never
/// longer than the input. Thread-safe: the parser factory is shared, everything else is local.
public final class CanonicalJson {
  /// The maximum nesting depth of objects and arrays in one body, the body itself included.
  static final int NESTING_AT_MOST = 64;

  private static final JsonFactory BODIES = factory(NESTING_AT_MOST);

  /// For the text envelope of a WebSocket, whose body is one level deeper.
  private static final JsonFactory ENVELOPES = factory(NESTING_AT_MOST + 1);

  /// For a batch of bodies, an array in an object.
  private static final JsonFactory BATCHES = factory(NESTING_AT_MOST + 2);

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
    try (var parser = parser(json)) {
      if (parser.nextToken() == null) {
        throw ProtocolException.malformed("value: nothing (expected: JSON)");
      }
      var copy = copy(parser);
      expectEnd(parser);
      return copy;
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  /// Returns a parser of a body. Refuses anything but UTF-8 immediately.
  static JsonParser parser(byte[] body) {
    return parser(BODIES, body);
  }

  /// A parser of an envelope around a body.
  static JsonParser envelopeParser(byte[] envelope) {
    return parser(ENVELOPES, envelope);
  }

  /// A parser of a batch of bodies.
  static JsonParser batchParser(byte[] batch) {
    return parser(BATCHES, batch);
  }

  private static JsonParser parser(JsonFactory factory, byte[] json) {
    if (!Utf8.isWellFormed(json)) {
      throw ProtocolException.malformed("body: not UTF-8 (expected: a JSON object in UTF-8)");
    }
    return factory.createParser(
        ObjectReadContext.empty(), new String(json, StandardCharsets.UTF_8));
  }

  private static JsonFactory factory(int nestingAtMost) {
    // The frame bounds all sizes. Numbers are copied as text and never computed with, however long
    // they are.
    var constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(nestingAtMost)
            .maxNumberLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .build();
    // Field names are not interned: clients choose them. With a shared name table, a client that
    // never repeats a name would make every frame copy the table, 250 KB for 100 bytes sent. Only
    // character-based parsers can do without that table; decoding first costs a tenth of the time.
    return JsonFactory.builder()
        .streamReadConstraints(constraints)
        .recyclerPool(JsonRecyclerPools.threadLocalPool())
        .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
        .build();
  }

  /// Checks that nothing but white space follows.
  static void expectEnd(JsonParser parser) {
    if (parser.nextToken() != null) {
      throw ProtocolException.malformed("body: more than one value (expected: one JSON object)");
    }
  }

  /// Reports where the parser stopped; the parser's own message is omitted because it quotes the
  /// body.
  static ProtocolException malformed(JacksonException e) {
    var location = e.getLocation();
    var at = location == null ? "" : " near character " + location.getCharOffset();
    return ProtocolException.malformed(
        "body: not JSON" + at + " (expected: JSON, nested at most " + NESTING_AT_MOST + " deep)");
  }

  /// Copies the current value; afterwards the parser is at the value's last token.
  static Bytes copy(JsonParser parser) {
    var json = new JsonWriter(64);
    int depth = 0;
    @Nullable JsonToken token = parser.currentToken();
    while (token != null) {
      copyToken(token, parser, json);
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (depth == 0) {
        return Bytes.of(json.toBytes());
      }
      token = parser.nextToken();
    }
    throw ProtocolException.malformed("body: ended inside a value (expected: a JSON object)");
  }

  private static void copyToken(JsonToken token, JsonParser parser, JsonWriter json) {
    switch (token) {
      case START_OBJECT -> json.startObject();
      case START_ARRAY -> json.startArray();
      case END_OBJECT -> json.endObject();
      case END_ARRAY -> json.endArray();
      case PROPERTY_NAME -> json.name(parser.currentName());
      case VALUE_STRING -> json.text(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.rawAscii(parser.getString());
      case VALUE_TRUE -> json.flag(true);
      case VALUE_FALSE -> json.flag(false);
      case VALUE_NULL -> json.nothing();
      case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("token: " + token + " (expected: one of JSON)");
    }
  }
}
