package io.whaleshark.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: `simulate` claims nothing that it did not check. Method: command lines and their output.
class MainTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return new Main().run(arguments, printStream(out), printStream(err));
  }

  private static PrintStream printStream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1"})
  void noSeedsAreNoSuccess(String seeds) {
    assertThat(run("--seeds", seeds)).isEqualTo(2);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines(
            "whaleshark: --seeds: " + seeds + " (expected: 1 or more): nothing would be played");
  }

  @Test
  void whatWasPlayedIsSaid() {
    assertThat(run("--seeds", "2", "--first", "5")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines("Played seeds 5 to 6: all promises held.");
  }
}
