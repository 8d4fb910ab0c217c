package io.whaleshark.archives;

import io.whaleshark.archives.tables.TablesCommand;
import io.whaleshark.archives.xmpp.XmppCommand;
import io.whaleshark.cli.CommandLines;
import io.whaleshark.cli.FileReason;
import io.whaleshark.server.config.ConfigException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line `convert`. Exit codes: 0 everything is in the file, 1 something is not, or it
/// failed, 2 wrong usage.
@Command(
    name = "whaleshark",
    synopsisSubcommandLabel = "COMMAND",
    description = "An instant-messaging server. Each command has its own --help.")
public final class Main {

  /// The kinds of sources.
  @Command(
      name = "convert",
      mixinStandardHelpOptions = true,
      synopsisSubcommandLabel = "SOURCE",
      description = "Makes a file for ./whaleshark import, of the archives of another system.")
  private static final class Convert {}

  private Main() {}

  /// Runs the command line and exits the process.
  public static void main(String[] arguments) {
    System.exit(CommandLines.inUtf8(commandLine(Clock.systemUTC())).execute(arguments));
  }

  /// Builds the command line; running it does not exit the process.
  ///
  /// @param clock tells times in the future
  static CommandLine commandLine(Clock clock) {
    CommandLine convert =
        new CommandLine(new Convert())
            .addSubcommand(new XmppCommand(clock))
            .addSubcommand(new TablesCommand(clock));
    CommandLine commandLine = new CommandLine(new Main()).addSubcommand(convert);
    commandLine.getCommandSpec().mixinStandardHelpOptions(true);
    return CommandLines.styled(commandLine, Main.class).setExecutionExceptionHandler(Main::failed);
  }

  /// Prints one line for an error that the operator can fix; any other exception is a bug and gets
  /// a stack trace.
  private static int failed(
      Exception failure, CommandLine commandLine, CommandLine.ParseResult parsed) throws Exception {
    if (failure instanceof ConfigException wrong) {
      return CommandLines.wrongUsage(commandLine, wrong.getMessage());
    }
    String text =
        switch (failure) {
          case FileSystemException file -> file.getFile() + ": " + FileReason.of(file);
          case IOException _ -> failure.getMessage();
          default -> throw failure;
        };
    return CommandLines.failed(commandLine, text);
  }
}
