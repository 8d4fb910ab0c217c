package io.whaleshark.client.chat;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jline.utils.AttributedString;

/// The room for messages on the screen: what a person sees of them at once. Confined to the
/// conductor's thread.
final class Screenful {
  /// A divider above the messages, and a notice of more below them.
  private static final int ROWS_AROUND = 2;

  /// Nobody reads a screenful in less.
  private static final Duration READING = Duration.ofSeconds(5);

  private final Screen screen;
  private final LongSupplier nanoTime;
  private long begunNanos;
  private int rowsLeft;
  private boolean isEmpty;

  /// @param nanoTime a clock that never goes back
  Screenful(Screen screen, LongSupplier nanoTime) {
    this.screen = screen;
    this.nanoTime = nanoTime;
    begin();
  }

  /// Nobody has to see again what was shown so far.
  void begin() {
    rowsLeft = messagesAtMost();
    isEmpty = true;
    begunNanos = nanoTime.getAsLong();
  }

  /// A message comes as it is written. Whoever sits there reads as fast as people write, but not as
  /// fast as programs do.
  void readAlong() {
    if (nanoTime.getAsLong() - begunNanos >= READING.toNanos()) {
      begin();
    }
  }

  /// How many messages there is room for if each of them takes a row.
  int messagesAtMost() {
    return Math.max(1, screen.height() - ROWS_AROUND);
  }

  /// Takes the room for a line, if there is as much. The first one has it: a line that is higher
  /// than the window could never be shown otherwise.
  ///
  /// @return whether there was room
  boolean takes(AttributedString line) {
    rowsLeft -= screen.rows(line);
    boolean fits = isEmpty || rowsLeft >= 0;
    isEmpty = false;
    return fits;
  }
}
