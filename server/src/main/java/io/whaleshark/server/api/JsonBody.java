package io.whaleshark.server.api;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.server.http.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// The body of an HTTP request, a JSON object. Its accessors refuse fields that are missing, have
/// the wrong type, or have two values: whatever stands between client and server may read the other
/// one. The rule is that of frames: null counts as absent, and nobody minds a field that nobody
/// reads. Immutable.
final class JsonBody {

  private static final ObjectReader READER =
      new JsonMapper().reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final long INTEGER_AT_MOST = (1L << 53) - 1;

  /// The first bytes that identify UTF-16 and gzip.
  private static final byte[][] OTHERS = {
    {(byte) 0xFE, (byte) 0xFF}, {(byte) 0xFF, (byte) 0xFE}, {0x1F, (byte) 0x8B}
  };

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final Map<String, JsonNode> values = new LinkedHashMap<>();

  /// The fields with two values.
  private final Set<String> twice = new HashSet<>();

  /// @throws Problem if the body is not a JSON object in UTF-8
  JsonBody(byte[] body) {
    refuseOtherEncodings(body);
    try (JsonParser parser = READER.createParser(body)) {
      read(parser);
    } catch (JacksonException e) {
      throw Problem.wrong("body", "not JSON", "a JSON object");
    }
  }

  private void read(JsonParser parser) {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw Problem.wrong("body", "not an object", "a JSON object");
    }
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      parser.nextToken();
      JsonNode value = READER.readTree(parser);
      if (!isAbsent(name) && !value.isNull()) {
        twice.add(name);
      } else if (isAbsent(name)) {
        values.put(name, value);
      }
    }
    if (parser.nextToken() != null) {
      throw Problem.wrong("body", "more than one value", "one JSON object");
    }
  }

  /// Refuses UTF-16 and UTF-32, which the parser would otherwise detect and accept.
  static void refuseOtherEncodings(byte[] body) {
    boolean isWide = Arrays.stream(OTHERS).anyMatch(mark -> startsWith(body, mark));
    boolean hasZeros =
        body.length > 1 && (body[0] == 0 || body[1] == 0 || (body.length > 2 && body[2] == 0));
    if (isWide || hasZeros) {
      throw new Problem(
          RefusalCode.UNSUPPORTED_ENCODING, "body: compressed, or not UTF-8 (expected: UTF-8)");
    }
  }

  private static boolean startsWith(byte[] body, byte[] mark) {
    return body.length >= mark.length && Arrays.equals(body, 0, mark.length, mark, 0, mark.length);
  }

  /// Refuses unknown fields by name: otherwise a misspelt field would be treated as absent.
  JsonBody holdingOnly(String... fields) {
    List<String> known = List.of(fields);
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        String expected = known.isEmpty() ? "no fields" : String.join(", ", known);
        throw Problem.wrong(shown(name), "unknown", expected);
      }
    }
    return this;
  }

  boolean has(String field) {
    return !isAbsent(field);
  }

  /// Reads a text that is not empty.
  ///
  /// @param otherwise stands for an absent one
  String text(String field, String otherwise) {
    if (isAbsent(field)) {
      return otherwise;
    }
    String text = string(field, value(field));
    if (text.isEmpty()) {
      throw Problem.wrong(field, "empty", "at least one character");
    }
    return text;
  }

  /// Reads a text that may be empty, which means the same as an absent one.
  String textOrNone(String field) {
    return isAbsent(field) ? "" : string(field, value(field));
  }

  private static String string(String field, JsonNode value) {
    if (!value.isString()) {
      throw Problem.wrong(field, "not a string", "a string");
    }
    return value.stringValue();
  }

  /// Reads an integer that has to be there.
  ///
  /// @param atMost the largest one, inclusive; the smallest is 0
  int integer(String field, int atMost) {
    String expected = "0.." + atMost;
    require(field, expected);
    return (int) integer(field, 0, atMost, expected);
  }

  /// Reads a number that has to be there, in 0..2^53-1.
  long number(String field) {
    require(field, "0.." + INTEGER_AT_MOST);
    return cursor(field);
  }

  /// Reads a cursor; an absent one is 0.
  long cursor(String field) {
    return isAbsent(field) ? 0 : integer(field, 0, INTEGER_AT_MOST, "0.." + INTEGER_AT_MOST);
  }

  /// Reads a page size; more than the largest one means the largest one.
  int limit(String field, int otherwise, int atMost) {
    return isAbsent(field)
        ? otherwise
        : (int) Math.min(integer(field, 1, INTEGER_AT_MOST, "1.." + atMost), atMost);
  }

  private long integer(String field, long atLeast, long atMost, String expected) {
    JsonNode value = value(field);
    if (!value.isIntegralNumber()) {
      throw Problem.wrong(field, "not an integer", expected);
    }
    if (!value.canConvertToLong()) {
      throw Problem.wrong(field, "out of range", expected);
    }
    if (value.longValue() < atLeast || value.longValue() > atMost) {
      throw Problem.wrong(field, Long.toString(value.longValue()), expected);
    }
    return value.longValue();
  }

  /// Reads true or false; empty if the field is absent.
  Optional<Boolean> flag(String field) {
    if (isAbsent(field)) {
      return Optional.empty();
    }
    JsonNode value = value(field);
    if (!value.isBoolean()) {
      throw Problem.wrong(field, "not a boolean", "true or false");
    }
    return Optional.of(value.booleanValue());
  }

  UserId user(String field, int app) {
    require(field, "a string");
    String name = string(field, value(field));
    return CoreProblem.id(field, () -> new UserId(app, name));
  }

  ConversationId.Group group(String field, int app) {
    require(field, "a string");
    String name = string(field, value(field));
    return CoreProblem.id(field, () -> new ConversationId.Group(app, name));
  }

  List<UserId> users(String field, int app) {
    if (isAbsent(field)) {
      return List.of();
    }
    JsonNode array = value(field);
    if (!array.isArray()) {
      throw Problem.wrong(field, "not an array", "an array of strings");
    }
    List<UserId> users = new ArrayList<>(array.size());
    for (JsonNode value : array) {
      String place = field + "[" + users.size() + "]";
      String name = string(place, value);
      users.add(CoreProblem.id(place, () -> new UserId(app, name)));
    }
    return users;
  }

  private void require(String field, String expected) {
    if (isAbsent(field)) {
      throw Problem.wrong(field, "missing", expected);
    }
  }

  /// The name of a field that a client chose, if it can be nothing but a name.
  private static String shown(String name) {
    return NAME.matcher(name).matches() ? name : "a field";
  }

  private boolean isAbsent(String field) {
    JsonNode value = values.getOrDefault(field, MissingNode.getInstance());
    return value.isMissingNode() || value.isNull();
  }

  private JsonNode value(String field) {
    if (twice.contains(field)) {
      throw Problem.wrong(field, "given twice", "once");
    }
    return values.getOrDefault(field, MissingNode.getInstance());
  }
}
