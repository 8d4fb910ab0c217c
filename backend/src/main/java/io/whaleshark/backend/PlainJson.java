package io.whaleshark.backend;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON as plain Java values. The only class that knows the library. */
final class PlainJson {

  /**
   * Users choose what is in a message, and the server bounds its bytes: nothing else may be a bound
   * here.
   */
  private static final JsonFactory UNBOUNDED =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** A number keeps the digits that its author wrote. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder(UNBOUNDED)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  /** For numbers with exponents that no decimal has: they become infinite, or zero. */
  private static final JsonMapper WITH_DOUBLES = JsonMapper.builder(UNBOUNDED).build();

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
      return read(json, MAPPER);
    } catch (NumberFormatException e) {
      return read(json, WITH_DOUBLES);
    }
  }

  private static Optional<JsonFields> read(byte[] json, JsonMapper mapper) {
    try {
      @Nullable Object value = mapper.readValue(json, Object.class);
      return value instanceof Map<?, ?> map ? Optional.of(new JsonFields(map)) : Optional.empty();
    } catch (JacksonException e) {
      if (e.getCause() instanceof NumberFormatException number) {
        throw number;
      }
      return Optional.empty();
    }
  }
}
