package io.whaleshark.bench;

import io.whaleshark.bench.scenario.Scenarios;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command line of the benchmarks. Exit codes: 0 every check passed, 1 a check failed, 2 wrong
/// usage.
@Command(
    name = "whaleshark bench",
    mixinStandardHelpOptions = true,
    description = "Measures a server, and verifies what it does while measuring.")
public final class Main implements Runnable {
  private static final String VERSION =
      "Whale Shark " + Main.class.getPackage().getImplementationVersion();
  private static final int HELP_WIDTH = 96;

  @Spec private @Nullable CommandSpec spec;

  private Main() {}

  /// Runs the command line and exits the process.
  public static void main(String[] arguments) {
    // UTF-8 whatever the locale.
    var out =
        new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    var err =
        new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    System.exit(commandLine().setOut(out).setErr(err).execute(arguments));
  }

  /// Builds the command line; running it does not exit the process.
  static CommandLine commandLine() {
    var commandLine = new CommandLine(new Main());
    Scenarios.all().forEach(commandLine::addSubcommand);
    commandLine.getCommandSpec().version(VERSION);
    commandLine.getSubcommands().values().forEach(each -> each.getCommandSpec().version(VERSION));
    return commandLine.setUsageHelpWidth(HELP_WIDTH).setParameterExceptionHandler(Main::wrongUsage);
  }

  /// Prints one line that says what is wrong, not the whole help.
  private static int wrongUsage(ParameterException e, String[] arguments) {
    CommandLine commandLine = e.getCommandLine();
    String name = commandLine.getCommandSpec().qualifiedName();
    commandLine.getErr().println("whaleshark: " + e.getMessage() + " (see ./" + name + " --help)");
    return commandLine.getCommandSpec().exitCodeOnInvalidInput();
  }

  /// Reports a missing subcommand.
  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(
          spec.commandLine(),
          "no benchmark is named (expected: one of "
              + String.join(", ", spec.subcommands().keySet())
              + ")");
    }
  }
}
