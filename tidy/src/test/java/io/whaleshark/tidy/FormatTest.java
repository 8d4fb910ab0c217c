package io.whaleshark.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// All sources have the same format, so that diffs contain no whitespace changes.
class FormatTest {

  @Test
  void sourcesHaveTheOneFormat() throws IOException {
    List<Path> unformatted =
        Sources.below(Rules.ROOT).parallelStream()
            .filter(FormatTest::isUnformatted)
            .map(Rules.ROOT::relativize)
            .toList();
    assertThat(unformatted).as("not formatted: run ./whaleshark format").isEmpty();
  }

  private static boolean isUnformatted(Path file) {
    try {
      String source = Files.readString(file);
      return !Format.formatted(source).equals(source);
    } catch (IOException | FormatterException e) {
      throw new AssertionError(file + " cannot be formatted", e);
    }
  }
}
