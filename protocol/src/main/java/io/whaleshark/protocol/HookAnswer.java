package io.whaleshark.protocol;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

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
    try (var parser = CanonicalJson.parser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw ProtocolException.malformed("answer: not an object (expected: a JSON object)");
      }
      Reading reading = new Reading();
      for (var name = parser.nextName(); name != null; name = parser.nextName()) {
        parser.nextToken();
        reading.field(name, parser);
      }
      CanonicalJson.expectEnd(parser);
      return reading.result();
    } catch (JacksonException e) {
      throw CanonicalJson.malformed(e);
    }
  }

  /// The fields that were read so far.
  private static final class Reading {
    private @Nullable Boolean allow;
    private @Nullable Boolean deny;
    private String reason = "";
    private @Nullable Bytes messageBody;
    private @Nullable Bytes extra;

    void field(String name, JsonParser parser) {
      if (parser.currentToken() == JsonToken.VALUE_NULL) {
        return;
      }
      switch (name) {
        case "allow" -> allow = flag(name, parser);
        case "deny" -> deny = flag(name, parser);
        case "reason" -> reason = text(name, parser);
        case "messageBody" -> messageBody = CanonicalJson.copy(parser);
        case "extra" -> extra = CanonicalJson.copy(parser);
        default -> parser.skipChildren();
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

    private static boolean flag(String name, JsonParser parser) {
      return switch (parser.currentToken()) {
        case VALUE_TRUE -> true;
        case VALUE_FALSE -> false;
        default -> throw wrong(name, "true or false");
      };
    }

    private static String text(String name, JsonParser parser) {
      if (parser.currentToken() != JsonToken.VALUE_STRING) {
        throw wrong(name, "a text");
      }
      return parser.getString();
    }

    private static ProtocolException wrong(String name, String expected) {
      return ProtocolException.malformed(name + ": something else (expected: " + expected + ")");
    }
  }
}
