package io.whaleshark.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

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
        .registerConverter(int.class, CommandLines::integer)
        .registerConverter(Integer.class, CommandLines::integer)
        .registerConverter(long.class, text -> number(text, Long.MIN_VALUE, Long.MAX_VALUE))
        .registerConverter(Long.class, text -> number(text, Long.MIN_VALUE, Long.MAX_VALUE))
        .registerConverter(Path.class, CommandLines::path)
        .setUsageHelpWidth(HELP_WIDTH)
        .setParameterExceptionHandler(CommandLines::wrongUsage);
  }

  private static int integer(String text) {
    return (int) number(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static long number(String text, long atLeast, long atMost) {
    return WholeNumber.in(text, atLeast, atMost)
        .orElseThrow(() -> new TypeConversionException("no whole number"));
  }

  /// To Java, no path at all is the working directory. Nobody means that by an empty variable.
  private static Path path(String text) {
    if (text.isEmpty()) {
      throw new TypeConversionException("empty");
    }
    return Path.of(text);
  }

  private static int wrongUsage(ParameterException wrong, String[] typed) {
    CommandLine commandLine = wrong.getCommandLine();
    var usage = new WrongUsage(commandLine, List.of(typed));
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
