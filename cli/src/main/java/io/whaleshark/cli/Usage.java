package io.whaleshark.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// Refuses wrong usage that picocli does not see by itself. Stateless.
public final class Usage {

  private Usage() {}

  /// What to throw when a command is used wrongly.
  ///
  /// @param what was wrong, and what was expected
  public static ParameterException wrong(CommandSpec command, String what) {
    return new ParameterException(command.commandLine(), what);
  }

  /// Checks the range of a number.
  ///
  /// @throws ParameterException unless the value is in the range, both ends inclusive
  public static void require(
      CommandSpec command, String option, long value, long atLeast, long atMost) {
    if (value < atLeast || value > atMost) {
      throw wrong(command, option + ": " + value + " (expected: " + atLeast + ".." + atMost + ")");
    }
  }
}
