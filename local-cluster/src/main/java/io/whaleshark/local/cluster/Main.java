package io.whaleshark.local.cluster;

import io.whaleshark.cli.CommandLines;
import java.time.Clock;
import picocli.CommandLine;

/// The command line of `./whaleshark cluster`. Exit codes: 0 success, 1 failure, or something was
/// lost, 2 wrong usage; a cluster that a signal ended exits with 130 (Ctrl-C) or 143 (SIGTERM).
public final class Main {

  private Main() {}

  /// Runs the command line and exits the process.
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /// Builds the command line; running it does not exit the process.
  static CommandLine commandLine() {
    return CommandLines.styled(new CommandLine(new ClusterCommand(Clock.systemUTC())), Main.class)
        .setExecutionExceptionHandler(Main::failed);
  }

  /// Prints one line for what a user can mend; any other exception is a bug and gets a stack trace.
  private static int failed(
      Exception failure, CommandLine commandLine, CommandLine.ParseResult parsed) throws Exception {
    if (!(failure instanceof ClusterException)) {
      throw failure;
    }
    return CommandLines.failed(commandLine, failure.getMessage());
  }
}
