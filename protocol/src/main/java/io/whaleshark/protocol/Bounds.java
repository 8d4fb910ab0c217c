package io.whaleshark.protocol;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The bounds of all values on the wire, each checked in one place. A violation throws a
/// [ProtocolException].
final class Bounds {
  /// The largest integer on the wire, 2^53-1: JavaScript and Redis scores represent it exactly.
  static final long NUMBER_AT_MOST = (1L << 53) - 1;

  static final int ID_CHARS_AT_MOST = 128;
  static final int REQUEST_ID_CHARS_AT_MOST = 64;
  static final int TOKEN_CHARS_AT_MOST = 8192;
  static final int PUSH_TOKEN_BYTES_AT_MOST = 4096;
  static final int LIMIT_DEFAULT = 100;
  static final int LIMIT_AT_MOST = 500;
  static final int COUNTED_SEQUENCES_AT_MOST = 200;
  static final int REACTION_BYTES_AT_MOST = 32;

  private Bounds() {}

  /// A user's, group's or message's id: 1..128 characters, none of them a control character or half
  /// a surrogate pair.
  static void id(Field field, String value) {
    text(field, value, ID_CHARS_AT_MOST);
  }

  static void idIfPresent(Field field, @Nullable String value) {
    if (value != null) {
      id(field, value);
    }
  }

  /// A client's own id of a request: 0..64 Unicode characters.
  static void requestId(@Nullable String value) {
    if (value != null) {
      int count = value.codePointCount(0, value.length());
      if (count > REQUEST_ID_CHARS_AT_MOST) {
        throw refusal(Field.REQUEST_ID, count + " characters", "0.." + REQUEST_ID_CHARS_AT_MOST);
      }
      characters(Field.REQUEST_ID, value);
    }
  }

  /// The fields that any request may have: its sender, and the client's request id.
  static void caller(@Nullable String fromId, @Nullable String requestId) {
    idIfPresent(Field.FROM_ID, fromId);
    requestId(requestId);
  }

  /// A text of which only the length is bounded, such as a token: whoever checks it refuses every
  /// bad one in the same way.
  static void length(Field field, String value, int charsAtMost) {
    if (value.isEmpty() || value.length() > charsAtMost) {
      throw refusal(field, value.length() + " characters", "1.." + charsAtMost);
    }
  }

  static void text(Field field, String value, int charsAtMost) {
    length(field, value, charsAtMost);
    characters(field, value);
  }

  private static void characters(Field field, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isISOControl(c)) {
        throw refusal(field, "a control character", "none");
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == value.length()
            || !Character.isLowSurrogate(value.charAt(i + 1))) {
          throw refusal(field, "an unpaired surrogate", "valid Unicode");
        }
        i++;
      }
    }
  }

  /// A text whose length is bounded in UTF-8 bytes.
  static void utf8(Field field, String value, int bytesAtMost) {
    text(field, value, bytesAtMost);
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > bytesAtMost) {
      throw refusal(field, bytes + " bytes", "1.." + bytesAtMost);
    }
  }

  /// A sequence, key, time or count: 0..2^53-1.
  static void number(Field field, long value) {
    if (value < 0 || value > NUMBER_AT_MOST) {
      throw refusal(field, Long.toString(value), "0.." + NUMBER_AT_MOST);
    }
  }

  static void numberIfPresent(Field field, @Nullable Long value) {
    if (value != null) {
      number(field, value);
    }
  }

  /// The sign of a reaction: 1..32 bytes of UTF-8. The server asks more of it.
  static void reaction(String value) {
    utf8(Field.REACTION, value, REACTION_BYTES_AT_MOST);
  }

  /// A range of sequences, both inclusive, of which each is looked at: at most 200.
  static void range(long fromSequence, long toSequence) {
    number(Field.FROM_SEQUENCE, fromSequence);
    number(Field.TO_SEQUENCE, toSequence);
    if (toSequence < fromSequence || toSequence - fromSequence >= COUNTED_SEQUENCES_AT_MOST) {
      long last = fromSequence + COUNTED_SEQUENCES_AT_MOST - 1;
      throw refusal(Field.TO_SEQUENCE, Long.toString(toSequence), fromSequence + ".." + last);
    }
  }

  /// A page size: below 1 is refused, above 500 is treated as 500.
  static int limit(long value) {
    if (value < 1) {
      throw refusal(Field.MAX_LIMIT, Long.toString(value), Field.MAX_LIMIT.expected());
    }
    return (int) Math.min(value, LIMIT_AT_MOST);
  }

  /// A required JSON value; the caller must pass canonical JSON.
  static void json(Field field, Bytes value) {
    if (value.size() == 0) {
      throw refusal(field, "0 bytes", "a JSON value");
    }
  }

  /// What a message carries; the caller must pass canonical JSON.
  static void content(Bytes messageBody, @Nullable Bytes extra) {
    json(Field.MESSAGE_BODY, messageBody);
    if (extra != null) {
      json(Field.EXTRA, extra);
    }
  }

  static ProtocolException refusal(Field field, String actual, String expected) {
    return ProtocolException.malformed(
        field.text() + ": " + actual + " (expected: " + expected + ")");
  }
}
