package io.whaleshark.server;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.server.config.ConfigException;
import io.whaleshark.server.tls.TlsException;
import java.io.IOException;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The server's command line. Exit codes: 0 done, 1 failed, 2 wrong usage; of a server that was
/// told to end 130 (Ctrl-C) or 143 (SIGTERM).
@Command(name = "whaleshark")
public final class Main {

  private static final String VERSION = "Whale Shark 0.1.0";
  private static final int FAILED = 1;

  private Main() {}

  /// Runs the command line and ends the process.
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /// The command line, without ending the process.
  static CommandLine commandLine() {
    CommandLine commandLine =
        new CommandLine(new Main())
            .addSubcommand(new ServeCommand(Clock.systemUTC()))
            .addSubcommand(new BackupCommand())
            .addSubcommand(new RestoreCommand())
            .addSubcommand(new DoctorCommand())
            .addSubcommand(new TokenCommand(Clock.systemUTC()));
    commandLine
        .getSubcommands()
        .values()
        .forEach(subcommand ->
            subcommand.getCommandSpec().mixinStandardHelpOptions(true).version(VERSION));
    return commandLine.setExecutionExceptionHandler(Main::failed);
  }

  /// One line for what the operator can mend; anything else is a bug, and shows where.
  private static int failed(
      Exception failure, CommandLine commandLine, CommandLine.ParseResult parsed) throws Exception {
    boolean mendable =
        failure instanceof ConfigException
            || failure instanceof EngineException
            || failure instanceof TlsException
            || failure instanceof IOException;
    if (!mendable) {
      throw failure;
    }
    commandLine.getErr().println("whaleshark: " + failure.getMessage());
    return FAILED;
  }
}
