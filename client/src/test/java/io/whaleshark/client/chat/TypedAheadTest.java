package io.whaleshark.client.chat;

import java.io.IOException;
import java.nio.file.Path;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what is typed before the prompt appears is sent. Method: a process on a real terminal, to
/// which a line is typed while it starts.
@EnabledOnOs(OS.LINUX) // the arguments of script(1) differ elsewhere
class TypedAheadTest {

  /// Reads one line, as the chat does.
  static final class OneLine {

    private OneLine() {}

    public static void main(String[] arguments) throws IOException {
      try (TerminalScreen screen = new TerminalScreen(TerminalScreen.terminal())) {
        screen.print(new AttributedString("read: " + screen.readLine("> ")));
      }
    }
  }

  @Test
  @Timeout(120)
  void aLineTypedBeforeThePromptIsRead(@TempDir Path temporary) throws Exception {
    try (TerminalProcess chat = TerminalProcess.start(OneLine.class, temporary)) {
      chat.type("first\n");
      chat.await("read: first");
    }
  }
}
