package io.whaleshark.server.push.service;

import io.whaleshark.core.model.Message;
import io.whaleshark.server.config.PushConfig;
import io.whaleshark.server.push.port.PushMessage;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The text of a message that a notification shows. Stateless.
final class Preview {

  /// The key of the text that the app shows in the language of the phone, where no text of the
  /// message is shown. Its one argument is the sender.
  static final String KEY = "NEW_MESSAGE";

  private static final String CUT = "…";
  private static final int CUT_BYTES = 3;
  private static final int ESCAPE_BYTES = 6;

  private Preview() {}

  /// The body is the app's, in any form: only a text in its field `text`, or a body that is a text,
  /// is one to show.
  static Optional<String> of(PushMessage.Alert alert, PushConfig.Content content) {
    return content == PushConfig.Content.NONE
        ? Optional.empty()
        : alert.message().newest().flatMap(Preview::text);
  }

  private static Optional<String> text(Message.Sent content) {
    try {
      JsonNode body = JsonMapper.shared().readTree(content.body().bytes());
      JsonNode text = body.isObject() ? body.path("text") : body;
      return Optional.of(text).filter(JsonNode::isString).map(JsonNode::asString);
    } catch (JacksonException _) {
      return Optional.empty(); // nested deeper than anybody reads
    }
  }

  /// Writes a payload with as much of a text as it may have.
  ///
  /// @param write makes the payload with a text
  static byte[] fit(
      Optional<String> text, int bytesAtMost, Function<Optional<String>, byte[]> write) {
    byte[] whole = write.apply(text);
    if (whole.length <= bytesAtMost || text.isEmpty()) {
      return whole;
    }
    int room = bytesAtMost - write.apply(Optional.of("")).length - CUT_BYTES;
    return write.apply(Optional.of(cut(text.get(), room) + CUT));
  }

  /// As much of a text as has room in a text of JSON.
  private static String cut(String text, int room) {
    int left = room;
    int end = 0;
    while (end < text.length()) {
      int point = text.codePointAt(end);
      left -= bytes(point);
      if (left < 0) {
        break;
      }
      end += Character.charCount(point);
    }
    return text.substring(0, end);
  }

  /// At most so many, in UTF-8 and escaped.
  private static int bytes(int point) {
    boolean isHalfAPair = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    if (point < ' ' || isHalfAPair) {
      return ESCAPE_BYTES;
    }
    if (point == '"' || point == '\\') {
      return 2;
    }
    if (point < 0x80) {
      return 1;
    }
    return point < 0x800 ? 2 : Character.charCount(point) + 2;
  }
}
