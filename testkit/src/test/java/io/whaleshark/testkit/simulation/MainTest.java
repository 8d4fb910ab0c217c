package io.whaleshark.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  @CsvSource(
      delimiter = '|',
      value = {
        "--seeds 0 | --seeds: 0 (expected: 1..999999999999999999)",
        "--seeds -1 | --seeds: -1 (expected: 1..999999999999999999)",
        "--seeds abc | --seeds: abc (expected: 1..999999999999999999)",
        "--seeds | --seeds: nothing (expected: 1..999999999999999999)",
        "--first 9223372036854775807 | --first: 9223372036854775807 (expected:"
            + " 1..999999999999999999)",
        "--seeds=0 | --seeds: 0 (expected: 1..999999999999999999)",
        "--seeds=1 --seeds=2 | --seeds: given twice (expected: once)",
        "--seeds 1 --seeds 2 | --seeds: given twice (expected: once)",
        "--wat=1 | --wat: unknown option (expected: --seeds, --first, --nodes)",
        "--seeds 010 | --seeds: 010 (expected: 1..999999999999999999)",
        "--nodes 10 | --nodes: 10 (expected: 1..9)",
        "--wat | --wat: unknown option (expected: --seeds, --first, --nodes)",
        "foo | foo: unknown option (expected: --seeds, --first, --nodes)"
      })
  void whatCannotBePlayedIsNoSuccess(String arguments, String wrong) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines("whaleshark: " + wrong + " (see ./whaleshark simulate --help)");
  }

  @Test
  void severalNodesCanBePlayed() {
    assertThat(run("--nodes=2", "--seeds=1")).isZero();
  }

  @Test
  void whatWasPlayedIsSaid() {
    assertThat(run("--seeds", "2", "--first", "5")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines("Ran seeds 5 to 6: all promises held.");
  }
}
