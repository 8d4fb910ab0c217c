package io.whaleshark.client.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

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

  private static String command() {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return "'%s' --enable-native-access=ALL-UNNAMED -cp '%s' '%s'"
        .formatted(java, System.getProperty("java.class.path"), OneLine.class.getName());
  }

  @Test
  @Timeout(120)
  void aLineTypedBeforeThePromptIsRead() throws Exception {
    ProcessBuilder onATerminal = new ProcessBuilder("script", "-qec", command(), "/dev/null");
    onATerminal.environment().put("TERM", "xterm-256color");
    Process chat = onATerminal.redirectErrorStream(true).start();
    try {
      chat.getOutputStream().write("first\n".getBytes(UTF_8));
      chat.getOutputStream().flush();
      StringBuilder shown = new StringBuilder();
      for (int c = chat.getInputStream().read();
          c >= 0 && !shown.toString().endsWith("read: first");
          c = chat.getInputStream().read()) {
        shown.append((char) c);
      }
      assertThat(shown).endsWith("read: first");
    } finally {
      chat.destroyForcibly();
      chat.waitFor();
    }
  }
}
