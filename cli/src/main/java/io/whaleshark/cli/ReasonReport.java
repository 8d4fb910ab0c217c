package io.whaleshark.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Optional;

/// What a command could not take, or not as it was, each with the reason: all of it in a file, and
/// the first ones on the terminal. Confined to one thread.
public final class ReasonReport {

  private static final int SHOWN_AT_MOST = 20;

  private final PrintWriter out;
  private final Optional<Writer> all;
  private long count;

  /// @param all gets all of them; the caller closes it
  public ReasonReport(PrintWriter out, Optional<Writer> all) {
    this.out = out;
    this.all = all;
  }

  /// Notes one, on one line.
  ///
  /// @param where in the source
  /// @param what is missing or different, and why
  public void add(String where, String what) throws IOException {
    count++;
    String told = (where + ": " + what).replaceAll("\\R", " ");
    if (all.isPresent()) {
      all.get().write(told + "\n");
    }
    if (count <= SHOWN_AT_MOST) {
      out.println("  " + told);
    } else if (count == SHOWN_AT_MOST + 1L) {
      out.println("  …");
    }
  }

  /// How many there are.
  public long count() {
    return count;
  }
}
