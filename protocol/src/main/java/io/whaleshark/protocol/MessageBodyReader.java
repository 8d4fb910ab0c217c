package io.whaleshark.protocol;

import io.whaleshark.protocol.JsonReader.Token;
import io.whaleshark.protocol.MessageBody.Attachment;
import io.whaleshark.protocol.MessageBody.Card;
import io.whaleshark.protocol.MessageBody.CardField;
import io.whaleshark.protocol.MessageBody.Content;
import io.whaleshark.protocol.MessageBody.ForeignJson;
import io.whaleshark.protocol.MessageBody.PlainText;
import io.whaleshark.protocol.MessageBody.ReplyTo;
import io.whaleshark.protocol.MessageBody.SystemText;
import io.whaleshark.protocol.MessageBody.UnknownKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads bodies that others have sent. It takes what makes sense, up to its bounds, and never
/// throws. Confined to one thread.
final class MessageBodyReader {
  /// ASCII only: an address cannot look like another one.
  private static final Pattern ADDRESS = Pattern.compile("(?i)https?://[!-~]+");

  /// The members that are texts, by name; of two with one name, the last.
  private final Map<String, String> texts = new HashMap<>();

  private @Nullable Long sizeBytes;
  private @Nullable ReplyTo replyTo;
  private List<String> mentions = List.of();
  private List<CardField> fields = List.of();

  static MessageBody read(Bytes json) {
    var foreign = new MessageBody(new ForeignJson(json), "", null, List.of(), null);
    try {
      JsonReader reader = CanonicalJson.reader(json.array());
      Token token = reader.value();
      if (token == Token.TEXT) {
        String text = reader.text();
        CanonicalJson.expectEnd(reader);
        return MessageBody.ofText(text);
      }
      if (token != Token.OBJECT) {
        return foreign;
      }
      var body = new MessageBodyReader();
      while (reader.member()) {
        body.member(reader.text(), reader);
      }
      CanonicalJson.expectEnd(reader);
      Content content = body.content(json);
      return content == null ? foreign : body.whole(content);
    } catch (ProtocolException _) {
      return foreign; // not JSON at all, which no server passes on
    }
  }

  static boolean isAddress(String url) {
    return url.length() <= MessageBody.URL_CHARS_AT_MOST && ADDRESS.matcher(url).matches();
  }

  /// The first characters of a text; none is cut in two.
  static String cut(String text, int charsAtMost) {
    return text.codePointCount(0, text.length()) <= charsAtMost
        ? text
        : text.substring(0, text.offsetByCodePoints(0, charsAtMost));
  }

  private void member(String name, JsonReader reader) {
    texts.remove(name);
    reader.value();
    switch (name) {
      case "sizeBytes" -> {
        sizeBytes = number(reader);
        reader.skip();
      }
      case "replyTo" -> replyTo = reply(reader);
      case "mentions" -> mentions = users(reader);
      case "fields" -> fields = cardFields(reader);
      default -> textMember(name, reader);
    }
  }

  private void textMember(String name, JsonReader reader) {
    if (reader.token() == Token.TEXT) {
      texts.put(name, reader.text());
    } else {
      texts.remove(name);
    }
    reader.skip();
  }

  private @Nullable Content content(Bytes json) {
    String kind = texts.get("kind");
    String url = texts.get("url");
    String address = url != null && isAddress(url) ? url : null;
    return switch (kind == null ? "text" : kind) {
      case "text" -> texts.containsKey("text") ? new PlainText() : null;
      case "system" -> texts.containsKey("text") ? new SystemText() : null;
      case "card" -> {
        String title = text("title", MessageBody.TITLE_CHARS_AT_MOST);
        yield title.isEmpty() ? null : new Card(title, address, fields);
      }
      case "file", "image" -> {
        String name = text("name", MessageBody.FILE_NAME_CHARS_AT_MOST);
        yield name.isEmpty() || address == null
            ? null
            : new Attachment("image".equals(kind), name, address, sizeBytes);
      }
      default -> new UnknownKind(text("kind", MessageBody.KIND_CHARS_AT_MOST), json);
    };
  }

  private MessageBody whole(Content content) {
    String instead =
        switch (content) {
          case Card card -> card.title();
          case Attachment file -> file.name();
          default -> "";
        };
    String from = texts.get("forwardedFrom");
    String text = texts.getOrDefault("text", instead);
    return new MessageBody(content, text, replyTo, mentions, isId(from) ? from : null);
  }

  private String text(String name, int charsAtMost) {
    return cut(texts.getOrDefault(name, ""), charsAtMost);
  }

  private static @Nullable Long number(JsonReader reader) {
    boolean isShort =
        reader.token() == Token.INTEGER
            && reader.numberChars() <= Long.toString(Bounds.NUMBER_AT_MOST).length();
    long number = isShort ? reader.integer() : -1;
    return number < 0 || number > Bounds.NUMBER_AT_MOST ? null : number;
  }

  private static @Nullable ReplyTo reply(JsonReader reader) {
    if (reader.token() != Token.OBJECT) {
      reader.skip();
      return null;
    }
    Long sequence = null;
    String from = null;
    String excerpt = "";
    while (reader.member()) {
      String name = reader.text();
      String text = reader.value() == Token.TEXT ? reader.text() : null;
      switch (name) {
        case "messageSequence" -> sequence = number(reader);
        case "fromId" -> from = text;
        case "text" -> excerpt = text == null ? "" : text;
        default -> {
          // A later version's.
        }
      }
      reader.skip();
    }
    return sequence == null || sequence == 0 || from == null || !isId(from)
        ? null
        : new ReplyTo(sequence, from, cut(excerpt, MessageBody.EXCERPT_CHARS_AT_MOST));
  }

  private static List<String> users(JsonReader reader) {
    Set<String> users = new LinkedHashSet<>();
    if (reader.token() != Token.ARRAY) {
      reader.skip();
      return List.of();
    }
    while (reader.element()) {
      String user = reader.value() == Token.TEXT ? reader.text() : null;
      if (users.size() < MessageBody.MENTIONS_AT_MOST && user != null && isId(user)) {
        users.add(user);
      }
      reader.skip();
    }
    return List.copyOf(users);
  }

  private static List<CardField> cardFields(JsonReader reader) {
    List<CardField> fields = new ArrayList<>();
    if (reader.token() != Token.ARRAY) {
      reader.skip();
      return fields;
    }
    for (int i = 0; reader.element(); i++) {
      if (reader.value() == Token.OBJECT) {
        CardField field = cardField(reader);
        if (field != null && i < MessageBody.FIELDS_AT_MOST) {
          fields.add(field);
        }
      } else {
        reader.skip();
      }
    }
    return fields;
  }

  private static @Nullable CardField cardField(JsonReader reader) {
    var field = new MessageBodyReader();
    while (reader.member()) {
      String name = reader.text();
      reader.value();
      field.textMember(name, reader);
    }
    String name = field.text("name", MessageBody.FIELD_NAME_CHARS_AT_MOST);
    String value = field.text("value", MessageBody.FIELD_VALUE_CHARS_AT_MOST);
    return name.isEmpty() ? null : new CardField(name, value);
  }

  private static boolean isId(@Nullable String user) {
    return user != null
        && !user.isEmpty()
        && user.length() <= Bounds.ID_CHARS_AT_MOST
        && user.codePoints()
            .noneMatch(
                c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
  }
}
