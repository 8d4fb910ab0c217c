package io.whaleshark.server;

import java.io.PrintWriter;
import java.io.StringWriter;

/// Commands as an operator types them, for tests of other packages.
public final class CommandLines {

  /// What a command said and how it ended.
  public record Said(int exitCode, String text) {}

  private CommandLines() {}

  /// Runs a command to its end.
  public static Said run(String... arguments) {
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said, true);
    int exitCode = Main.commandLine().setOut(out).setErr(out).execute(arguments);
    return new Said(exitCode, said.toString());
  }
}
