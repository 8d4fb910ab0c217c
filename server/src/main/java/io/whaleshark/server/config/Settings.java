package io.whaleshark.server.config;

import io.whaleshark.cli.FileReason;
import io.whaleshark.cli.WholeNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Flat settings, `key.subkey → text`. The typed accessors record which keys were asked for; all
/// other keys are unknown. Not thread-safe.
final class Settings {

  private static final Duration MILLISECOND = Duration.ofMillis(1);

  /// Nobody needs more, and its nanoseconds are a long.
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private static final Pattern DURATION = Pattern.compile("(\\d+) ?(ms|s|m|h|d)");
  private static final long AMOUNT_AT_MOST = 999_999_999;

  /// Shown in place of a secret that is not set.
  static final String NOT_SET = "(not set)";

  private final SortedMap<String, String> options;
  private final Map<String, String> environment;
  private final ConfigFile file;
  private final SortedMap<String, String> effective = new TreeMap<>();
  private final Map<String, Form> forms = new HashMap<>();

  /// What values of a setting look like.
  ///
  /// @param label stands for a value in the help of the command line
  /// @param range the values that are allowed; empty if the label says it
  record Form(String label, String range) {}

  /// Settings of which none is set.
  static Settings none() {
    return new Settings(new TreeMap<>(), Map.of(), ConfigFile.NONE);
  }

  /// Earlier sources override later ones.
  Settings(SortedMap<String, String> options, Map<String, String> environment, ConfigFile file) {
    this.options = options;
    this.environment = Variables.own(environment);
    this.file = file;
  }

  /// The folder that the web chat was built into; empty if nobody said.
  String builtWeb() {
    return environment.getOrDefault(Variables.BUILT_WEB, "").strip();
  }

  /// The environment variable of a key.
  static String variable(String key) {
    return Variables.PREFIX + key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  Optional<String> find(String key) {
    return Stream.of(options.get(key), environment.get(variable(key)), file.keys().get(key))
        .filter(Objects::nonNull)
        .findFirst()
        .map(String::strip);
  }

  /// The name of a setting where its value was given: the option, the variable, or the key and the
  /// file. A setting that nobody gave has its key.
  String named(String key) {
    if (options.containsKey(key)) {
      return "--" + key;
    }
    if (environment.containsKey(variable(key))) {
      return variable(key);
    }
    return file.keys().containsKey(key) ? file.named(key) : key;
  }

  /// Returns the refusal of a setting.
  ///
  /// @param what its value, unless it is a secret, and what was expected
  ConfigException wrong(String key, String what) {
    return new ConfigException(named(key) + ": " + what);
  }

  /// Returns the refusal of all settings below a key, wherever they were given.
  ConfigException wrongBelow(String key, String what) {
    String elsewhere = isBelow(key, file.keys()) ? file.named(key) : variable(key);
    return new ConfigException((isBelow(key, options) ? "--" + key : elsewhere) + ": " + what);
  }

  private static boolean isBelow(String key, SortedMap<String, String> given) {
    return given.keySet().stream().anyMatch(candidate -> candidate.startsWith(key + "."));
  }

  String text(String key, String otherwise) {
    return read(key, otherwise, new Form("TEXT", ""));
  }

  private String read(String key, String otherwise, Form form) {
    forms.put(key, form);
    String value = find(key).orElse(otherwise);
    if (value.isEmpty() && !otherwise.isEmpty()) {
      throw wrong(
          key, "empty (expected: " + (form.range().isEmpty() ? "a value" : form.range()) + ")");
    }
    effective.put(key, value);
    return value;
  }

  /// Reads a path; empty if it is not set.
  Optional<Path> path(String key) {
    if (find(key).filter(String::isEmpty).isPresent()) {
      throw wrong(key, "empty (expected: a path, or no " + key + " at all)");
    }
    return pathOrNone(key, "");
  }

  /// Reads a path that may be set to none, which is written as nothing.
  Optional<Path> pathOrNone(String key, String otherwise) {
    return Optional.of(path(key, otherwise)).filter(path -> !path.toString().isEmpty());
  }

  Path path(String key, String otherwise) {
    String value = read(key, otherwise, new Form("PATH", ""));
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw wrong(key, "no path: " + e.getReason() + " (expected: a path of this machine)");
    }
  }

  /// Reads one of the constants of an enum, which are written in lower case, with hyphens.
  <E extends Enum<E>> E choice(String key, E otherwise) {
    List<E> choices = List.of(otherwise.getDeclaringClass().getEnumConstants());
    String words = choices.stream().map(Settings::word).collect(Collectors.joining(", "));
    String value = read(key, word(otherwise), new Form("WORD", words));
    return choices.stream()
        .filter(choice -> word(choice).equals(value))
        .findFirst()
        .orElseThrow(() -> wrong(key, value + " (expected: " + words + ")"));
  }

