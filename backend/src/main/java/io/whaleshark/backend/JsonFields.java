package io.whaleshark.backend;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object, each read as what it must be. Fields that nobody reads are ignored:
 * a later server may send more.
 */
final class JsonFields {

  private final Map<?, ?> fields;

  JsonFields(Map<?, ?> fields) {
    this.fields = fields;
  }

  private <T> T of(Class<T> kind, String name) {
    @Nullable Object value = fields.get(name);
    if (!kind.isInstance(value)) {
      throw new MalformedJsonException(name, kind);
    }
    return kind.cast(value);
  }

  boolean has(String name) {
    return fields.get(name) != null;
  }

  @Nullable Object value(String name) {
    return fields.get(name);
  }

  String text(String name) {
    return of(String.class, name);
  }

  String text(String name, String otherwise) {
    return has(name) ? text(name) : otherwise;
  }

  long number(String name) {
    return of(Number.class, name).longValue();
  }

  long number(String name, long otherwise) {
    return has(name) ? number(name) : otherwise;
  }

  int count(String name) {
    return of(Number.class, name).intValue();
  }

  /** A flag that is absent is off. */
  boolean flag(String name) {
    return has(name) && of(Boolean.class, name);
  }

  /** A time in milliseconds since 1970. */
  Instant time(String name) {
    return Instant.ofEpochMilli(number(name));
  }

  /** A time as ISO 8601 writes it. */
  Instant instant(String name) {
    try {
      return Instant.parse(text(name));
    } catch (DateTimeParseException e) {
      throw new MalformedJsonException(name, Instant.class);
    }
  }

  JsonFields object(String name) {
    return new JsonFields(of(Map.class, name));
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Object text : of(List.class, name)) {
      if (!(text instanceof String string)) {
        throw new MalformedJsonException(name, String.class);
      }
      texts.add(string);
    }
    return List.copyOf(texts);
  }

  <T> List<T> objects(String name, Function<JsonFields, T> read) {
    List<T> objects = new ArrayList<>();
    for (Object object : of(List.class, name)) {
      if (!(object instanceof Map<?, ?> map)) {
        throw new MalformedJsonException(name, Map.class);
      }
      objects.add(read.apply(new JsonFields(map)));
    }
    return List.copyOf(objects);
  }

  /** Who the message goes to, or with whom the conversation is. */
  Recipient recipient() {
    return has("groupId") ? Recipient.group(text("groupId")) : Recipient.user(text("toId"));
  }

  /** All of them; a value may be null. */
  Map<String, @Nullable Object> all() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    fields.forEach((name, value) -> all.put(String.valueOf(name), value));
    return Collections.unmodifiableMap(all);
  }
}
