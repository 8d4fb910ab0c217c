package io.whaleshark.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

/// Goal: no more lines are taken than can be seen at once. Method: lines of several heights, on a
/// screen of 22 rows.
class ScreenfulTest {
  private static final AttributedString LINE = new AttributedString("hi");
  private static final AttributedString NINETEEN = new AttributedString("hi\n".repeat(18) + "hi");
  private static final AttributedString HUGE = new AttributedString("hi\n".repeat(100));

  private long nanos;
  private final Screenful screenful =
      new Screenful(
          new PlainScreen(
              new BufferedReader(Reader.nullReader()),
              new PrintWriter(Writer.nullWriter()),
              new PrintWriter(Writer.nullWriter())),
          () -> nanos);

  @Test
  void rowsAreCountedNotMessages() {
    assertThat(screenful.messagesAtMost()).isEqualTo(20);
    assertThat(screenful.takes(NINETEEN)).isTrue();
    assertThat(screenful.takes(LINE)).isTrue();
    assertThat(screenful.takes(LINE)).isFalse();
    screenful.begin();
    assertThat(screenful.takes(LINE)).isTrue();
    assertThat(screenful.takes(NINETEEN)).isTrue();
    assertThat(screenful.takes(LINE)).isFalse();
  }

  @Test
  void messagesThatComeFasterThanAnybodyReadsFillTheScreen() {
    assertThat(screenful.takes(NINETEEN)).isTrue();
    nanos += 4_999_000_000L;
    screenful.readAlong();
    assertThat(screenful.takes(LINE)).isTrue();
    screenful.readAlong();
    assertThat(screenful.takes(LINE)).isFalse();
    nanos += 1_000_000L;
    screenful.readAlong();
    assertThat(screenful.takes(NINETEEN)).isTrue();
  }

  @Test
  void lineThatIsHigherThanTheScreenIsAScreenful() {
    assertThat(screenful.takes(HUGE)).isTrue();
    assertThat(screenful.takes(LINE)).isFalse();
    screenful.begin();
    assertThat(screenful.takes(LINE)).isTrue();
    assertThat(screenful.takes(HUGE)).isFalse();
  }
}
