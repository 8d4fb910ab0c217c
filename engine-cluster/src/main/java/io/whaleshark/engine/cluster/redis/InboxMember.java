package io.whaleshark.engine.cluster.redis;

import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.InvalidIdException;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.core.reading.InboxEntry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// A message as a member of a set: JSON with the names of the wire, and what a message consists of
/// besides. Immutable.
///
/// What the client sent stands there as the JSON that it is, byte for byte; bytes that are no JSON
/// stand there in base 64. The fields before `messageId` are the entry's head: scripts cut there.
/// The last field is the tag of the write that put it.
///
/// @param message empty of a head alone
/// @param rank as [InboxEntry#rank] means it; 0 if it is not known
public record InboxMember(
    ConversationId conversation, long sequence, long position, Optional<Message> message, int rank)
    implements InboxEntry {

  private static final JsonFactory JSON = JsonFactory.builder().build();

  /// What is read was written here: a body of any depth that [#JSON] has let in, one level deeper.
  private static final JsonFactory OURS =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(StreamReadConstraints.DEFAULT_MAX_DEPTH + 1)
                  .build())
          .build();

  private static final int JSON_BYTES = 512;

  /// The same, with so many newer ones in its conversation.
  public InboxMember ranked(int newer) {
    return new InboxMember(conversation, sequence, position, message, newer);
  }

  /// The text of a message, but for its end.
  static byte[] text(Message message) {
    var text = new ByteArrayOutputStream(JSON_BYTES);
    try (JsonGenerator json =
        JSON.createGenerator(ObjectWriteContext.empty(), text, JsonEncoding.UTF8)) {
      json.writeStartObject();
      writeHead(json, message);
      json.writeStringProperty("messageId", message.clientId().value());
      json.writeNumberProperty("messageTime", message.time() / 1_000);
      json.writeNumberProperty("messageKey", message.stamp());
      if (message.isImported()) {
        json.writeNumberProperty("sentAt", message.time());
      }
      json.writeNumberProperty("senderOrdinal", message.senderOrdinal());
      json.writeNumberProperty("audience", message.audience());
      switch (message.content()) {
        case Message.Sent sent -> writeContent(json, sent);
        case Message.Vetted vetted -> writeContent(json, vetted.wanted()); // no reader needs more
        case Message.Edited edited -> {
          writeContent(json, edited.newest());
          json.writeNumberProperty("editedTime", edited.time() / 1_000);
          json.writeNumberProperty("editedAt", edited.time());
          writeDigest(json, edited);
        }
        case Message.Recalled recalled -> {
          json.writeBooleanProperty("recalled", true);
          writeDigest(json, recalled);
        }
      }
      json.flush();
    }
    byte[] whole = text.toByteArray(); // the generator closes what is open
    return Arrays.copyOf(whole, whole.length - 1);
  }

  private static void writeHead(JsonGenerator json, Message message) {
    json.writeNumberProperty("appId", message.conversation().app());
    json.writeStringProperty("fromId", message.sender().name());
    switch (message.conversation()) {
      case ConversationId.Direct direct -> {
        json.writeNumberProperty("conversationType", 0);
        json.writeStringProperty("toId", direct.peerOf(message.sender()).name());
      }
      case ConversationId.Group group -> {
        json.writeNumberProperty("conversationType", 1);
        json.writeStringProperty("groupId", group.name());
      }
    }
    json.writeNumberProperty("messageSequence", message.sequence());
    json.writeNumberProperty("inboxSequence", message.inboxPosition());
  }

  private static void writeContent(JsonGenerator json, Message.Sent content) {
    writePayload(json, "messageBody", content.body());
    writePayload(json, "extra", content.extra());
  }

  private static void writeDigest(JsonGenerator json, Message.Replaced replaced) {
    json.writeStringProperty("digest", HexFormat.of().toHexDigits(replaced.digest()));
  }

  private static void writePayload(JsonGenerator json, String name, Payload payload) {
    if (payload.isNone()) {
      return;
    }
    if (isJson(payload.bytes())) {
      json.writeName(name);
      json.writeRawValue(new String(payload.bytes(), StandardCharsets.UTF_8));
    } else {
      json.writeStringProperty(name + "Bytes", Base64.getEncoder().encodeToString(payload.bytes()));
    }
  }

  /// Whether these are one JSON value in UTF-8, and nothing around it.
  private static boolean isJson(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    boolean isBare = text.strip().length() == text.length(); // the parser skips one space too many
    if (!isBare || !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
      return false;
    }
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes)) {
      return json.nextToken() != null
          && Slice.of(json).length() == bytes.length
          && json.nextToken() == null;
    } catch (JacksonException _) {
      return false;
    }
  }

  /// Where a value stands in its text.
  private record Slice(int from, int to) {

    /// Of the value that a parser has come to; skips it.
    static Slice of(JsonParser json) {
      int from = (int) json.currentTokenLocation().getByteOffset();
      json.skipChildren();
      json.finishToken();
      return new Slice(from, (int) json.currentLocation().getByteOffset());
    }

    int length() {
      return to - from;
    }
  }

  /// The end of a text.
  static byte[] end(String tag) {
    return (",\"tag\":\"" + tag + "\"}").getBytes(StandardCharsets.UTF_8);
  }

  /// Reads a member, or a head.
  ///
  /// @throws IllegalArgumentException if it is neither
  static InboxMember read(byte[] text) {
    try (JsonParser json = OURS.createParser(ObjectReadContext.empty(), text)) {
      Fields fields = new Fields();
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("a member that is no JSON object");
      }
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        json.nextToken();
        fields.take(name, json, text);
      }
      return fields.member();
    } catch (JacksonException | InvalidIdException e) {
      throw new IllegalArgumentException("a member that is not ours", e);
    }
  }

  /// What was read of a member. Confined to one thread.
  private static final class Fields {

    private int app;
    private String from = "";
    private Optional<String> to = Optional.empty();
    private String group = "";
    private long sequence;
    private long position;
    private Optional<String> id = Optional.empty();
    private long stamp;
    private long sentAt;
    private long ordinal;
    private long audience;
    private Payload body = Payload.NONE;
    private Payload extra = Payload.NONE;
    private Optional<Long> digest = Optional.empty();
    private long editedAt;

    void take(String name, JsonParser json, byte[] text) {
      switch (name) {
        case "appId" -> app = json.getIntValue();
        case "fromId" -> from = json.getString();
        case "toId" -> to = Optional.of(json.getString());
        case "groupId" -> group = json.getString();
        case "messageSequence" -> sequence = json.getLongValue();
        case "inboxSequence" -> position = json.getLongValue();
        case "messageId" -> id = Optional.of(json.getString());
        case "messageKey" -> stamp = json.getLongValue();
        case "sentAt" -> sentAt = json.getLongValue();
        case "senderOrdinal" -> ordinal = json.getLongValue();
        case "audience" -> audience = json.getLongValue();
        case "messageBody" -> body = slice(json, text);
        case "extra" -> extra = slice(json, text);
        case "messageBodyBytes" -> body = Payload.of(Base64.getDecoder().decode(json.getString()));
        case "extraBytes" -> extra = Payload.of(Base64.getDecoder().decode(json.getString()));
        case "editedAt" -> editedAt = json.getLongValue();
        case "digest" -> digest = Optional.of(HexFormat.fromHexDigitsToLong(json.getString()));
        default -> json.skipChildren(); // for people who look, or of a later version
      }
    }

    private static Payload slice(JsonParser json, byte[] text) {
      Slice value = Slice.of(json);
      return Payload.of(Arrays.copyOfRange(text, value.from(), value.to()));
    }

    InboxMember member() {
      UserId sender = new UserId(app, from);
      ConversationId conversation =
          to.isPresent()
              ? ConversationId.Direct.between(sender, new UserId(app, to.get()))
              : new ConversationId.Group(app, group);
      Optional<Message> message = id.map(clientId -> message(conversation, sender, clientId));
      return new InboxMember(conversation, sequence, position, message, 0);
    }

    private Message message(ConversationId conversation, UserId sender, String clientId) {
      return new Message(
          conversation,
          sequence,
          stamp,
          sentAt == 0 ? stamp : sentAt,
          new ClientMessageId(sender, clientId),
          content(),
          ordinal,
          audience);
    }

    private Message.Content content() {
      Message.Sent newest = new Message.Sent(body, extra);
      if (digest.isEmpty()) {
        return newest;
      }
      return editedAt == 0
          ? new Message.Recalled(position, digest.get())
          : new Message.Edited(newest, position, editedAt, digest.get());
    }
  }
}
