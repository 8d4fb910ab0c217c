package io.whaleshark.client;

import io.whaleshark.cli.CommandLines;
import io.whaleshark.cli.Usage;
import io.whaleshark.client.chat.ChatCommand;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The command line of the client. Exit codes: 0 done, 1 failed, 2 wrong usage.
@Command(
    name = "whaleshark",
    mixinStandardHelpOptions = true,
    description = "Chats in the terminal.")
public final class Main implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  private Main() {}

  /// Runs the command line and exits the process.
  public static void main(String[] arguments) {
    System.exit(CommandLines.inUtf8(commandLine(System.in)).execute(arguments));
  }

  /// Builds the command line; running it does not exit the process.
  ///
  /// @param in the input to read if standard input isn't a terminal
  static CommandLine commandLine(InputStream in) {
    var commandLine = new CommandLine(new Main()).addSubcommand(new ChatCommand(in));
    return CommandLines.styled(commandLine, Main.class);
  }

  /// Reports a missing subcommand.
  @Override
  public void run() {
    if (spec != null) {
      throw Usage.wrong(spec, "Say what to do: chat");
    }
  }
}
