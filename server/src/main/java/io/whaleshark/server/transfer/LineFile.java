package io.whaleshark.server.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/// The lines of a file, one after another. Empty lines count, and are passed over. Memory: one
/// line. Confined to one thread.
public final class LineFile {

  /// The longest line. More than that no line needs.
  static final int LINE_BYTES_AT_MOST = 1 << 20;

  /// Why a line is refused that is longer.
  static final String TOO_LONG =
      "line: too long (expected: at most " + LINE_BYTES_AT_MOST + " bytes)";

  private static final int BUFFER_BYTES = 64 << 10;

  /// One line.
  ///
  /// @param number the first is 1
  /// @param end how many bytes of the file there are up to its end
  /// @param text empty if it is too long
  public record Line(long number, long end, Optional<Text> text) {}

  /// The bytes of a line, without its end.
  public static final class Text {

    private final byte[] bytes;

    private Text(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int from;
  private int to;
  private long number;
  private long read; // bytes

  /// @param in the caller closes it
  /// @param number how many lines there are before
  /// @param read how many bytes these have
  public LineFile(InputStream in, long number, long read) {
    this.in = in;
    this.number = number;
    this.read = read;
  }

  /// The next line that is not empty; empty at the end of the file.
  public Optional<Line> next() throws IOException {
    while (fill()) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      boolean isWhole = readTo(line);
      number++;
      byte[] bytes = stripped(line.toByteArray());
      if (!isWhole || bytes.length > 0) {
        return Optional.of(
            new Line(number, read, isWhole ? Optional.of(new Text(bytes)) : Optional.empty()));
      }
    }
    return Optional.empty();
  }

  /// Reads up to the end of the line.
  ///
  /// @return false if it was too long; then the rest of it is passed over
  private boolean readTo(ByteArrayOutputStream line) throws IOException {
    boolean isWhole = true;
    boolean isOver = false;
    while (!isOver && fill()) {
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      isOver = end < to;
      isWhole &= line.size() + end - from <= LINE_BYTES_AT_MOST;
      if (isWhole) {
        line.write(buffer, from, end - from);
      }
      int taken = end - from + (isOver ? 1 : 0);
      read += taken;
      from += taken;
    }
    return isWhole;
  }

  /// @return false at the end of the file
  private boolean fill() throws IOException {
    if (from == to) {
      from = 0;
      to = Math.max(0, in.read(buffer));
    }
    return from < to;
  }

  /// Without white space around it, as ends of lines may leave it.
  private static byte[] stripped(byte[] line) {
    int start = 0;
    int end = line.length;
    while (start < end && isSpace(line[start])) {
      start++;
    }
    while (start < end && isSpace(line[end - 1])) {
      end--;
    }
    return Arrays.copyOfRange(line, start, end);
  }

  private static boolean isSpace(byte next) {
    return next == ' ' || next == '\t' || next == '\r';
  }
}
