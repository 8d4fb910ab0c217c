package io.whaleshark.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads one JSON text (RFC 8259) in place, value by value, without a tree. It is on the path of
/// every message: it creates nothing but the texts that it is asked for.
///
/// Whoever reads follows the structure. After [Token#OBJECT] it asks for each [#member()], after
/// [Token#ARRAY] for each [#element()]; behind both it takes the [#value()]. What it does not want
/// it [skips][#skip()].
///
/// Everything throws a [ProtocolException], MALFORMED, at the first byte that is not JSON. What was
/// read before stays valid. Confined to one thread.
final class JsonReader {

  /// A value, or its beginning. A number is an integer if it has neither fraction nor exponent.
  enum Token {
    OBJECT,
    ARRAY,
    TEXT,
    INTEGER,
    FRACTION,
    TRUE,
    FALSE,
    NULL
  }

  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private final byte[] json;
  private final int nestingAtMost;

  private int at;
  private int depth;

  /// Whether an object or an array has just begun, so that no comma is due.
  private boolean isBegun;

  private Token token = Token.NULL;

  /// Where the value that was read last begins.
  private int valueStart;

  // Of the name, text or number that was read last; quotes are outside.
  private int start;
  private int end;
  private boolean hasEscapes;

  /// Whether there was white space or an escape, which the canonical form may not have.
  private boolean isLoose;

  /// Stands before the value.
  ///
  /// @param json the whole text; it is not copied
  /// @param nestingAtMost how deep objects and arrays may be nested
  /// @throws ProtocolException MALFORMED if it is not UTF-8
  JsonReader(byte[] json, int nestingAtMost) {
    if (!Utf8.isWellFormed(json)) {
      throw ProtocolException.malformed("body: not UTF-8 (expected: a JSON object in UTF-8)");
    }
    this.json = json;
    this.nestingAtMost = nestingAtMost;
  }

  /// Reads the next value, of an object or array its beginning.
  Token value() {
    byte first = peek();
    valueStart = at;
    token =
        switch (first) {
          case '{' -> begin(Token.OBJECT);
          case '[' -> begin(Token.ARRAY);
          case '"' -> quoted();
          case 't' -> literal(TRUE, Token.TRUE);
          case 'f' -> literal(FALSE, Token.FALSE);
          case 'n' -> literal(NULL, Token.NULL);
          default -> number();
        };
    return token;
  }

  /// What [#value()] has returned last.
  Token token() {
    return token;
  }

  /// Moves to the next member of the object, whose name is [#text()] then.
  ///
  /// @return false if there is none: it stands behind the object
  boolean member() {
    if (isOver('}')) {
      return false;
    }
    require('"');
    quoted();
    require(':');
    at++;
    return true;
  }

  /// Moves to the next element of the array.
  ///
  /// @return false if there is none: it stands behind the array
  boolean element() {
    return !isOver(']');
  }

  /// Whether nothing but white space follows.
  boolean isAtEnd() {
    skipSpace();
    return at == json.length;
  }

  /// The name or text, or the characters of the number, that was read last.
  String text() {
    return hasEscapes
        ? JsonEscapes.undone(json, start, end)
        : new String(json, start, end - start, StandardCharsets.UTF_8);
  }

  /// The field of a request that the name means; null if there is none.
  @Nullable Field requestField() {
    return hasEscapes ? Field.requestField(text()) : Field.requestField(json, start, end);
  }

  /// How many characters the number has.
  int numberChars() {
    return end - start;
  }

  /// The integer, of at most 18 digits.
  long integer() {
    boolean isNegative = json[start] == '-';
    long value = 0;
    for (int i = isNegative ? start + 1 : start; i < end; i++) {
      value = 10 * value + json[i] - '0';
    }
    return isNegative ? -value : value;
  }

  /// Reads what is left of the value that was read last.
  void skip() {
    switch (token) {
      case OBJECT -> {
        while (member()) {
          value();
          skip();
        }
      }
      case ARRAY -> {
        while (element()) {
          value();
          skip();
        }
      }
      case TEXT, INTEGER, FRACTION, TRUE, FALSE, NULL -> {
        // It is read as a whole.
      }
    }
  }

