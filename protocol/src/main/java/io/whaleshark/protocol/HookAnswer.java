package io.whaleshark.protocol;

import io.whaleshark.protocol.JsonReader.Token;
import org.jspecify.annotations.Nullable;

/// What an app's hook answers when it is asked about a message that is about to be sent: `{allow}`,
/// `{deny, reason}`, or another `messageBody` or `extra`. Immutable.
///
/// @param isDenied whether the message is refused
/// @param reason why, for its sender; empty if the hook does not say
/// @param messageBody takes the place of the one that was sent; null if that stays
/// @param extra takes the place of the one that was sent; null if that stays
public record HookAnswer(
    boolean isDenied, String reason, @Nullable Bytes messageBody, @Nullable Bytes extra) {

  /// Reads an answer. Unknown fields and nulls are ignored.
  ///
  /// @throws ProtocolException if it says neither that the message may be sent, nor that it may
  ///   not, nor what is sent in its place
  public static HookAnswer read(byte[] body) {
    JsonReader reader = CanonicalJson.reader(body);
    if (reader.value() != Token.OBJECT) {
      throw ProtocolException.malformed("answer: not an object (expected: a JSON object)");
    }
    Reading reading = new Reading();
    while (reader.member()) {
      String name = reader.text();
      reader.value();
      reading.field(name, reader);
    }
    CanonicalJson.expectEnd(reader);
    return reading.result();
  }

  /// The fields that were read so far.
  private static final class Reading {
    private @Nullable Boolean allow;
    private @Nullable Boolean deny;
    private String reason = "";
    private @Nullable Bytes messageBody;
    private @Nullable Bytes extra;

    void field(String name, JsonReader reader) {
      if (reader.token() == Token.NULL) {
        return;
      }
      switch (name) {
        case "allow" -> allow = flag(name, reader);
        case "deny" -> deny = flag(name, reader);
        case "reason" -> reason = text(name, reader);
        case "messageBody" -> messageBody = reader.copy();
        case "extra" -> extra = reader.copy();
        default -> reader.skip();
      }
    }

    HookAnswer result() {
      if (Boolean.TRUE.equals(deny) || Boolean.FALSE.equals(allow)) {
        return new HookAnswer(true, reason, null, null);
      }
      if (allow == null && messageBody == null && extra == null) {
        throw ProtocolException.malformed(
            "answer: says nothing (expected: allow, deny, messageBody or extra)");
      }
      return new HookAnswer(false, "", messageBody, extra);
    }

    private static boolean flag(String name, JsonReader reader) {
      return switch (reader.token()) {
        case TRUE -> true;
        case FALSE -> false;
        default -> throw wrong(name, "true or false");
      };
    }

    private static String text(String name, JsonReader reader) {
      if (reader.token() != Token.TEXT) {
        throw wrong(name, "a text");
      }
      return reader.text();
    }

    private static ProtocolException wrong(String name, String expected) {
      return ProtocolException.malformed(name + ": something else (expected: " + expected + ")");
    }
  }
}
