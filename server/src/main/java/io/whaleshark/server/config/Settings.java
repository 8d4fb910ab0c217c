package io.whaleshark.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Flat settings, `key.subkey → text`. The typed accessors record which keys were asked for; all
/// other keys are unknown. Not thread-safe.
final class Settings {

  private static final String PREFIX = "WHALESHARK_";
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h|d)");

  /// Shown in place of a secret that is not set.
  static final String NOT_SET = "(not set)";

  private final SortedMap<String, String> options;
  private final Map<String, String> environment;
  private final SortedMap<String, String> file;
  private final SortedMap<String, String> effective = new TreeMap<>();

  /// Settings of which none is set.
  static Settings none() {
    return new Settings(new TreeMap<>(), Map.of(), new TreeMap<>());
  }

  /// Earlier sources override later ones.
  Settings(
      SortedMap<String, String> options,
      Map<String, String> environment,
      SortedMap<String, String> file) {
    this.options = options;
    this.environment = environment;
    this.file = file;
  }

  /// The environment variable of a key.
  static String variable(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  Optional<String> find(String key) {
    return Stream.of(options.get(key), environment.get(variable(key)), file.get(key))
        .filter(Objects::nonNull)
        .findFirst()
        .map(String::strip);
  }

  String text(String key, String otherwise) {
    String value = find(key).orElse(otherwise);
    effective.put(key, value);
    return value;
  }

  /// Reads a path; empty if it is not set.
  Optional<Path> path(String key) {
    return Optional.of(text(key, "")).filter(path -> !path.isEmpty()).map(Path::of);
  }

  /// Reads one of the constants of an enum, which are written in lower case.
  <E extends Enum<E>> E choice(String key, E otherwise) {
    String value = text(key, word(otherwise));
    List<E> choices = List.of(otherwise.getDeclaringClass().getEnumConstants());
    return choices.stream()
        .filter(choice -> word(choice).equals(value))
        .findFirst()
        .orElseThrow(() ->
            new ConfigException(
                key
                    + ": "
                    + value
                    + " (expected: "
                    + choices.stream().map(Settings::word).collect(Collectors.joining(", "))
                    + ")"));
  }

  /// The word of a constant in settings and messages.
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /// Refuses a setting that is there although it may not be.
  ///
  /// @param why what is wrong, and what was expected
  void refuse(String key, String why) {
    if (find(key).isPresent()) {
      throw new ConfigException(key + ": " + why);
    }
  }

  /// Reads a secret, or the file that holds it, whose setting has `-file` at its end.
  Optional<String> secretOrFile(String key) {
    Optional<String> secret = secret(key);
    Optional<Path> file = path(key + "-file");
    if (file.isEmpty()) {
      return secret;
    }
    if (secret.isPresent()) {
      throw new ConfigException(key + ", " + key + "-file: both (expected: one of them)");
    }
    try {
      return Optional.of(Files.readString(file.get()).strip());
    } catch (IOException e) {
      throw new ConfigException(
          key + "-file: " + file.get() + ": cannot be read (expected: a readable file)");
    }
  }

  /// Reads a secret; the printed effective settings mask it.
  Optional<String> secret(String key) {
    Optional<String> value = find(key);
    effective.put(key, value.isPresent() ? "(set)" : NOT_SET);
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
      // reported below, as for a number out of bounds
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
      // reported below
    }
    throw new ConfigException(
        key + ": " + value + " (expected: a time such as 500ms, 90s, 10m, 12h or 180d)");
  }

  /// The names directly below a key, wherever they are set.
  List<String> namesBelow(String key, Pattern name) {
    TreeMap<String, String> names = new TreeMap<>();
    String prefix = key + ".";
    for (String candidate : named()) {
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

  /// Returns the effective settings by key, defaults included.
  SortedMap<String, String> effective() {
    return effective;
  }

  private List<String> named() {
    return Stream.concat(options.keySet().stream(), file.keySet().stream()).toList();
  }

  /// Refuses keys of the options and the file that no accessor asked for.
  void refuseUnknown() {
    for (String key : named()) {
      if (!effective.containsKey(key)) {
        throw new ConfigException(key + ": unknown setting (expected: one of docs/config.md)");
      }
    }
  }
}
