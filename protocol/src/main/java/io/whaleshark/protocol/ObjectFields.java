package io.whaleshark.protocol;

import io.whaleshark.protocol.JsonReader.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The fields of one JSON object that a person may have written, by their names. Whatever is wrong
/// is refused by the name of the field, also one that nobody knows, or that is given twice. Null
/// counts as absent. Immutable.
public final class ObjectFields {

  private final String prefix; // of names, in what is told of an object within another one
  private final Map<String, Bytes> values = new LinkedHashMap<>(); // canonical
  private final Set<String> twice = new HashSet<>();

  private ObjectFields(String prefix) {
    this.prefix = prefix;
  }

  /// Reads an object.
  ///
  /// @param what it is, for people
  /// @throws ProtocolException MALFORMED if it is not exactly one JSON object in UTF-8, nested at
  ///   most 64 deep
  public static ObjectFields read(String what, byte[] json) {
    ObjectFields fields = new ObjectFields("");
    JsonReader reader;
    try {
      reader = CanonicalJson.reader(json);
      if (reader.value() == Token.OBJECT) {
        fields.readMembers(reader);
        if (reader.isAtEnd()) {
          return fields;
        }
      }
    } catch (ProtocolException _) {
      // The reader calls everything a body.
    }
    throw ProtocolException.malformed(what + ": not JSON (expected: one JSON object in UTF-8)");
  }

  private void readMembers(JsonReader reader) {
    while (reader.member()) {
      String name = reader.text();
      if (reader.value() == Token.NULL) {
        continue;
      }
      if (values.putIfAbsent(name, reader.copy()) != null) {
        twice.add(name);
      }
    }
  }

  /// Refuses a field beside the known ones by its name.
  public ObjectFields holdingOnly(List<String> known) {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        throw wrong(BodyFields.shown(name), "unknown", String.join(", ", known));
      }
    }
    return this;
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  /// A text that has to be there.
  public String text(String name) {
    return textIfPresent(name).orElseThrow(() -> wrong(name, "missing", "a text"));
  }

  /// A text; empty if it is absent.
  public Optional<String> textIfPresent(String name) {
    return value(name).map(value -> text(name, reader(value)));
  }

  private String text(String name, JsonReader reader) {
    if (reader.value() != Token.TEXT) {
      throw wrong(name, "not a text", "a text");
    }
    return reader.text();
  }

  /// Texts; none if they are absent.
  ///
  /// @param atMost how many there may be
  public List<String> texts(String name, int atMost) {
    Optional<Bytes> value = value(name);
    if (value.isEmpty()) {
      return List.of();
    }
    JsonReader reader = reader(value.get());
    if (reader.value() != Token.ARRAY) {
      throw wrong(name, "not an array", "an array of texts");
    }
    List<String> texts = new ArrayList<>();
    while (reader.element()) {
      if (texts.size() == atMost) {
        throw wrong(name, "too many", "at most " + atMost);
      }
      texts.add(text(name + "[" + texts.size() + "]", reader));
    }
    return texts;
  }

  /// An integer that has to be there, in 0..2^53-1.
  public long number(String name) {
    return numberIfPresent(name)
        .orElseThrow(() -> wrong(name, "missing", "0.." + Bounds.NUMBER_AT_MOST));
  }

  /// An integer in 0..2^53-1; empty if it is absent.
  public Optional<Long> numberIfPresent(String name) {
    return value(name).map(value -> number(name, reader(value)));
  }

  private long number(String name, JsonReader reader) {
    String expected = "0.." + Bounds.NUMBER_AT_MOST;
    if (reader.value() != Token.INTEGER) {
      throw wrong(name, "not an integer", expected);
    }
    int digits = Long.toString(Bounds.NUMBER_AT_MOST).length();
    if (reader.numberChars() > digits
        || reader.integer() < 0
        || reader.integer() > Bounds.NUMBER_AT_MOST) {
      throw wrong(name, "out of range", expected);
    }
    return reader.integer();
  }

  /// True or false; empty if it is absent.
  public Optional<Boolean> flag(String name) {
    return value(name)
        .map(value ->
            switch (reader(value).value()) {
              case TRUE -> true;
              case FALSE -> false;
              default -> throw wrong(name, "not a boolean", "true or false");
            });
  }

  /// A JSON value in its canonical form; empty if it is absent.
  public Optional<Bytes> json(String name) {
    return value(name);
  }

  /// The fields of an object; empty if it is absent.
  public Optional<ObjectFields> object(String name) {
    return value(name)
        .map(value -> {
          JsonReader reader = reader(value);
          if (reader.value() != Token.OBJECT) {
            throw wrong(name, "not an object", "a JSON object");
          }
          ObjectFields inner = new ObjectFields(prefix + name + ".");
          inner.readMembers(reader);
          return inner;
        });
  }

  /// The fields of several objects; none if they are absent.
  ///
  /// @param atMost how many there may be
  public List<ObjectFields> objects(String name, int atMost) {
    Optional<Bytes> value = value(name);
    if (value.isEmpty()) {
      return List.of();
    }
    JsonReader reader = reader(value.get());
    if (reader.value() != Token.ARRAY) {
      throw wrong(name, "not an array", "an array of objects");
    }
    List<ObjectFields> objects = new ArrayList<>();
    while (reader.element()) {
      if (objects.size() == atMost) {
        throw wrong(name, "too many", "at most " + atMost);
      }
      ObjectFields inner = new ObjectFields(prefix + name + "[" + objects.size() + "].");
      if (reader.value() != Token.OBJECT) {
        throw wrong(name + "[" + objects.size() + "]", "not an object", "a JSON object");
      }
      inner.readMembers(reader);
      objects.add(inner);
    }
    return objects;
  }

  /// The refusal of a field.
  public ProtocolException wrong(String name, String what, String expected) {
    return ProtocolException.malformed(
        prefix + name + ": " + what + " (expected: " + expected + ")");
  }

  /// The name of a field as it is told, with those of the objects around it.
  public String told(String name) {
    return prefix + name;
  }

  private Optional<Bytes> value(String name) {
    if (twice.contains(name)) {
      throw wrong(name, "given twice", "once");
    }
    return Optional.ofNullable(values.get(name));
  }

  private static JsonReader reader(Bytes value) {
    return CanonicalJson.reader(value.array());
  }
}
