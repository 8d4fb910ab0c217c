package io.whaleshark.client.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;

/// Goal: a terminal shows what is typed where it belongs. Method: a terminal without a person.
class TerminalScreenTest {

  @Test
  void whatIsTypedWhileNobodyReadsIsShownWhenItIsRead() throws Exception {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    try (PipedOutputStream keys = new PipedOutputStream();
        ExternalTerminal terminal =
            new ExternalTerminal("test", "xterm", new PipedInputStream(keys), shown, UTF_8);
        TerminalScreen screen = new TerminalScreen(terminal)) {
      type(keys, "hello\r");
      awaitTyped(terminal);
      assertThat(shown.toString(UTF_8)).doesNotContain("hello");
      assertThat(screen.readLine("alice → bob> ")).isEqualTo("hello");
      assertThat(shown.toString(UTF_8)).contains("alice → bob> ");
    }
  }

  private static void type(PipedOutputStream keys, String text) throws IOException {
    keys.write(text.getBytes(UTF_8));
    keys.flush();
  }

  /// Until the terminal has taken what was typed: by then it would have been echoed.
  private static void awaitTyped(ExternalTerminal terminal) throws IOException {
    assertThat(terminal.reader().peek(Duration.ofSeconds(30).toMillis())).isEqualTo('h');
  }
}
