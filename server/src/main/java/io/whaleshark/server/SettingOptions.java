package io.whaleshark.server;

import io.whaleshark.cli.Usage;
import io.whaleshark.server.config.ServerConfig;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Derives one command-line option from each setting. Stateless.
final class SettingOptions {

  private static final Pattern OPTION =
      Pattern.compile("--([a-z0-9.-]+)(?:=(.*))?", Pattern.DOTALL);
  private static final Pattern OF_AN_APP = Pattern.compile("apps\\.\\d+\\.([a-z0-9-]+)");

  private SettingOptions() {}

  /// Adds the options to a command.
  static void addTo(CommandSpec command) {
    ServerConfig.options()
        .forEach((key, help) ->
            command.addOption(
                OptionSpec.builder("--" + key)
                    .paramLabel(help.label())
                    .type(String.class)
                    .description(help.text().replace("%", "%%").replace("$", "$$"))
                    .build()));
  }

  /// Returns the settings given on a command line, by key.
  ///
  /// @param rest arguments that match no declared option; settings of single apps are among them
  static SortedMap<String, String> given(ParseResult parsed, List<String> rest) {
    SortedMap<String, String> given = new TreeMap<>();
    Set<String> keys = ServerConfig.options().keySet();
    for (String key : keys) {
      if (parsed.hasMatchedOption("--" + key)) {
        given.put(key, parsed.matchedOption("--" + key).getValue());
      }
    }
    CommandLine commandLine = parsed.commandSpec().commandLine();
    Iterator<String> words = rest.iterator();
    while (words.hasNext()) {
      String word = words.next();
      Matcher matcher = OPTION.matcher(word);
      if (!matcher.matches() || !isKnown(matcher.group(1), keys)) {
        throw new UnmatchedArgumentException(commandLine, List.of(word));
      }
      String value = matcher.group(2);
      if (value == null && !hasValue(word, parsed.originalArgs())) {
        throw Usage.wrong(
            parsed.commandSpec(), word + ": without a value (expected: " + word + " VALUE)");
      }
      String before = given.put(matcher.group(1), value == null ? words.next() : value);
      if (before != null) {
        throw Usage.wrong(
            parsed.commandSpec(), "--" + matcher.group(1) + ": given twice (expected: once)");
      }
    }
    return given;
  }

  /// Whether a value follows every option of this name, and not another option.
  private static boolean hasValue(String option, List<String> arguments) {
    return IntStream.range(0, arguments.size())
        .filter(i -> arguments.get(i).equals(option))
        .allMatch(i -> i + 1 < arguments.size() && !arguments.get(i + 1).startsWith("--"));
  }

  /// Whether this is the setting of an app, or one that is refused by its new name.
  private static boolean isKnown(String key, Set<String> keys) {
    Matcher matcher = OF_AN_APP.matcher(key);
    return matcher.matches()
        ? keys.contains("app-defaults." + matcher.group(1))
        : ServerConfig.isRenamed(key);
  }
}
