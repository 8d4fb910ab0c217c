package io.whaleshark.client.chat;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.WCWidth;

/// Wraps lines that are wider than the terminal between words. Stateless.
final class Wrapping {
  private static final AttributedString INDENT = new AttributedString("    ");

  private Wrapping() {}

  /// Splits a text into lines no wider than the terminal; continuation lines are indented. A word
  /// that is wider than the terminal is split anywhere.
  ///
  /// @param width in columns; if it is unknown or too small for words, the terminal wraps the text
  static List<AttributedString> lines(AttributedString text, int width) {
    var lines = new ArrayList<AttributedString>();
    for (AttributedString line : text.columnSplitLength(Integer.MAX_VALUE)) {
      if (width <= 2 * INDENT.length()) {
        lines.add(line);
      } else {
        wrap(line, width, lines);
      }
    }
    return lines;
  }

  private static void wrap(AttributedString line, int width, List<AttributedString> lines) {
    AttributedString rest = line;
    int end = end(rest, width);
    while (end < rest.length()) {
      lines.add(rest.subSequence(0, end));
      int next = rest.charAt(end) == ' ' ? end + 1 : end;
      rest =
          new AttributedStringBuilder()
              .append(INDENT)
              .append(rest.subSequence(next, rest.length()))
              .toAttributedString();
      end = end(rest, width);
    }
    lines.add(rest);
  }

  /// The end of the first line: the last blank that fits, else the width.
  private static int end(AttributedString line, int width) {
    int columns = 0;
    int blank = -1;
    int i = 0;
    while (i < line.length()) {
      int c = Character.codePointAt(line, i);
      if (c == ' ' && i >= INDENT.length()) {
        blank = i;
      }
      columns += Math.max(0, WCWidth.wcwidth(c));
      if (columns > width) {
        return blank > 0 ? blank : i;
      }
      i += Character.charCount(c);
    }
    return i;
  }
}
