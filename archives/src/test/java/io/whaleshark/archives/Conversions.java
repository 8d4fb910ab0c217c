package io.whaleshark.archives;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;

/// The command as an operator types it.
public final class Conversions {

  /// What a command said and how it ended.
  public record Said(int exitCode, String text) {}

  private Conversions() {}

  /// Runs a command to its end.
  public static Said run(String... arguments) {
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said, true);
    int exitCode = Main.commandLine(Clock.systemUTC()).setOut(out).setErr(out).execute(arguments);
    return new Said(exitCode, said.toString());
  }
}
