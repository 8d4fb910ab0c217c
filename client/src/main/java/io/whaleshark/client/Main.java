package io.whaleshark.client;

import io.whaleshark.client.bench.BenchCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command line of the client. Exit codes: 0 done, 1 failed, 2 wrong usage.
@Command(
    name = "whaleshark",
    mixinStandardHelpOptions = true,
    version = "Whale Shark 0.1.0",
    description = "Chats in the terminal, and measures a server.",
    subcommands = {BenchCommand.class})
public final class Main implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  private Main() {}

  /// Runs the command line and ends the process.
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /// The command line, without ending the process.
  static CommandLine commandLine() {
    return new CommandLine(new Main());
  }

  /// Says that a subcommand is missing.
  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "Say what to do: chat or bench");
    }
  }
}
