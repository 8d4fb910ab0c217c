package io.whaleshark.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/// Goal: logs get a line for each stage, people a bar that moves.
class ProgressLineTest {
  private final StringWriter out = new StringWriter();

  private void run(boolean terminal) {
    try (var progress = new ProgressLine(new PrintWriter(out, true), terminal)) {
      progress.at("warm-up", 0.5, 10);
      progress.at("measuring", 0.25, 12_345);
      progress.at("measuring", 0.5, 12_345);
    }
  }

  @Test
  void whereNobodyLooksEachStageIsOneLine() {
    run(false);
    assertThat(out.toString().lines()).containsExactly("warm-up …", "measuring …");
  }

  @Test
  void terminalShowsHowFarItIsAndHowFast() {
    run(true);
    assertThat(out.toString()).contains("\rwarm-up", "\rmeasuring", " 50%", "12,345 /s");
  }
}
