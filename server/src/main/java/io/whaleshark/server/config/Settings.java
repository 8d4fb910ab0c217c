package io.whaleshark.server.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Flat settings, `key.subkey → text`, with typed access that notes what was asked for: the rest is
/// unknown. Not thread-safe.
final class Settings {

  private static final String PREFIX = "WHALESHARK_";
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h|d)");

  private final SortedMap<String, String> file;
  private final Map<String, String> environment;
  private final SortedMap<String, String> effective = new TreeMap<>();

  Settings(SortedMap<String, String> file, Map<String, String> environment) {
    this.file = file;
    this.environment = environment;
  }

  /// The environment variable of a key.
  static String variable(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  Optional<String> find(String key) {
    String value = environment.get(variable(key));
    return Optional.ofNullable(value == null ? file.get(key) : value).map(String::strip);
  }

  String text(String key, String otherwise) {
    String value = find(key).orElse(otherwise);
    effective.put(key, value);
    return value;
  }

  /// A text that is not shown when the effective settings are printed.
  Optional<String> secret(String key) {
    Optional<String> value = find(key);
    effective.put(key, value.isPresent() ? "(set)" : "(not set)");
    return value;
  }

  long number(String key, long otherwise, long atLeast, long atMost) {
    String value = text(key, Long.toString(otherwise));
    try {
      long number = Long.parseLong(value);
      if (number >= atLeast && number <= atMost) {
        return number;
      }
    } catch (NumberFormatException _) {
      // told below, as for a number out of bounds
    }
    throw new ConfigException(key + ": " + value + " (expected: " + atLeast + ".." + atMost + ")");
  }

  int integer(String key, int otherwise, int atLeast, int atMost) {
    return (int) number(key, otherwise, atLeast, atMost);
  }

  boolean flag(String key, boolean otherwise) {
    String value = text(key, Boolean.toString(otherwise));
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "on", "yes" -> true;
      case "false", "off", "no" -> false;
      default -> throw new ConfigException(key + ": " + value + " (expected: true or false)");
    };
  }

  Duration duration(String key, String otherwise) {
    String value = text(key, otherwise);
    Matcher matcher = DURATION.matcher(value);
    try {
      if (matcher.matches()) {
        long amount = Long.parseLong(matcher.group(1));
        Duration duration =
            switch (matcher.group(2)) {
              case "ms" -> Duration.ofMillis(amount);
              case "s" -> Duration.ofSeconds(amount);
              case "m" -> Duration.ofMinutes(amount);
              case "h" -> Duration.ofHours(amount);
              default -> Duration.ofDays(amount);
            };
        if (duration.isPositive()) {
          return duration;
        }
      }
    } catch (DateTimeException | ArithmeticException _) {
      // told below
    }
    throw new ConfigException(
        key + ": " + value + " (expected: a time such as 500ms, 90s, 10m, 12h or 180d)");
  }

  /// The names directly below a key, in the file or the environment.
  List<String> namesBelow(String key, Pattern name) {
    TreeMap<String, String> names = new TreeMap<>();
    String prefix = key + ".";
    for (String candidate : file.keySet()) {
      if (candidate.startsWith(prefix)) {
        String below = candidate.substring(prefix.length()).split("\\.", 2)[0];
        names.put(below, below);
      }
    }
    Pattern variable =
        Pattern.compile(Pattern.quote(variable(key) + "_") + "(" + name.pattern() + ")_.*");
    for (String candidate : environment.keySet()) {
      Matcher matcher = variable.matcher(candidate);
      if (matcher.matches()) {
        names.put(matcher.group(1), matcher.group(1));
      }
    }
    return new ArrayList<>(names.keySet());
  }

  /// What holds, defaults included, by key.
  SortedMap<String, String> effective() {
    return effective;
  }

  /// Refuses keys of the file that nobody asked for.
  void refuseUnknown() {
    for (String key : file.keySet()) {
      if (!effective.containsKey(key)) {
        throw new ConfigException(key + ": unknown setting (expected: one of docs/config.md)");
      }
    }
  }
}
