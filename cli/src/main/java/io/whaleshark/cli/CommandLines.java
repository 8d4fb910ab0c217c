package io.whaleshark.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// Gives the command line of an application the style of all others. Stateless.
public final class CommandLines {

  private static final int FAILED = 1;
  private static final int HELP_WIDTH = 96;

  private CommandLines() {}

  /// Lets a command line, with its subcommands so far, tell its version and wrong usage.
  ///
  /// @param main the application's entry point, whose jar says the version
  /// @return the command line
  public static CommandLine styled(CommandLine commandLine, Class<?> main) {
    giveVersion(commandLine, "Whale Shark " + main.getPackage().getImplementationVersion());
    return commandLine
        .setUsageHelpWidth(HELP_WIDTH)
        .setParameterExceptionHandler(CommandLines::wrongUsage);
  }

  private static int wrongUsage(ParameterException wrong, String[] typed) {
    CommandLine commandLine = wrong.getCommandLine();
    var usage = new WrongUsage(commandLine.getCommandSpec(), List.of(typed));
    return wrongUsage(commandLine, usage.sentence(wrong));
  }

  /// Prints one line that says what is wrong, not the whole help.
  ///
  /// @param what the argument or the setting, its value, and what was expected
  /// @return the exit code
  public static int wrongUsage(CommandLine commandLine, @Nullable String what) {
    String name = commandLine.getCommandSpec().qualifiedName();
    String line = TerminalText.oneLine(String.valueOf(what));
    commandLine.getErr().println("whaleshark: " + line + " (see ./" + name + " --help)");
    return commandLine.getCommandSpec().exitCodeOnInvalidInput();
  }

  /// Prints one line for a failure that the user can mend.
  ///
  /// @return the exit code
  public static int failed(CommandLine commandLine, @Nullable String what) {
    commandLine.getErr().println("whaleshark: " + TerminalText.oneLine(String.valueOf(what)));
    return FAILED;
  }

  /// Lets a command line print UTF-8 whatever the locale: messages are UTF-8, and a pipe must not
  /// turn them into question marks.
  ///
  /// @return the command line
  public static CommandLine inUtf8(CommandLine commandLine) {
    return commandLine.setOut(utf8(FileDescriptor.out)).setErr(utf8(FileDescriptor.err));
  }

  private static PrintWriter utf8(FileDescriptor to) {
    return new PrintWriter(new FileOutputStream(to), true, StandardCharsets.UTF_8);
  }

  private static void giveVersion(CommandLine commandLine, String version) {
    commandLine.getCommandSpec().version(version);
    commandLine.getSubcommands().values().forEach(each -> giveVersion(each, version));
  }
}
