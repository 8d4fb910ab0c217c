package io.whaleshark.client.chat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/// Plain input and output lines, without colours or a prompt: for pipes and simple terminals.
final class PlainScreen implements Screen {
  /// Whatever reads the lines may show them in a window: one as high as terminals once were.
  private static final int HEIGHT = 22;

  private final BufferedReader in;
  private final PrintWriter out;
  private final PrintWriter err;

  PlainScreen(BufferedReader in, PrintWriter out, PrintWriter err) {
    this.in = in;
    this.out = out;
    this.err = err;
  }

  @Override
  public @Nullable String readLine(String prompt) {
    try {
      return in.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read standard input: " + e.getMessage(), e);
    }
  }

  @Override
  public void print(AttributedString line) {
    out.println(line);
    out.flush();
  }

  @Override
  public void printError(AttributedString line) {
    err.println(line);
    err.flush();
  }

  @Override
  public void status(AttributedString line) {
    // There is no permanent status line.
  }

  @Override
  public int height() {
    return HEIGHT;
  }

  @Override
  public int rows(AttributedString line) {
    return Wrapping.lines(line, 0).size();
  }

  @Override
  public boolean isInteractive() {
    return false;
  }

  @Override
  public void close() {
    // The process owns standard input and output.
  }
}
