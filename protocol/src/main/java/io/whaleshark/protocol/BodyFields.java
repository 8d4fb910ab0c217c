package io.whaleshark.protocol;

import static io.whaleshark.protocol.Bounds.refusal;

import io.whaleshark.protocol.JsonReader.Token;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The top-level fields of one client's JSON object, read in one pass without a tree.
///
/// Keeps only the fields that some request has; JSON values (`messageBody`, `extra`, `data`) are
/// kept as canonical bytes. An invalid value is recorded as a fault in its slot and reported only
/// when that field is read, so a stray `toId` in a LOGIN does no harm. Null counts as absent. Two
/// values of one field are a fault too: whatever stands between client and server may read the
/// other one. The fields before a syntax error stay readable. Confined to one thread.
final class BodyFields {
  /// A longer number can't be valid on the wire; 2^53-1 has one digit less.
  private static final int NUMBER_CHARS_AT_MOST = 17;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /// Null if there may be any.
  private final @Nullable List<Field> known;

  /// The first that is not known.
  private @Nullable String unknown;

  /// A [String], a [Bytes], [#NUMBER] with the number beside it, or a [Fault].
  private final @Nullable Object[] values = new @Nullable Object[Field.SLOTS];

  private long[] numbers = NONE; // of the slots, from the first number on

  private static final long[] NONE = {};

  /// Stands for a number or, as 0 or 1, for a flag.
  private static final Object NUMBER = new Object();

  /// The description of a value of the wrong kind.
  private record Fault(String found) {
    static final Fault TEXT = new Fault("a text");
    static final Fault A_NUMBER = new Fault("a number");
    static final Fault BOOLEAN = new Fault("a boolean");
    static final Fault OBJECT = new Fault("an object");
    static final Fault ARRAY = new Fault("an array");
    static final Fault FRACTION = new Fault("a number with fraction or exponent");
    static final Fault DIGITS = new Fault("a number of more than 16 digits");
    static final Fault TWICE = new Fault("given twice");
  }

  /// Reads as a frame does: nobody minds a field that nobody knows.
  BodyFields() {
    known = null;
  }

  /// Notes fields beside the known ones, for [#refuseUnknown].
  BodyFields(List<Field> known) {
    this.known = known;
  }

  /// Reads a body.
  ///
  /// @throws ProtocolException MALFORMED if it isn't one JSON object in UTF-8, nested at most 64
  ///   deep
  void readBody(byte[] body) {
    readObject(CanonicalJson.reader(body));
  }

  /// Reads a text envelope, whose `data` is a body.
  ///
  /// @throws ProtocolException MALFORMED if it isn't one JSON object in UTF-8, nested at most 65
  ///   deep
  void readEnvelope(byte[] envelope) {
    readObject(CanonicalJson.envelopeReader(envelope));
  }

  private void readObject(JsonReader reader) {
    if (reader.value() != Token.OBJECT) {
      throw ProtocolException.malformed("body: not an object (expected: a JSON object)");
    }
    readFields(reader);
    CanonicalJson.expectEnd(reader);
  }

  /// Reads the fields of an object that has begun, up to its end.
  void readFields(JsonReader reader) {
    while (reader.member()) {
      Field field = reader.requestField();
      if (known != null && (field == null || !known.contains(field))) {
        unknown = unknown == null ? reader.text() : unknown;
        field = null;
      }
      Token token = reader.value();
      if (field == null) {
        reader.skip();
      } else if (token != Token.NULL) {
        Object value = value(field, token, reader);
        values[field.slot()] = values[field.slot()] == null ? value : Fault.TWICE;
      }
    }
  }

  /// Refuses a field beside the known ones by its name.
  void refuseUnknown() {
    if (known != null && unknown != null) {
      String expected = known.stream().map(Field::text).collect(Collectors.joining(", "));
      throw ProtocolException.malformed(shown(unknown) + ": unknown (expected: " + expected + ")");
    }
  }

  /// The name of a field that a client chose, if it can be nothing but a name.
  static String shown(String name) {
    return NAME.matcher(name).matches() ? name : "a field";
  }

