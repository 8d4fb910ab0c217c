package io.whaleshark.server;

import io.whaleshark.cli.CommandLines;
import io.whaleshark.cli.FileReason;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.server.config.ConfigException;
import io.whaleshark.server.tls.TlsException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The server's command line. Exit codes: 0 success, 1 failure, 2 wrong usage. A server stopped by
/// a signal exits with 130 (Ctrl-C) or 143 (SIGTERM).
@Command(
    name = "whaleshark",
    synopsisSubcommandLabel = "COMMAND",
    description = "An instant-messaging server. Each command has its own --help.")
public final class Main {

  private Main() {}

  /// Runs the command line and exits the process.
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /// Builds the command line; running it does not exit the process.
  static CommandLine commandLine() {
    CommandLine commandLine =
        new CommandLine(new Main())
            .addSubcommand(serve())
            .addSubcommand(new BackupCommand())
            .addSubcommand(new RestoreCommand())
            .addSubcommand(new DoctorCommand())
            .addSubcommand(new MoveCommand(Clock.systemUTC()))
            .addSubcommand(new ImportCommand(Clock.systemUTC(), System.in))
            .addSubcommand(new ExportCommand())
            .addSubcommand(new TokenCommand(Clock.systemUTC()))
            .addSubcommand(new WebhooksCommand());
    commandLine.getCommandSpec().mixinStandardHelpOptions(true);
    commandLine
        .getSubcommands()
        .values()
        .forEach(subcommand -> subcommand.getCommandSpec().mixinStandardHelpOptions(true));
    return CommandLines.styled(commandLine, Main.class).setExecutionExceptionHandler(Main::failed);
  }

  private static CommandLine serve() {
    CommandLine serve = new CommandLine(new ServeCommand(Clock.systemUTC()));
    SettingOptions.addTo(serve.getCommandSpec());
    return serve;
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
          case EngineException _, TlsException _, IOException _ -> failure.getMessage();
          default -> throw failure;
        };
    return CommandLines.failed(commandLine, text);
  }
}
