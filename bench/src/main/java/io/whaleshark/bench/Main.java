package io.whaleshark.bench;

import io.whaleshark.bench.scenario.Scenarios;
import io.whaleshark.cli.CommandLines;
import io.whaleshark.cli.Usage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The command line of the benchmarks. Exit codes: 0 every check passed, 1 a check failed, 2 wrong
/// usage.
@Command(
    name = "whaleshark bench",
    mixinStandardHelpOptions = true,
    description = "Measures a server, and verifies what it does while measuring.")
public final class Main implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  private Main() {}

  /// Runs the command line and exits the process.
  public static void main(String[] arguments) {
    System.exit(CommandLines.inUtf8(commandLine()).execute(arguments));
  }

  /// Builds the command line; running it does not exit the process.
  static CommandLine commandLine() {
    var commandLine = new CommandLine(new Main());
    Scenarios.all().forEach(scenario -> commandLine.addSubcommand(scenario.commandLine()));
    return CommandLines.styled(commandLine, Main.class);
  }

  /// Reports a missing subcommand.
  @Override
  public void run() {
    if (spec != null) {
      throw Usage.wrong(
          spec,
          "no benchmark is named (expected: one of "
              + String.join(", ", spec.subcommands().keySet())
              + ")");
    }
  }
}
