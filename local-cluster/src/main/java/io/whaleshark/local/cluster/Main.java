package io.whaleshark.local.cluster;

import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// The command line of `./whaleshark cluster`. Exit codes: 0 success, 1 failure, or something was
/// lost, 2 wrong usage; a cluster that a signal ended exits with 130 (Ctrl-C) or 143 (SIGTERM).
public final class Main {

  private static final String VERSION =
      "Whale Shark " + Main.class.getPackage().getImplementationVersion();
  private static final int FAILED = 1;
  private static final int HELP_WIDTH = 96;

  private Main() {}

  /// Runs the command line and exits the process.
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /// Builds the command line; running it does not exit the process.
  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new ClusterCommand(Clock.systemUTC()));
    commandLine.getCommandSpec().version(VERSION);
    return commandLine
        .setUsageHelpWidth(HELP_WIDTH)
        .setParameterExceptionHandler(Main::wrongUsage)
        .setExecutionExceptionHandler(Main::failed);
  }

  /// Prints one line that says what is wrong, not the whole help.
  private static int wrongUsage(ParameterException e, String[] arguments) {
    CommandLine commandLine = e.getCommandLine();
    String name = commandLine.getCommandSpec().qualifiedName();
    commandLine.getErr().println("whaleshark: " + e.getMessage() + " (see ./" + name + " --help)");
    return commandLine.getCommandSpec().exitCodeOnInvalidInput();
  }

  /// Prints one line for what a user can mend; any other exception is a bug and gets a stack trace.
  private static int failed(
      Exception failure, CommandLine commandLine, CommandLine.ParseResult parsed) throws Exception {
    if (!(failure instanceof ClusterException)) {
      throw failure;
    }
    commandLine.getErr().println("whaleshark: " + failure.getMessage());
    return FAILED;
  }
}
