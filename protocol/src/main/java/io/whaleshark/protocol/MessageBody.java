package io.whaleshark.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a message says, in the shape that clients agree on: `docs/message-body.md`. The server
/// passes bodies on and never looks, so whatever JSON others have sent is [read][#read(Bytes)].
/// Immutable, within its bounds once it exists.
///
/// @param text what a client shows that knows nothing else of the body; empty if there is nothing
///   to say
/// @param replyTo the message that this one answers; null if it answers none
/// @param mentions the users whom the text mentions, as `@` and their id
/// @param forwardedFrom the author of the message that this one repeats, as its sender says; null
///   if it repeats none
public record MessageBody(
    Content content,
    String text,
    @Nullable ReplyTo replyTo,
    List<String> mentions,
    @Nullable String forwardedFrom) {

  static final int KIND_CHARS_AT_MOST = 64;
  static final int EXCERPT_CHARS_AT_MOST = 300;
  static final int MENTIONS_AT_MOST = 100;
  static final int TITLE_CHARS_AT_MOST = 200;
  static final int FIELDS_AT_MOST = 20;
  static final int FIELD_NAME_CHARS_AT_MOST = 100;
  static final int FIELD_VALUE_CHARS_AT_MOST = 1_000;
  static final int FILE_NAME_CHARS_AT_MOST = 255;
  static final int URL_CHARS_AT_MOST = 2_048;

  /// What a body holds beside its text.
  public sealed interface Content {}

  /// The text is all.
  public record PlainText() implements Content {}

  /// A text that no person has typed, such as that somebody has changed a topic. It is what its
  /// sender says: anybody can send one.
  public record SystemText() implements Content {}

  /// A card.
  ///
  /// @param url where it leads, http or https; null if nowhere
  public record Card(String title, @Nullable String url, List<CardField> fields)
      implements Content {
    public Card {
      chars("title", title, 1, TITLE_CHARS_AT_MOST);
      address(url);
      if (fields.size() > FIELDS_AT_MOST) {
        throw refusal("fields", fields.size(), "at most " + FIELDS_AT_MOST);
      }
      fields = List.copyOf(fields);
    }
  }

  /// A line of a card.
  public record CardField(String name, String value) {
    public CardField {
      chars("name", name, 1, FIELD_NAME_CHARS_AT_MOST);
      chars("value", value, 0, FIELD_VALUE_CHARS_AT_MOST);
    }
  }

  /// A file that is kept somewhere else.
  ///
  /// @param url where it is, http or https
  /// @param sizeBytes null if it is unknown
  public record Attachment(boolean isImage, String name, String url, @Nullable Long sizeBytes)
      implements Content {
    public Attachment {
      chars("name", name, 1, FILE_NAME_CHARS_AT_MOST);
      address(url);
      if (sizeBytes != null && (sizeBytes < 0 || sizeBytes > Bounds.NUMBER_AT_MOST)) {
        throw refusal("sizeBytes", sizeBytes, "0.." + Bounds.NUMBER_AT_MOST);
      }
    }
  }

  /// A kind of a later version, or of another program.
  ///
  /// @param json the whole body
  public record UnknownKind(String kind, Bytes json) implements Content {}

  /// JSON of another program, in no agreed shape.
  ///
  /// @param json the whole body
  public record ForeignJson(Bytes json) implements Content {}

  /// The message that another one answers, in the same conversation. Author and excerpt are what
  /// the answer says.
  ///
  /// @param text the beginning of the message's text
  public record ReplyTo(long messageSequence, String fromId, String text) {
    public ReplyTo {
      Bounds.number(Field.MESSAGE_SEQUENCE, messageSequence);
      Bounds.id(Field.FROM_ID, fromId);
      chars("text", text, 0, EXCERPT_CHARS_AT_MOST);
      if (messageSequence == 0) {
        throw refusal("messageSequence", 0, "1 or more");
      }
    }

    /// What an answer to a message says of it.
    public static ReplyTo of(ChatMessage message) {
      var text = MessageBodyReader.cut(read(message.messageBody()).text(), EXCERPT_CHARS_AT_MOST);
      return new ReplyTo(message.messageSequence(), message.fromId(), text);
    }
  }

  public MessageBody {
    if (mentions.size() > MENTIONS_AT_MOST) {
      throw refusal("mentions", mentions.size(), "at most " + MENTIONS_AT_MOST);
    }
    mentions.forEach(user -> Bounds.id(Field.USER_ID, user));
    Bounds.idIfPresent(Field.FROM_ID, forwardedFrom);
    mentions = List.copyOf(mentions);
  }

  /// A text.
  public static MessageBody ofText(String text) {
    return new MessageBody(new PlainText(), text, null, List.of(), null);
  }

  /// Reads the body of any message. Never throws: what is too long is cut, and what makes no sense
  /// is left out.
  public static MessageBody read(Bytes json) {
    return MessageBodyReader.read(json);
  }

  /// The same text as an answer.
  public MessageBody replyingTo(ReplyTo message) {
    return new MessageBody(content, text, message, mentions, forwardedFrom);
  }

  /// The same text, which mentions these users as `@` and their id.
  public MessageBody mentioning(List<String> users) {
    return new MessageBody(content, text, replyTo, users, forwardedFrom);
  }

  /// The JSON of a body: a plain text if it is nothing else. What was foreign or unknown is as it
  /// was.
  public Bytes toJson() {
    return switch (content) {
      case ForeignJson(Bytes json) -> json;
      case UnknownKind(String _, Bytes json) -> json;
      case PlainText _ when replyTo == null && mentions.isEmpty() && forwardedFrom == null ->
          CanonicalJson.ofText(text);
      case PlainText _ -> Bytes.of(members(begun("text")).endObject().toBytes());
      case SystemText _ -> Bytes.of(members(begun("system")).endObject().toBytes());
      case Card card -> Bytes.of(members(written(card)).endObject().toBytes());
      case Attachment file -> Bytes.of(members(written(file)).endObject().toBytes());
    };
  }

  private JsonWriter begun(String kind) {
    return new JsonWriter(text.length()).startObject().name("kind").text(kind);
  }

  private JsonWriter written(Card card) {
    JsonWriter json = begun("card").name("title").text(card.title());
    if (card.url() != null) {
      json.name("url").text(card.url());
    }
    json.name("fields").startArray();
    for (CardField field : card.fields()) {
      json.startObject().name("name").text(field.name());
      json.name("value").text(field.value()).endObject();
    }
    return json.endArray();
  }

  private JsonWriter written(Attachment file) {
    JsonWriter json = begun(file.isImage() ? "image" : "file").name("name").text(file.name());
    json.name("url").text(file.url());
    if (file.sizeBytes() != null) {
      json.name("sizeBytes").number(file.sizeBytes());
    }
    return json;
  }

  private JsonWriter members(JsonWriter json) {
    json.name("text").text(text);
    if (replyTo != null) {
      json.name("replyTo").startObject();
      json.name("messageSequence").number(replyTo.messageSequence());
      json.name("fromId").text(replyTo.fromId()).name("text").text(replyTo.text()).endObject();
    }
    if (!mentions.isEmpty()) {
      json.name("mentions").startArray();
      mentions.forEach(json::text);
      json.endArray();
    }
    if (forwardedFrom != null) {
      json.name("forwardedFrom").text(forwardedFrom);
    }
    return json;
  }

  /// Code points, so that a bound cuts no character in two.
  private static void chars(String field, String value, int atLeast, int atMost) {
    int count = value.codePointCount(0, value.length());
    if (count < atLeast || count > atMost) {
      throw refusal(field, count, atLeast + ".." + atMost + " characters");
    }
  }

  private static void address(@Nullable String url) {
    if (url != null && !MessageBodyReader.isAddress(url)) {
      throw ProtocolException.malformed(
          "url: not an address (expected: http or https, in ASCII, at most "
              + URL_CHARS_AT_MOST
              + " characters)");
    }
  }

  private static ProtocolException refusal(String field, long was, String expected) {
    return ProtocolException.malformed(field + ": " + was + " (expected: " + expected + ")");
  }
}