  /// The word of a constant in settings and messages.
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Refuses a setting that is there although it may not be.
  ///
  /// @param why what is wrong, and what was expected
  void refuse(String key, String why) {
    if (find(key).isPresent()) {
      throw wrong(key, why);
    }
  }

  /// Reads a secret, or the file that holds it, whose setting has `-file` at its end.
  Optional<String> secretOrFile(String key) {
    Optional<String> secret = secret(key);
    String keyOfFile = key + "-file";
    Optional<Path> holder = path(keyOfFile);
    if (holder.isEmpty()) {
      return secret;
    }
    if (secret.isPresent()) {
      throw wrong(keyOfFile, "set beside " + named(key) + " (expected: one of them)");
    }
    try {
      return Optional.of(Files.readString(holder.get()).strip());
    } catch (IOException e) {
      throw wrong(
          keyOfFile, holder.get() + ": " + FileReason.of(e) + " (expected: a readable file)");
    }
  }

  /// Reads a secret; the printed effective settings mask it.
  Optional<String> secret(String key) {
    Optional<String> value = find(key);
    effective.put(key, value.isPresent() ? "(set)" : NOT_SET);
    return value;
  }

  long number(String key, long otherwise, long atLeast, long atMost) {
    String range = atLeast + ".." + atMost;
    String value = read(key, Long.toString(otherwise), new Form("N", range));
    return WholeNumber.in(value, atLeast, atMost)
        .orElseThrow(
            () -> wrong(key, value + " (expected: " + WholeNumber.expected(value, range) + ")"));
  }

  int integer(String key, int otherwise, int atLeast, int atMost) {
    return (int) number(key, otherwise, atLeast, atMost);
  }

  /// The key of one setting that has two names: the second one where that is set. Where both are,
  /// the first one is told as unknown.
  String either(String first, String second) {
    return find(second).isPresent() ? second : first;
  }

  boolean flag(String key, boolean otherwise) {
    String value = read(key, Boolean.toString(otherwise), new Form("FLAG", "true or false"));
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "on", "yes" -> true;
      case "false", "off", "no" -> false;
      default -> throw wrong(key, value + " (expected: true or false)");
    };
  }

  /// Reads a time of at least a millisecond.
  Duration duration(String key, String otherwise) {
    return duration(key, otherwise, MILLISECOND);
  }

  Duration duration(String key, String otherwise, Duration atLeast) {
    Duration duration = time(key, read(key, otherwise, new Form("TIME", "")));
    if (duration.compareTo(atLeast) < 0 || duration.compareTo(LONGEST) > 0) {
      String range = text(atLeast) + " to " + text(LONGEST);
      throw wrong(key, find(key).orElse(otherwise) + " (expected: " + range + ")");
    }
    return duration;
  }

  /// A time as it is written in settings.
  static String text(Duration duration) {
    long millis = duration.toMillis();
    if (millis % Duration.ofDays(1).toMillis() == 0) {
      return duration.toDays() + "d";
    }
    return millis % 1_000 == 0 ? duration.toSeconds() + "s" : millis + "ms";
  }

  private Duration time(String key, String value) {
    Matcher matcher = DURATION.matcher(value);
    OptionalLong number =
        matcher.matches()
            ? WholeNumber.in(matcher.group(1), 0, AMOUNT_AT_MOST)
            : OptionalLong.empty();
    long amount =
        number.orElseThrow(
            () -> wrong(key, value + " (expected: a time such as 500ms, 90s, 10m, 12h or 180d)"));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /// The names directly below a key, wherever they are set.
  List<String> namesBelow(String key, Pattern name) {
    TreeMap<String, String> names = new TreeMap<>();
    String prefix = key + ".";
    for (String candidate : given()) {
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

  /// Returns how the settings are called where their values were given, by key.
  Map<String, String> names() {
    return effective.keySet().stream().collect(Collectors.toMap(key -> key, this::named));
  }

  /// Returns what values of a setting look like, once it was asked for. Secrets have no form.
  Form form(String key) {
    return forms.getOrDefault(key, new Form("TEXT", ""));
  }

  private List<String> given() {
    return Stream.concat(options.keySet().stream(), file.keys().keySet().stream()).toList();
  }

  /// Refuses keys of the options and the file that no accessor asked for.
  void refuseUnknown() {
    for (String key : given()) {
      if (!effective.containsKey(key)) {
        throw wrong(key, "unknown setting (expected: one of docs/config.md)");
      }
    }
  }
}
