package io.whaleshark.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Goal: what fuzzing found once stays found. Method: every kept input of every target is played
/// again.
class CorpusTest {

  private static final Path INPUTS = Path.of("src/test/resources/fuzz");
  private static final int INPUTS_AT_LEAST = 10;

  private interface Target {
    void play(byte[] input) throws IOException;
  }

  private static final Map<String, Target> TARGETS =
      Map.of(
          "FrameFuzz", FrameFuzz::fuzzerTestOneInput,
          "TextFuzz", TextFuzz::fuzzerTestOneInput,
          "EventFuzz", EventFuzz::fuzzerTestOneInput,
          "TcpFuzz", TcpFuzz::fuzzerTestOneInput,
          "WebSocketFuzz", WebSocketFuzz::fuzzerTestOneInput,
          "ChatFuzz", ChatFuzz::fuzzerTestOneInput);

  static List<String> targets() throws IOException {
    try (Stream<Path> folders = Files.list(INPUTS)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("targets")
  void everyKeptInputIsAnsweredByTheContract(String name) throws IOException {
    Target target = TARGETS.get(name);
    List<Path> inputs;
    try (Stream<Path> files = Files.list(INPUTS.resolve(name))) {
      inputs = files.sorted().toList();
    }
    assertThat(inputs).hasSizeGreaterThan(INPUTS_AT_LEAST);
    for (Path input : inputs) {
      try {
        target.play(Files.readAllBytes(input));
      } catch (RuntimeException | IOException | AssertionError e) {
        throw new AssertionError(input + ": " + e.getMessage(), e);
      }
    }
  }
}
