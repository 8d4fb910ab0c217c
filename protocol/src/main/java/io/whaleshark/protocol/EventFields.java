package io.whaleshark.protocol;

import static io.whaleshark.protocol.Bounds.refusal;

import io.whaleshark.protocol.JsonReader.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An object that the server sent, as a tree of plain values for a client to read.
///
/// `messageBody` and `extra` are kept as canonical bytes at any depth, so they are preserved
/// exactly. Null counts as absent. Every accessor throws a [ProtocolException] for a value of the
/// wrong type. Confined to one thread.
final class EventFields {
  private static final int NUMBER_CHARS_AT_MOST = 17;

  /// [String], [Long], [Boolean], [Bytes], [EventFields], or a list of these; [#OTHER] for types
  /// that no event uses.
  private final Map<String, Object> values;

  private static final Object OTHER = new Object();

  private EventFields(Map<String, Object> values) {
    this.values = values;
  }

  static EventFields of(byte[] json) {
    JsonReader reader = CanonicalJson.reader(json);
    if (reader.value() != Token.OBJECT) {
      throw ProtocolException.malformed("body: not an object (expected: a JSON object)");
    }
    var fields = object(reader);
    CanonicalJson.expectEnd(reader);
    return fields;
  }

  private static EventFields object(JsonReader reader) {
    Map<String, Object> values = new HashMap<>();
    while (reader.member()) {
      String name = reader.text();
      if (reader.value() != Token.NULL) {
        boolean isJson = name.equals(Field.MESSAGE_BODY.text()) || name.equals(Field.EXTRA.text());
        values.put(name, isJson ? reader.copy() : value(reader));
      }
    }
    return new EventFields(values);
  }

  private static List<Object> array(JsonReader reader) {
    List<Object> values = new ArrayList<>();
    while (reader.element()) {
      reader.value();
      values.add(value(reader));
    }
    return values;
  }

  private static Object value(JsonReader reader) {
    return switch (reader.token()) {
      case OBJECT -> object(reader);
      case ARRAY -> array(reader);
      case TEXT -> reader.text();
      case INTEGER -> reader.numberChars() > NUMBER_CHARS_AT_MOST ? OTHER : reader.integer();
      case TRUE -> true;
      case FALSE -> false;
      case FRACTION, NULL -> OTHER;
    };
  }

  private <T> @Nullable T ifPresent(Field field, Class<T> kind) {
    var value = values.get(field.text());
    if (value == null) {
      return null;
    }
    if (!kind.isInstance(value)) {
      throw refusal(field, "another kind of value", kind.getSimpleName());
    }
    return kind.cast(value);
  }

  private <T> T get(Field field, Class<T> kind) {
    var value = ifPresent(field, kind);
    if (value == null) {
      throw refusal(field, "missing", kind.getSimpleName());
    }
    return value;
  }

  String text(Field field) {
    return get(field, String.class);
  }

  @Nullable String textIfPresent(Field field) {
    return ifPresent(field, String.class);
  }

  /// A number of any value; the records check the range.
  @Nullable Long numberIfPresent(Field field) {
    return ifPresent(field, Long.class);
  }

  long number(Field field) {
    return get(field, Long.class);
  }

  int int32(Field field) {
    long number = number(field);
    if (number != (int) number) {
      throw refusal(field, Long.toString(number), "32 bits");
    }
    return (int) number;
  }

  /// Absent is false.
  boolean flag(Field field) {
    return Boolean.TRUE.equals(ifPresent(field, Boolean.class));
  }

  @Nullable Boolean flagIfPresent(Field field) {
    return ifPresent(field, Boolean.class);
  }

  Bytes json(Field field) {
    return get(field, Bytes.class);
  }

  @Nullable Bytes jsonIfPresent(Field field) {
    return ifPresent(field, Bytes.class);
  }

  EventFields object(Field field) {
    return get(field, EventFields.class);
  }

  @Nullable EventFields objectIfPresent(Field field) {
    return ifPresent(field, EventFields.class);
  }

  List<EventFields> objects(Field field) {
    return list(field, EventFields.class);
  }

  List<String> texts(Field field) {
    return list(field, String.class);
  }

  private <T> List<T> list(Field field, Class<T> kind) {
    List<T> items = new ArrayList<>();
    for (Object value : get(field, List.class)) {
      if (!kind.isInstance(value)) {
        throw refusal(field, "another kind of element", kind.getSimpleName());
      }
      items.add(kind.cast(value));
    }
    return items;
  }

  boolean has(Field field) {
    return values.containsKey(field.text());
  }

  ConversationType conversationType() {
    long number = number(Field.CONVERSATION_TYPE);
    var type = ConversationType.of(number);
    if (type == null) {
      throw refusal(Field.CONVERSATION_TYPE, Long.toString(number), "0 or 1");
    }
    return type;
  }

  /// The conversation that `conversationType` and `toId` or `groupId` name.
  Peer peer() {
    var type = conversationType();
    return new Peer(type, text(type == ConversationType.DIRECT ? Field.TO_ID : Field.GROUP_ID));
  }

  /// The user from whose point of view a message's `conversationId` was made.
  ///
  /// Ids may contain the separator, so the owner is derived from the message's other fields. If
  /// both interpretations fit, it is the sender.
  String owner() {
    var id = text(Field.CONVERSATION_ID);
    var to = peer();
    if (to.type() == ConversationType.DIRECT) {
      var fromId = text(Field.FROM_ID);
      return id.equals("0_" + fromId + "_" + to.id()) ? fromId : to.id();
    }
    var tail = "_" + to.id();
    if (!id.startsWith("1_") || !id.endsWith(tail) || id.length() < 2 + tail.length()) {
      throw refusal(Field.CONVERSATION_ID, "another conversation", "1_{owner}_{groupId}");
    }
    return id.substring(2, id.length() - tail.length());
  }
}
