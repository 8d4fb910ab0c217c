package io.whaleshark.cli;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Says what is wrong with a command line as all other messages do: the option as it was typed, the
/// value, and what was expected. Picocli finds the fault; its own words are for programmers.
/// Immutable.
final class WrongUsage {

  /// Picocli's first guess may have nothing in common with what was meant.
  private static final int GUESS_DIFFERS_AT_MOST = 3;

  private final CommandLine commandLine;
  private final CommandSpec command;
  private final List<String> typed;

  /// @param typed the arguments
  WrongUsage(CommandLine commandLine, List<String> typed) {
    this.commandLine = commandLine;
    this.command = commandLine.getCommandSpec();
    this.typed = typed;
  }

  String sentence(ParameterException wrong) {
    return switch (wrong) {
      case UnmatchedArgumentException unknown -> unknown(unknown);
      case MissingParameterException missing -> unknownOrMissing(missing.getMissing());
      case MutuallyExclusiveArgsException _ -> tooMany();
      case OverwrittenOptionException twice ->
          name(twice.getOverwritten()) + ": given twice (expected: once)";
      case ParameterException value when value.getArgSpec() != null ->
          name(value.getArgSpec())
              + ": "
              + (value.getValue().isEmpty() ? "empty" : value.getValue())
              + " (expected: "
              + WholeNumber.expected(value.getValue(), expected(value.getArgSpec()))
              + ")";
      case ParameterException _ -> String.valueOf(wrong.getMessage()); // of Usage.wrong
    };
  }

  private String unknown(UnmatchedArgumentException unknown) {
    String first = unknown.getUnmatched().getFirst();
    if (first.startsWith("-")) {
      String name = nameIn(first);
      String similar =
          unknown.getSuggestions().stream()
              .filter(guess -> guess.startsWith("-"))
              .filter(guess -> Math.abs(guess.length() - name.length()) <= GUESS_DIFFERS_AT_MOST)
              .findFirst()
              .map(guess -> " (expected: " + guess + "?)")
              .orElse("");
      return name + ": unknown option" + similar;
    }
    return command.subcommands().isEmpty()
        ? first + ": unexpected argument (expected: options alone)"
        : first
            + ": unknown command (expected: "
            + String.join(", ", command.subcommands().keySet())
            + ")";
  }

  /// Picocli looks for what is missing first. Whoever mistyped an option looks for that one.
  private String unknownOrMissing(List<ArgSpec> missing) {
    List<String> unknown = commandLine.getUnmatchedArguments();
    return unknown.isEmpty()
        ? missing(missing)
        : unknown(new UnmatchedArgumentException(commandLine, unknown));
  }

  private String missing(List<ArgSpec> all) {
    for (ArgSpec each : all) {
      if (isTyped(each)) {
        return name(each) + ": without a value (expected: " + withValue(each) + ")";
      }
    }
    ArgGroupSpec group = all.getFirst().group();
    String or = group != null && group.exclusive() ? " or " : ", ";
    return joined(all, or, this::name)
        + ": missing (expected: "
        + joined(all, or, this::withValue)
        + ")";
  }

  private String tooMany() {
    List<ArgSpec> choices =
        command.argGroups().stream()
            .filter(ArgGroupSpec::exclusive)
            .flatMap(group -> group.args().stream())
            .filter(this::isTyped)
            .toList();
    return joined(choices, ", ", this::name) + ": given together (expected: one of them)";
  }

  private String expected(ArgSpec of) {
    Class<?> type = of.auxiliaryTypes()[0];
    if (type == int.class || type == Integer.class) {
      return "a whole number up to " + Integer.MAX_VALUE;
    }
    if (type == long.class || type == Long.class) {
      return "a whole number up to " + Long.MAX_VALUE;
    }
    if (type == double.class || type == Double.class) {
      return "a number";
    }
    return type == boolean.class ? name(of) + " alone" : of.paramLabel();
  }

  private String withValue(ArgSpec argument) {
    return argument instanceof OptionSpec
        ? name(argument) + " " + argument.paramLabel()
        : argument.paramLabel();
  }

  private boolean isTyped(ArgSpec argument) {
    return namesTyped(argument).findAny().isPresent();
  }

  /// An option may have several names: the one that was typed.
  private String name(ArgSpec argument) {
    String usual =
        argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    return namesTyped(argument).findFirst().orElse(usual);
  }

  private Stream<String> namesTyped(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? typed.stream().map(WrongUsage::nameIn).filter(List.of(option.names())::contains)
        : Stream.empty();
  }

  private static String nameIn(String word) {
    int end = word.indexOf('=');
    return end < 0 ? word : word.substring(0, end);
  }

  private static String joined(List<ArgSpec> all, String by, Function<ArgSpec, String> text) {
    return all.stream().map(text).collect(Collectors.joining(by));
  }
}
