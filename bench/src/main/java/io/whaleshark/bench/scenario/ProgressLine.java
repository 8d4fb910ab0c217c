package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Load;
import java.io.PrintWriter;
import java.util.Locale;

/// Shows on one line of a terminal how far the measurement is. Confined to the thread that
/// measures.
final class ProgressLine implements Load.Progress {
  private static final int WIDTH = 20;

  private final PrintWriter out;

  ProgressLine(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void at(String stage, double share, long perSecond) {
    int full = Math.clamp(Math.round(share * WIDTH), 0, WIDTH);
    out.printf(
        Locale.ROOT,
        "\r%-10s [%s%s] %,10d /s ",
        stage,
        "=".repeat(full),
        " ".repeat(WIDTH - full),
        perSecond);
    out.flush();
  }
}
