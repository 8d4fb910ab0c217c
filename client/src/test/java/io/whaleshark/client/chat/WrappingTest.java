package io.whaleshark.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

/// Goal: what is too wide is cut between words. Method: texts and widths.
class WrappingTest {

  private static List<String> wrapped(String text, int width) {
    return Wrapping.lines(new AttributedString(text), width).stream()
        .map(AttributedString::toString)
        .toList();
  }

  @Test
  void linesEndBetweenWords() {
    assertThat(wrapped("#1 12:00 bob: one two three", 20))
        .containsExactly("#1 12:00 bob: one", "    two three");
    assertThat(wrapped("#1 12:00 bob: one", 17)).containsExactly("#1 12:00 bob: one");
    assertThat(wrapped("one\n    two", 40)).containsExactly("one", "    two");
  }

  @Test
  void wordThatIsTooWideIsCutAnywhere() {
    assertThat(wrapped("abcdefghijklmno", 10)).containsExactly("abcdefghij", "    klmno");
  }

  @Test
  void wideCharactersTakeTwoColumns() {
    assertThat(wrapped("日本語日本語日本", 12)).containsExactly("日本語日本語", "    日本");
  }

  @Test
  void terminalWithoutAWidthWrapsByItself() {
    assertThat(wrapped("one two three", 0)).containsExactly("one two three");
  }
}
