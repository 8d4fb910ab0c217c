package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Load;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Shows the progress of the measurement: a bar for each stage on a terminal, otherwise one line
/// for each. Confined to the thread that measures.
final class ProgressLine implements Load.Progress, AutoCloseable {
  private static final int PERCENT = 100;
  private static final int WIDTH = 80;
  private static final int EVERY_MILLIS = 500;

  private final PrintWriter out;
  private final boolean terminal;
  private @Nullable ProgressBar bar;
  private String shown = "";

  /// @param terminal whether output can be overwritten
  ProgressLine(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /// Returns whether standard error is a terminal.
  static boolean isTerminal() {
    try {
      Path device = Path.of("/dev/stderr").toRealPath();
      return device.startsWith("/dev/pts") || device.toString().startsWith("/dev/tty");
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public void at(String stage, double share, long perSecond) {
    if (!stage.equals(shown)) {
      end();
      shown = stage;
      begin(stage);
    }
    if (bar != null) {
      bar.stepTo(Math.round(share * PERCENT));
      bar.setExtraMessage(String.format(Locale.ROOT, " %,d /s", perSecond));
    }
  }

  private void begin(String stage) {
    if (!terminal) {
      out.println(stage + " …");
      out.flush();
      return;
    }
    bar =
        new ProgressBarBuilder()
            .setTaskName(String.format(Locale.ROOT, "%-10s", stage))
            .setInitialMax(PERCENT)
            .setStyle(ProgressBarStyle.UNICODE_BLOCK)
            .setUpdateIntervalMillis(EVERY_MILLIS)
            .hideEta()
            .setConsumer(new DelegatingProgressBarConsumer(this::overwrite, WIDTH))
            .build();
  }

  private void overwrite(String line) {
    out.print('\r' + line);
    out.flush();
  }

  /// Ends the line before other output.
  void end() {
    if (bar != null) {
      bar.close();
      bar = null;
      out.println();
    }
  }

  @Override
  public void close() {
    end();
  }
}
