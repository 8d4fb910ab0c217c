package io.whaleshark.client.chat;

import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/// Shows output and reads typed lines: a terminal, or plain standard input and output.
///
/// Thread-safe: one thread reads while another one prints.
interface Screen extends AutoCloseable {

  /// Waits for a line.
  ///
  /// @return null at the end of the input
  @Nullable String readLine(String prompt);

  /// Shows a line above the one that is being typed.
  void print(AttributedString line);

  /// Shows an error; on standard error if the output isn't a terminal.
  void printError(AttributedString line);

  /// Updates the status line, if the screen has one.
  void status(AttributedString line);

  /// How many rows there are for messages: those of the window, without the prompt's and the status
  /// line's.
  int height();

  /// How many rows a line takes.
  int rows(AttributedString line);

  /// Returns whether a person uses the screen and sees [#status], so that few notices are needed.
  boolean isInteractive();

  @Override
  void close();
}
