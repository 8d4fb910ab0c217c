package io.whaleshark.client.chat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Status;
import org.jspecify.annotations.Nullable;

/// A terminal with line editing; messages appear above the line that is being typed, and the last
/// line of the screen shows ticks and unread counts.
final class TerminalScreen implements Screen {
  private static final String SHOW_STATUS = "whaleshark-status";
  private static final String[] COMMANDS = {
    "/help",
    "/history",
    "/more",
    "/read",
    "/conversations",
    "/to",
    "/group",
    "/readers",
    "/recall",
    "/mute",
    "/top",
    "/quit"
  };

  private final Terminal terminal;
  private final LineReader reader;
  private final Status statusLine;

  /// The content of the status line. Volatile: the conductor sets it, and the reader shows it under
  /// its lock.
  private volatile AttributedString status = AttributedString.EMPTY;

  /// The terminal of this process. It is asked nothing: JLine would take what somebody types
  /// meanwhile for the answer, and a line that was typed before the prompt would be lost.
  static Terminal terminal() throws IOException {
    return TerminalBuilder.builder()
        .system(true)
        .encoding(StandardCharsets.UTF_8)
        .graphemeCluster(false)
        .build();
  }

  /// @param terminal the terminal; this closes it
  TerminalScreen(Terminal terminal) {
    this.terminal = terminal;
    // Input typed while nobody reads is buffered, and the reader shows it when it gets there.
    terminal.enterRawMode();
    this.reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("whaleshark")
            .completer(new StringsCompleter(COMMANDS))
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.ERASE_LINE_ON_FINISH, true)
            .build();
    this.statusLine = Status.getStatus(terminal);
    reader
        .getWidgets()
        .put(
            SHOW_STATUS,
            () -> {
              statusLine.update(List.of(status));
              return true;
            });
  }

  @Override
  public @Nullable String readLine(String prompt) {
    while (true) {
      try {
        return reader.readLine(prompt);
      } catch (UserInterruptException e) {
        if (e.getPartialLine().isEmpty()) {
          return null;
        }
        // Ctrl-C discards the line; on an empty line it ends the chat.
      } catch (EndOfFileException _) {
        return null;
      }
    }
  }

  @Override
  public void print(AttributedString line) {
    Wrapping.lines(line, terminal.getSize().getColumns()).forEach(reader::printAbove);
  }

  @Override
  public void printError(AttributedString line) {
    print(line);
  }

  @Override
  public void status(AttributedString line) {
    if (line.equals(status)) {
      return;
    }
    status = line;
    if (!reader.isReading()) {
      statusLine.update(List.of(line));
      return;
    }
    try {
      // A widget runs under the reader's lock: both write to the same screen.
      reader.callWidget(SHOW_STATUS);
    } catch (IllegalStateException _) {
      // The line was completed at the same moment.
      statusLine.update(List.of(line));
    }
  }

  @Override
  public boolean isInteractive() {
    return true;
  }

  @Override
  public void close() {
    statusLine.close();
    try {
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot restore the terminal: " + e.getMessage(), e);
    }
  }
}