  private Object value(Field field, Token token, JsonReader reader) {
    return switch (field.kind()) {
      case TEXT -> token == Token.TEXT ? reader.text() : fault(token, reader);
      case NUMBER -> token == Token.INTEGER ? number(field, reader) : fault(token, reader);
      case FLAG -> token == Token.INTEGER ? number(field, reader) : bool(field, token, reader);
      case BOOLEAN -> bool(field, token, reader);
      case JSON -> reader.copy();
      case NONE -> throw new IllegalStateException(field + " (expected: a field of a request)");
    };
  }

  private Object number(Field field, JsonReader reader) {
    return reader.numberChars() > NUMBER_CHARS_AT_MOST
        ? Fault.DIGITS
        : keep(field, reader.integer());
  }

  private Object keep(Field field, long number) {
    if (numbers == NONE) {
      numbers = new long[Field.SLOTS];
    }
    numbers[field.slot()] = number;
    return NUMBER;
  }

  private Object bool(Field field, Token token, JsonReader reader) {
    return token == Token.TRUE || token == Token.FALSE
        ? keep(field, token == Token.TRUE ? 1 : 0)
        : fault(token, reader);
  }

  private static Fault fault(Token token, JsonReader reader) {
    reader.skip();
    return switch (token) {
      case TEXT -> Fault.TEXT;
      case INTEGER -> Fault.A_NUMBER;
      case FRACTION -> Fault.FRACTION;
      case TRUE, FALSE -> Fault.BOOLEAN;
      case ARRAY -> Fault.ARRAY;
      case OBJECT -> Fault.OBJECT;
      case NULL -> throw new IllegalStateException("null (expected: a value)");
    };
  }

  boolean has(Field field) {
    return values[field.slot()] != null;
  }

  String text(Field field) {
    var text = textIfPresent(field);
    if (text == null) {
      throw missing(field);
    }
    return text;
  }

  @Nullable String textIfPresent(Field field) {
    var value = values[field.slot()];
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw wrong(field, value);
  }

  long number(Field field) {
    var number = numberIfPresent(field);
    if (number == null) {
      throw missing(field);
    }
    return number;
  }

  long number(Field field, long whenAbsent) {
    var number = numberIfPresent(field);
    return number == null ? whenAbsent : number;
  }

  @Nullable Long numberIfPresent(Field field) {
    var value = values[field.slot()];
    if (value == null) {
      return null;
    }
    if (value != NUMBER) {
      throw wrong(field, value);
    }
    return numbers[field.slot()];
  }

  /// A header field of an envelope; 0 if it is absent.
  int int32(Field field) {
    long number = number(field, 0);
    if (number != (int) number) {
      throw refusal(field, Long.toString(number), field.expected());
    }
    return (int) number;
  }

  /// The command of an envelope if it could be read, else 0.
  int recoveredCommand() {
    long number = values[Field.COMMAND.slot()] == NUMBER ? numbers[Field.COMMAND.slot()] : 0;
    return number == (int) number ? (int) number : 0;
  }

  boolean flag(Field field) {
    var flag = flagIfPresent(field);
    if (flag == null) {
      throw missing(field);
    }
    return flag;
  }

  @Nullable Boolean flagIfPresent(Field field) {
    var value = values[field.slot()];
    if (value == null) {
      return null;
    }
    if (value != NUMBER || (numbers[field.slot()] | 1) != 1) {
      throw wrong(field, value);
    }
    return numbers[field.slot()] == 1;
  }

  Bytes json(Field field) {
    var json = jsonIfPresent(field);
    if (json == null) {
      throw missing(field);
    }
    return json;
  }

  @Nullable Bytes jsonIfPresent(Field field) {
    var value = values[field.slot()];
    if (value == null || value instanceof Bytes) {
      return (Bytes) value;
    }
    throw wrong(field, value);
  }

  static ProtocolException missing(Field field) {
    return refusal(field, "missing", field.expected());
  }

  private static ProtocolException wrong(Field field, Object value) {
    return refusal(
        field,
        value instanceof Fault fault ? fault.found() : "another number",
        value == Fault.TWICE ? "once" : field.expected());
  }

  /// A valid id, to identify what is refused; null if the field is absent or invalid.
  @Nullable String recovered(Field field, Consumer<String> check) {
    if (!(values[field.slot()] instanceof String text)) {
      return null;
    }
    try {
      check.accept(text);
      return text;
    } catch (ProtocolException _) {
      // The id that should identify the refused request is itself invalid; the refusal then goes
      // without it.
      return null;
    }
  }
}