  /// Reads what is left of the value that was read last.
  ///
  /// @return the whole value in its [canonical form][CanonicalJson]
  Bytes copy() {
    int from = valueStart;
    isLoose = token == Token.TEXT && hasEscapes;
    skip();
    if (!isLoose) {
      return Bytes.of(Arrays.copyOfRange(json, from, at));
    }
    JsonWriter canonical = new JsonWriter(at - from);
    at = from;
    value();
    copyTo(canonical);
    return Bytes.of(canonical.toBytes());
  }

  private void copyTo(JsonWriter canonical) {
    switch (token) {
      case OBJECT -> {
        canonical.startObject();
        while (member()) {
          canonical.name(text());
          value();
          copyTo(canonical);
        }
        canonical.endObject();
      }
      case ARRAY -> {
        canonical.startArray();
        while (element()) {
          value();
          copyTo(canonical);
        }
        canonical.endArray();
      }
      case TEXT -> canonical.text(text());
      case INTEGER, FRACTION -> canonical.rawAscii(text());
      case TRUE -> canonical.flag(true);
      case FALSE -> canonical.flag(false);
      case NULL -> canonical.nothing();
    }
  }

  private Token begin(Token structure) {
    if (depth == nestingAtMost) {
      throw malformed();
    }
    depth++;
    at++;
    isBegun = true;
    return structure;
  }

  private boolean isOver(char bracket) {
    byte next = peek();
    if (next == bracket) {
      depth--;
      at++;
      isBegun = false;
      return true;
    }
    if (!isBegun) {
      require(',');
      at++;
    }
    isBegun = false;
    return false;
  }

  private Token quoted() {
    at++;
    start = at;
    hasEscapes = false;
    while (true) {
      byte next = byteAt(at);
      if (next == '"') {
        break;
      } else if (next == '\\') {
        hasEscapes = true;
        escape();
      } else if (next >= 0 && next < ' ') {
        throw malformed();
      } else {
        at++;
      }
    }
    end = at;
    at++;
    isLoose |= hasEscapes;
    return Token.TEXT;
  }

  private void escape() {
    switch (byteAt(at + 1)) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at += 2;
      case 'u' -> {
        at += 2;
        for (int i = 0; i < JsonEscapes.HEX_DIGITS; i++) {
          if (Character.digit(byteAt(at), JsonEscapes.HEX) < 0) {
            throw malformed();
          }
          at++;
        }
      }
      default -> throw malformed();
    }
  }

  private Token literal(byte[] word, Token meaning) {
    for (byte letter : word) {
      if (byteAt(at) != letter) {
        throw malformed();
      }
      at++;
    }
    return meaning;
  }

  private Token number() {
    start = at;
    hasEscapes = false;
    if (json[at] == '-') {
      at++;
    }
    if (byteAt(at) == '0') {
      at++;
    } else {
      digits();
    }
    boolean isFraction = at < json.length && json[at] == '.';
    if (isFraction) {
      at++;
      digits();
    }
    if (at < json.length && (json[at] == 'e' || json[at] == 'E')) {
      isFraction = true;
      at++;
      if (byteAt(at) == '+' || json[at] == '-') {
        at++;
      }
      digits();
    }
    end = at;
    return isFraction ? Token.FRACTION : Token.INTEGER;
  }

  /// One or more.
  private void digits() {
    int from = at;
    while (at < json.length && json[at] >= '0' && json[at] <= '9') {
      at++;
    }
    if (at == from) {
      throw malformed();
    }
  }

  private void skipSpace() {
    int from = at;
    while (at < json.length && isSpace(json[at])) {
      at++;
    }
    isLoose |= at > from;
  }

  private static boolean isSpace(byte next) {
    return next == ' ' || next == '\n' || next == '\r' || next == '\t';
  }

  /// The next byte that is no white space, where it then stands.
  private byte peek() {
    skipSpace();
    return byteAt(at);
  }

  private void require(char expected) {
    if (peek() != expected) {
      throw malformed();
    }
  }

  private byte byteAt(int index) {
    if (index >= json.length) {
      at = json.length;
      throw malformed();
    }
    return json[index];
  }

  /// Says where reading stopped, and quotes nothing: the text may be private.
  private ProtocolException malformed() {
    int character = new String(json, 0, at, StandardCharsets.UTF_8).length();
    return ProtocolException.malformed(
        "body: not JSON near character "
            + character
            + " (expected: JSON, nested at most "
            + CanonicalJson.NESTING_AT_MOST
            + " deep)");
  }
}
