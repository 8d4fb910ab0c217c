package io.whaleshark.micro;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// Runs the benchmarks and prints how much a message allocates on its way. Takes JMH's options.
public final class Main {

  /// JMH's own help has forty options, most of them for tools that are not here.
  static final String HELP =
      """
      Usage: ./whaleshark bench micro [OPTION...] [NAME...]

      Measures parts of the server alone, with JMH: the time of each, and the bytes that it allocates. At the end it
      prints the bytes that a message allocates on its whole path.

        NAME...        only benchmarks whose class or method matches one of these regular expressions, for example
                       decodeSend or LaneBenchmark (default: all)
        -l             list the benchmarks, and run none
        -f N           run each in N processes, one after another (default 1)
        -wi N          warm up in N iterations (default 3)
        -w TIME        time of each iteration of the warm-up: 500ms, 2s (default 500ms)
        -i N           measure in N iterations (default 3)
        -r TIME        time of each measured iteration (default 500ms)
        -t N           run it in N threads (default 1)
        -prof NAME     add one of JMH's profilers, for example stack (default: the allocations alone)
        -rf FORMAT     write the results to a file, too: text, csv, scsv, json, latex (default: to no file)
        -rff FILE      this file (default jmh-result.FORMAT)
        -h, --help     show this

      All other options of JMH are taken, too. Exit codes: 0 done, 1 failure, 2 wrong usage.
      """;

  // The sentences of the library that reads JMH's options.
  private static final Pattern UNKNOWN = Pattern.compile("(?<option>\\S+) is not a recognized");
  private static final Pattern WITHOUT_VALUE =
      Pattern.compile("Option \\W*(?<option>\\w+).* requires an argument");
  private static final Pattern VALUE =
      Pattern.compile("Cannot parse argument '(?<value>.*)' of option \\W*(?<option>\\w+)");

  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private Main() {}

  /// Runs what the options say; short iterations unless they say otherwise.
  public static void main(String[] arguments) throws IOException {
    try {
      if (isHelped(arguments, System.out)) {
        return;
      }
      var options = new CommandLineOptions(arguments);
      var runner =
          new Runner(new OptionsBuilder().parent(options).addProfiler(GCProfiler.class).build());
      if (options.shouldList()) {
        runner.list();
        return;
      }
      System.out.print(Budget.of(runner.run()));
    } catch (CommandLineOptionException e) {
      System.err.println(
          "whaleshark: "
              + sentence(String.valueOf(e.getMessage()), List.of(arguments))
              + " (see ./whaleshark bench micro --help)");
      System.exit(WRONG_USAGE);
    } catch (RunnerException e) {
      String why = e.getMessage() == null ? "no benchmark of that name" : e.getMessage();
      System.err.println("whaleshark: " + why + " (see ./whaleshark bench micro -l)");
      System.exit(FAILED);
    }
  }

  /// Says in our words what JMH says of its options: the option as it was typed, its value, and
  /// what was expected.
  static String sentence(String ofJmh, List<String> typed) {
    for (Pattern fault : List.of(UNKNOWN, WITHOUT_VALUE, VALUE)) {
      Matcher matcher = fault.matcher(ofJmh);
      if (matcher.find()) {
        String named = matcher.group("option").replaceFirst("^-+", "");
        String option =
            typed.stream()
                .map(each -> each.replaceFirst("=.*", ""))
                .filter(each -> each.startsWith("-") && each.endsWith(named))
                .findFirst()
                .orElse("-" + named);
        return option + ": " + (fault == UNKNOWN ? "unknown option" : what(fault, matcher, named));
      }
    }
    return ofJmh;
  }

  private static String what(Pattern fault, Matcher matcher, String option) {
    Matcher label = Pattern.compile("(?m)^  -" + option + " ([A-Z]+) ").matcher(HELP);
    return (fault == VALUE ? matcher.group("value") : "without a value")
        + " (expected: "
        + (label.find() ? label.group(1) : "a value that JMH takes")
        + ")";
  }

  /// Shows the help, if that is asked for.
  ///
  /// @return whether it was
  static boolean isHelped(String[] arguments, PrintStream out) {
    boolean isAsked =
        Arrays.stream(arguments)
            .anyMatch(argument -> argument.equals("--help") || argument.equals("-h"));
    if (isAsked) {
      out.print(HELP);
    }
    return isAsked;
  }
}
