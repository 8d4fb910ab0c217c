package io.whaleshark.server.http;

import io.whaleshark.protocol.RefusalCode;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The body of an HTTP request, a JSON object, with access that refuses what is missing or of
/// another type. Immutable.
final class JsonBody {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final long INTEGER_AT_MOST = (1L << 53) - 1;

  private final JsonNode object;

  /// @throws Problem if it is no JSON object
  JsonBody(byte[] body) {
    try {
      object = MAPPER.readTree(body);
    } catch (JacksonException e) {
      throw new Problem(RefusalCode.MALFORMED, "body: not JSON (expected: a JSON object)");
    }
    if (!object.isObject()) {
      throw new Problem(RefusalCode.MALFORMED, "body: not an object (expected: a JSON object)");
    }
  }

  String text(String field) {
    JsonNode value = object.path(field);
    if (!value.isString() || value.stringValue().isEmpty()) {
      throw new Problem(RefusalCode.MALFORMED, field + ": missing or no text (expected: a text)");
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
          RefusalCode.MALFORMED, field + ": no such number (expected: 0.." + INTEGER_AT_MOST + ")");
    }
    return value.longValue();
  }

  List<String> texts(String field) {
    JsonNode values = object.path(field);
    if (isAbsent(field)) {
      return List.of();
    }
    List<String> texts = new ArrayList<>(values.size());
    for (JsonNode value : values) {
      if (!value.isString()) {
        throw new Problem(
            RefusalCode.MALFORMED, field + ": holds something else (expected: a list of texts)");
      }
      texts.add(value.stringValue());
    }
    if (!values.isArray()) {
      throw new Problem(RefusalCode.MALFORMED, field + ": no list (expected: a list of texts)");
    }
    return texts;
  }

  private boolean isAbsent(String field) {
    JsonNode value = object.path(field);
    return value.isMissingNode() || value.isNull();
  }
}
