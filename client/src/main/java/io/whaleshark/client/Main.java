package io.whaleshark.client;

import io.whaleshark.client.chat.ChatCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
    description = "Chats in the terminal.")
public final class Main implements Runnable {
  private static final String VERSION =
      "Whale Shark " + Main.class.getPackage().getImplementationVersion();
  private static final int HELP_WIDTH = 96;

  @Spec private @Nullable CommandSpec spec;

  private Main() {}

  /// Runs the command line and exits the process.
  public static void main(String[] arguments) {
    // UTF-8 whatever the locale: messages are UTF-8, and a pipe must not turn them into question
    // marks.
    var out =
        new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    var err =
        new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    System.exit(commandLine(System.in).setOut(out).setErr(err).execute(arguments));
  }

  /// Builds the command line; running it does not exit the process.
  ///
  /// @param in the input to read if standard input isn't a terminal
  static CommandLine commandLine(InputStream in) {
    var commandLine = new CommandLine(new Main()).addSubcommand(new ChatCommand(in));
    giveVersion(commandLine);
    return commandLine.setUsageHelpWidth(HELP_WIDTH).setParameterExceptionHandler(Main::wrongUsage);
  }

  private static void giveVersion(CommandLine commandLine) {
    commandLine.getCommandSpec().version(VERSION);
    commandLine.getSubcommands().values().forEach(Main::giveVersion);
  }

  /// Prints one line that says what is wrong, not the whole help.
  private static int wrongUsage(ParameterException e, String[] arguments) {
    CommandLine commandLine = e.getCommandLine();
    String name = commandLine.getCommandSpec().qualifiedName();
    commandLine
        .getErr()
        .println(
            "whaleshark: "
                + String.valueOf(e.getMessage()).replaceFirst("^Error: ", "")
                + " (see ./"
                + name
                + " --help)");
    return commandLine.getCommandSpec().exitCodeOnInvalidInput();
  }

  /// Reports a missing subcommand.
  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "Say what to do: chat");
    }
  }
}
