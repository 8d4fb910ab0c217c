package io.whaleshark.backend;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON as plain Java values. The only class that knows the library. */
final class PlainJson {

  /** A number keeps the digits that its author wrote. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private PlainJson() {}

  /** The JSON of a value, in UTF-8. */
  static byte[] write(Map<String, ?> object) {
    try {
      return MAPPER.writeValueAsBytes(object);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("a value that JSON cannot hold", e);
    }
  }

  /** An object; empty if the bytes are none. */
  static Optional<JsonFields> read(byte[] json) {
    try {
      @Nullable Object value = MAPPER.readValue(json, Object.class);
      return value instanceof Map<?, ?> map ? Optional.of(new JsonFields(map)) : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
