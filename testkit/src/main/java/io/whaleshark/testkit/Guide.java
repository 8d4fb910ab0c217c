package io.whaleshark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The programs and settings that guides show: tests run what readers copy.
public final class Guide {

  private Guide() {}

  /// The first block of a language in a document; there must be one.
  ///
  /// @param language as the fence names it
  public static String block(Path document, String language) throws IOException {
    Matcher block =
        Pattern.compile("(?s)\n```" + Pattern.quote(language) + "\n(.*?\n)```\n")
            .matcher(Files.readString(document));
    assertThat(block.find()).as("a block of %s in %s", language, document).isTrue();
    return block.group(1);
  }
}
