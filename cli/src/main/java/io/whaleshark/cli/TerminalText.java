package io.whaleshark.cli;

/// What a terminal does with characters that were typed or written elsewhere. Stateless.
public final class TerminalText {
  private static final char HIDDEN = '?';

  private TerminalText() {}

  /// Returns whether a terminal obeys a character in place of showing it: control characters, line
  /// separators, and what changes the direction of a text.
  public static boolean isObeyed(char c) {
    return Character.isISOControl(c)
        || (c >= '\u202a' && c <= '\u202e')
        || (c >= '\u2066' && c <= '\u2069')
        || c == '\u2028'
        || c == '\u2029';
  }

  /// The text on one line, without anything that a terminal obeys.
  static String oneLine(String text) {
    var line = new StringBuilder(text.length());
    text.chars().mapToObj(c -> (char) c).forEach(c -> line.append(isObeyed(c) ? HIDDEN : c));
    return line.toString();
  }
}
