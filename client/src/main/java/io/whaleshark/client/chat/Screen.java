package io.whaleshark.client.chat;

import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/// Where lines are shown and typed: a terminal, or plain standard input and output.
///
/// Thread-safe: one thread reads, another one prints.
interface Screen extends AutoCloseable {

  /// Waits for a line.
  ///
  /// @return null at the end of the input
  @Nullable String readLine(String prompt);

  /// Shows a line above the one that is being typed.
  void print(AttributedString line);

  /// Shows something that went wrong; on standard error if that isn't the terminal.
  void printError(AttributedString line);

  /// Shows what is always to be seen, if the screen has a place for that.
  void status(AttributedString line);

  /// Whether a person sits in front of it and [#status] is seen, so that notices can be few.
  boolean isInteractive();

  @Override
  void close();
}
