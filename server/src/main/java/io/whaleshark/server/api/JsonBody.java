package io.whaleshark.server.api;

import io.whaleshark.core.id.UserId;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.server.http.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The body of an HTTP request, a JSON object. Its accessors refuse fields that are missing or have
/// the wrong type. Immutable.
final class JsonBody {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final long INTEGER_AT_MOST = (1L << 53) - 1;

  /// The first bytes that identify UTF-16 and gzip.
  private static final byte[][] OTHERS = {
    {(byte) 0xFE, (byte) 0xFF}, {(byte) 0xFF, (byte) 0xFE}, {0x1F, (byte) 0x8B}
  };

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final JsonNode object;

  /// @throws Problem if the body is not a JSON object in UTF-8
  JsonBody(byte[] body) {
    refuseOtherEncodings(body);
    try {
      object = MAPPER.readTree(body);
    } catch (JacksonException e) {
      throw new Problem(RefusalCode.MALFORMED, "body: not JSON (expected: a JSON object)");
    }
    if (!object.isObject()) {
      throw new Problem(RefusalCode.MALFORMED, "body: not an object (expected: a JSON object)");
    }
  }

  /// Refuses UTF-16 and UTF-32, which the parser would otherwise detect and accept.
  private static void refuseOtherEncodings(byte[] body) {
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
    for (String name : object.propertyNames()) {
      if (!known.contains(name)) {
        String shown = NAME.matcher(name).matches() ? name : "a field";
        throw new Problem(
            RefusalCode.MALFORMED,
            shown + ": unknown (expected: " + String.join(", ", known) + ")");
      }
    }
    return this;
  }

  boolean has(String field) {
    return !isAbsent(field);
  }

  String text(String field) {
    JsonNode value = object.path(field);
    if (!value.isString() || value.stringValue().isEmpty()) {
      throw new Problem(
          RefusalCode.MALFORMED, field + ": missing or not a string (expected: a string)");
    }
    return value.stringValue();
  }

  String text(String field, String otherwise) {
    return isAbsent(field) ? otherwise : text(field);
  }

  long number(String field, long otherwise) {
    if (isAbsent(field)) {
      return otherwise;
    }
    JsonNode value = object.path(field);
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < 0
        || value.longValue() > INTEGER_AT_MOST) {
      throw new Problem(
          RefusalCode.MALFORMED,
          field + ": not an integer in range (expected: 0.." + INTEGER_AT_MOST + ")");
    }
    return value.longValue();
  }

  UserId user(String field, int app) {
    String name = text(field);
    return CoreProblem.id(field, () -> new UserId(app, name));
  }

  List<UserId> users(String field, int app) {
    JsonNode values = object.path(field);
    if (isAbsent(field)) {
      return List.of();
    }
    if (!values.isArray()) {
      throw new Problem(
          RefusalCode.MALFORMED, field + ": not an array (expected: an array of strings)");
    }
    List<UserId> users = new ArrayList<>(values.size());
    for (JsonNode value : values) {
      String place = field + "[" + users.size() + "]";
      if (!value.isString()) {
        throw new Problem(RefusalCode.MALFORMED, place + ": not a string (expected: a string)");
      }
      users.add(CoreProblem.id(place, () -> new UserId(app, value.stringValue())));
    }
    return users;
  }

  private boolean isAbsent(String field) {
    JsonNode value = object.path(field);
    return value.isMissingNode() || value.isNull();
  }
}
