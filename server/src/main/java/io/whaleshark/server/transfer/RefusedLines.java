package io.whaleshark.server.transfer;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Optional;

/// The lines that were refused, each with its number and the reason: all of them in a report, and
/// the first ones on the terminal. Confined to one thread.
public final class RefusedLines {

  /// Why a line is refused that is longer than any may be.
  static final String TOO_LONG =
      "line: too long (expected: at most " + LineFile.LINE_BYTES_AT_MOST + " bytes)";

  private static final int SHOWN_AT_MOST = 20;

  private final PrintWriter out;
  private final Optional<Writer> report;
  private long count;

  /// @param report gets all of them; the caller closes it
  public RefusedLines(PrintWriter out, Optional<Writer> report) {
    this.out = out;
    this.report = report;
  }

  /// Notes one.
  public void add(long line, String why) throws IOException {
    count++;
    String told = "line " + line + ": " + why;
    if (report.isPresent()) {
      report.get().write(told + "\n");
    }
    if (count <= SHOWN_AT_MOST) {
      out.println("  " + told);
    } else if (count == SHOWN_AT_MOST + 1L) {
      out.println("  …");
    }
  }

  /// How many there were.
  public long count() {
    return count;
  }
}
