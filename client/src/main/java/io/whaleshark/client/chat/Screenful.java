package io.whaleshark.client.chat;

import org.jline.utils.AttributedString;

/// The room for messages on the screen: what a person sees of them at once. Confined to the
/// conductor's thread.
final class Screenful {
  /// A divider above the messages, and a notice of more below them.
  private static final int ROWS_AROUND = 2;

  private final Screen screen;
  private int rowsLeft;
  private boolean isEmpty;

  Screenful(Screen screen) {
    this.screen = screen;
    begin();
  }

  /// Nobody has to see again what was shown so far.
  void begin() {
    rowsLeft = messagesAtMost();
    isEmpty = true;
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
