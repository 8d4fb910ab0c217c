package io.whaleshark.server.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The query of a request's target: fields with text as their values, as HTML forms encode them
/// (`+` stands for a space). Its accessors refuse what is no value of the field. Immutable.
public final class Query {

  private static final long NUMBER_AT_MOST = (1L << 53) - 1;
  private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,15}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final Map<String, String> values;

  private Query(Map<String, String> values) {
    this.values = values;
  }

  /// @param raw what follows the question mark
  /// @throws Problem if it cannot be decoded, or has two values for a field: whatever stands
  ///   between client and server may read the other one
  static Query of(String raw) {
    Map<String, String> values = new TreeMap<>();
    for (String field : raw.split("&", -1)) {
      int sign = field.indexOf('=');
      String name = decoded(sign < 0 ? field : field.substring(0, sign));
      String value = sign < 0 ? "" : decoded(field.substring(sign + 1));
      if (!field.isEmpty() && values.put(name, value) != null) {
        throw Problem.wrong(shown(name), "given twice", "once");
      }
    }
    return new Query(values);
  }

  private static String decoded(String raw) {
    return PercentEncoding.decoded("query", raw.replace("+", "%20"));
  }

  /// Refuses unknown fields by name: otherwise a misspelt field would be treated as absent.
  public Query holdingOnly(String... fields) {
    List<String> known = List.of(fields);
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        String expected = known.isEmpty() ? "no query" : String.join(", ", known);
        throw Problem.wrong(shown(name), "unknown", expected);
      }
    }
    return this;
  }

  /// Returns the value of a field; empty if the field is absent.
  public Optional<String> text(String field) {
    return Optional.ofNullable(values.get(field));
  }

  /// Which of two names of one field the query has; the first if it has none.
  ///
  /// @throws Problem if it has both
  public String either(String name, String other) {
    if (values.containsKey(name) && values.containsKey(other)) {
      throw Problem.wrong(other, "given with " + name, "one of them");
    }
    return values.containsKey(other) ? other : name;
  }

  /// Reads a number in 0..2^53-1; empty if the field is absent.
  public Optional<Long> number(String field) {
    return text(field).map(text -> number(field, text));
  }

  /// Reads the number that a client sent as text.
  ///
  /// @param field the name that the client knows it by
  /// @throws Problem if it is not in 0..2^53-1, in its only spelling
  public static long number(String field, String text) {
    if (!NUMBER.matcher(text).matches() || Long.parseLong(text) > NUMBER_AT_MOST) {
      throw Problem.wrong(field, "not a number in its range", "0.." + NUMBER_AT_MOST);
    }
    return Long.parseLong(text);
  }

  /// The name of a field that a client chose, if it can be nothing but a name.
  private static String shown(String name) {
    return NAME.matcher(name).matches() ? name : "a field of the query";
  }
}
