package io.whaleshark.archives.xmpp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads a list as Prosody keeps it in a file: a line of Lua `item(VALUE);` for each element, whose
/// value is a constant. Nothing else of Lua is understood, and nothing is run. Memory: one element.
/// Confined to one thread.
final class LuaItems {

  /// A constant.
  sealed interface Value {

    /// A text.
    record Text(String text) implements Value {}

    /// A number, true, false or nil, as it is written.
    record Word(String word) implements Value {}

    /// A table.
    ///
    /// @param fields what has a name
    /// @param elements what has a place, in their order
    record Table(Map<String, Value> fields, List<Value> elements) implements Value {

      /// The text of a name; empty if there is none.
      String text(String name) {
        return fields.get(name) instanceof Text(String text) ? text : "";
      }
    }
  }

  /// What is no list, or only the beginning of one. What was read before it is whole.
  static final class BrokenList extends Exception {

    private static final long serialVersionUID = 1L;

    private BrokenList(String message) {
      super(message);
    }
  }

  /// Prosody itself writes at most 127.
  private static final int DEEP_AT_MOST = 128;

  private static final String BLANKS = " \t\r\n";
  private static final String ESCAPES = "abfnrtv";
  private static final String ESCAPED = "\u0007\b\f\n\r\t\u000b";
  private static final int DIGITS_OF_BYTE = 3;

  private final InputStream in;
  private int ahead; // the next byte; -1 at the end
  private long place;

  /// @param in buffered; the caller closes it
  LuaItems(InputStream in) throws IOException {
    this.in = in;
    this.ahead = in.read();
  }

  /// The next element; empty at the end.
  Optional<Value> next() throws IOException, BrokenList {
    skipBlanks();
    if (ahead < 0) {
      return Optional.empty();
    }
    for (char expected : "item(".toCharArray()) {
      take(expected);
    }
    Value value = value(0);
    skipBlanks();
    take(')');
    take(';');
    return Optional.of(value);
  }

  private int read() throws IOException {
    int read = ahead;
    ahead = in.read();
    place++;
    return read;
  }

  private void skipBlanks() throws IOException {
    while (ahead >= 0 && BLANKS.indexOf(ahead) >= 0) {
      read();
    }
  }

  private void take(char expected) throws IOException, BrokenList {
    if (ahead != expected) {
      throw broken(String.valueOf(expected));
    }
    read();
  }

  private BrokenList broken(String expected) {
    return new BrokenList(
        ahead < 0
            ? "the file ends within a message"
            : "byte " + place + " is none of a list (expected: " + expected + ")");
  }

  private Value value(int depth) throws IOException, BrokenList {
    skipBlanks();
    return switch (ahead) {
      case '{' -> table(depth + 1);
      case '"' -> new Value.Text(text());
      default -> new Value.Word(word());
    };
  }

  /// `(1/0)` is a number as well.
  private String word() throws IOException, BrokenList {
    StringBuilder word = new StringBuilder();
    while (ahead >= 0 && (Character.isLetterOrDigit(ahead) || "_+-./()".indexOf(ahead) >= 0)) {
      boolean isOver = ahead == ')' && word.indexOf("(") < 0;
      if (isOver) {
        break;
      }
      word.append((char) read());
    }
    if (word.isEmpty()) {
      throw broken("a value");
    }
    return word.toString();
  }

  private Value.Table table(int depth) throws IOException, BrokenList {
    if (depth > DEEP_AT_MOST) {
      throw broken("no more than " + DEEP_AT_MOST + " tables in one another");
    }
    Map<String, Value> fields = new HashMap<>();
    TreeMap<Long, Value> elements = new TreeMap<>();
    long unnamed = 0; // how many elements had no key
    take('{');
    skipBlanks();
    while (ahead != '}') {
      Optional<Value> key = key(depth);
      Value value = value(depth);
      switch (key.orElse(new Value.Word(String.valueOf(unnamed + 1)))) {
        case Value.Text(String name) -> fields.put(name, value);
        case Value.Word(String number) -> elements.put(position(number), value);
        case Value.Table _ -> throw broken("a key");
      }
      unnamed += key.isEmpty() ? 1 : 0;
      skipBlanks();
      if (ahead == ';' || ahead == ',') {
        read();
        skipBlanks();
      } else if (ahead != '}') {
        throw broken("; or }");
      }
    }
    take('}');
    return new Value.Table(Map.copyOf(fields), List.copyOf(elements.values()));
  }

  private Optional<Value> key(int depth) throws IOException, BrokenList {
    if (ahead != '[') {
      return Optional.empty();
    }
    take('[');
    Value key = value(depth);
    skipBlanks();
    take(']');
    skipBlanks();
    take('=');
    return Optional.of(key);
  }

  private long position(String number) throws BrokenList {
    if (!number.matches("\\d{1,9}")) {
      throw broken("a key");
    }
    return Long.parseLong(number);
  }

  private String text() throws IOException, BrokenList {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    take('"');
    while (ahead != '"') {
      if (ahead < 0) {
        throw broken("\"");
      }
      int read = read();
      bytes.write(read == '\\' ? escaped() : read);
    }
    take('"');
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /// What stands for one byte, behind the stroke.
  private int escaped() throws IOException, BrokenList {
    if (ahead < '0' || ahead > '9') {
      int letter = ESCAPES.indexOf(ahead);
      if (ahead < 0) {
        throw broken("\"");
      }
      int read = read();
      return letter < 0 ? read : ESCAPED.charAt(letter);
    }
    int number = 0;
    for (int i = 0; i < DIGITS_OF_BYTE && ahead >= '0' && ahead <= '9'; i++) {
      number = 10 * number + (read() - '0');
    }
    return number;
  }
}
