package io.whaleshark.client.chat;

import java.io.IOError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
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
  private static final int USUAL_HEIGHT = 24;

  /// The prompt and the status line.
  private static final int OTHER_ROWS = 2;

  private static final Duration LAST_READ_PATIENCE = Duration.ofSeconds(20);
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
    "/edit",
    "/pin",
    "/unpin",
    "/pins",
    "/react",
    "/unreact",
    "/reactions",
    "/reply",
    "/mute",
    "/top",
    "/block",
    "/unblock",
    "/blocks",
    "/receipts",
    "/quit"
  };

  private final Terminal terminal;
  private final LineReader reader;
  private final Status statusLine;

  /// The content of the status line. Volatile: the conductor sets it, and the reader shows it under
  /// its lock.
  private volatile AttributedString status = AttributedString.EMPTY;

  /// Held while a line is read.
  private final ReentrantLock reading = new ReentrantLock();

  /// Who reads a line. Volatile: the reader sets it, whoever closes the screen interrupts it.
  private volatile @Nullable Thread whoReads;

  /// Volatile: whoever closes the screen sets it, the reader looks at it.
  private volatile boolean closed;

  /// The terminal of this process. It is asked nothing: JLine would take what somebody types
  /// meanwhile for the answer, and a line that was typed before the prompt would be lost. JLine
  /// calls the system by Java's own means: its JNI library would be unpacked into the temporary
  /// folder, and stay there after a kill.
  static Terminal terminal() throws IOException {
    return TerminalBuilder.builder()
        .system(true)
        .jni(false)
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

  /// Waits for a line.
  ///
  /// @return null at the end of the input, and when the screen is closed meanwhile
  @Override
  public @Nullable String readLine(String prompt) {
    reading.lock();
    try {
      whoReads = Thread.currentThread();
      return closed ? null : untilLine(prompt);
    } catch (IOError e) {
      throw new UncheckedIOException(
          "cannot read the terminal: " + e.getMessage(), new IOException(e));
    } finally {
      whoReads = null;
      reading.unlock();
    }
  }

  private @Nullable String untilLine(String prompt) {
    while (true) {
      try {
        return reader.readLine(prompt);
      } catch (UserInterruptException e) {
        if (closed || e.getPartialLine().isEmpty()) {
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
    wrapped(line).forEach(reader::printAbove);
  }

  private List<AttributedString> wrapped(AttributedString line) {
    return Wrapping.lines(line, terminal.getSize().getColumns());
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
  public int height() {
    int rows = terminal.getSize().getRows();
    return (rows > 0 ? rows : USUAL_HEIGHT) - OTHER_ROWS;
  }

  @Override
  public int rows(AttributedString line) {
    return wrapped(line).size();
  }

  @Override
  public boolean isInteractive() {
    return true;
  }

  /// Restores the terminal. Whoever reads a line restores what the reading changed before that: in
  /// the other order the terminal would stay without an echo.
  @Override
  public void close() {
    closed = true;
    Thread waiting = whoReads;
    if (waiting != null) {
      waiting.interrupt();
      awaitLastRead();
    }
    statusLine.close();
    try {
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot restore the terminal: " + e.getMessage(), e);
    }
  }

  private void awaitLastRead() {
    try {
      if (reading.tryLock(LAST_READ_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        reading.unlock();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
