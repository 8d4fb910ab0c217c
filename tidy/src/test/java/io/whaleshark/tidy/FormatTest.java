package io.whaleshark.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// All sources have the same format, so that diffs contain no whitespace changes.
class FormatTest {

  @Test
  void sourcesHaveTheOneFormat() throws IOException, FormatterException {
    List<Path> unformatted = new ArrayList<>();
    for (Path file : Sources.below(Rules.ROOT)) {
      String source = Files.readString(file);
      if (!Format.formatted(source).equals(source)) {
        unformatted.add(Rules.ROOT.relativize(file));
      }
    }
    assertThat(unformatted).as("not formatted: run ./whaleshark format").isEmpty();
  }
}
