package io.whaleshark.micro;

import java.io.IOException;
import java.util.Arrays;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// Runs the benchmarks and prints how much a message allocates on its way. Takes JMH's options.
public final class Main {
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private Main() {}

  /// Runs what the options say; short iterations unless they say otherwise.
  public static void main(String[] arguments) throws IOException {
    try {
      var options = new CommandLineOptions(ofJmh(arguments));
      if (options.shouldHelp()) {
        options.showHelp();
        return;
      }
      var runner =
          new Runner(new OptionsBuilder().parent(options).addProfiler(GCProfiler.class).build());
      if (options.shouldList()) {
        runner.list();
        return;
      }
      System.out.print(Budget.of(runner.run()));
    } catch (CommandLineOptionException e) {
      System.err.println(
          "whaleshark: " + e.getMessage() + " (see ./whaleshark bench micro --help)");
      System.exit(WRONG_USAGE);
    } catch (RunnerException e) {
      String why = e.getMessage() == null ? "no benchmark of that name" : e.getMessage();
      System.err.println("whaleshark: " + why + " (see ./whaleshark bench micro -l)");
      System.exit(FAILED);
    }
  }

  /// JMH knows `-h` alone.
  private static String[] ofJmh(String[] arguments) {
    return Arrays.stream(arguments)
        .map(argument -> argument.equals("--help") ? "-h" : argument)
        .toArray(String[]::new);
  }
}
