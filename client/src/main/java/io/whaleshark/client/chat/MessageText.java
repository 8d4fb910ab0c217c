package io.whaleshark.client.chat;

import io.whaleshark.cli.TerminalText;
import io.whaleshark.protocol.Bytes;

/// Converts message bodies to displayable text. Stateless.
final class MessageText {
  private static final char HIDDEN = '\u00b7';
  private static final int UNICODE_DIGITS = 4;
  private static final int HEX = 16;

  private MessageText() {}

  /// The text of a body: a JSON string's text, else the JSON itself.
  static String of(Bytes body) {
    var json = body.text();
    boolean isText = json.length() >= 2 && json.startsWith("\"") && json.endsWith("\"");
    return safe(isText ? unescaped(json.substring(1, json.length() - 1)) : json);
  }

  /// Removes everything that controls a terminal: control characters and bidirectional overrides.
  /// Line breaks stay, and a tab becomes a blank.
  static String safe(String text) {
    var safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        safe.append(c);
      } else if (c == '\t') {
        safe.append(' ');
      } else {
        safe.append(TerminalText.isObeyed(c) ? HIDDEN : c);
      }
    }
    return safe.toString();
  }

  /// Does the same for text that must stay on one line, such as a user's id.
  static String safeLine(String text) {
    return safe(text).replace('\n', HIDDEN);
  }

  /// Resolves the escapes of canonical JSON; the parser has validated them.
  private static String unescaped(String escaped) {
    if (escaped.indexOf('\\') < 0) {
      return escaped;
    }
    var text = new StringBuilder(escaped.length());
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char escape = escaped.charAt(++i);
      if (escape == 'u') {
        text.append((char) Integer.parseInt(escaped.substring(i + 1, i + 1 + UNICODE_DIGITS), HEX));
        i += UNICODE_DIGITS;
      } else {
        text.append(plain(escape));
      }
    }
    return text.toString();
  }

  private static char plain(char escape) {
    return switch (escape) {
      case 'b' -> '\b';
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'f' -> '\f';
      case 'r' -> '\r';
      default -> escape;
    };
  }
}
