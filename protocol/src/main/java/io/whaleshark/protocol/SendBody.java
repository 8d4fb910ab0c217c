package io.whaleshark.protocol;

import io.whaleshark.protocol.JsonReader.Token;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads what an app's backend has sent in users' names, over HTTP. A message there has the fields
/// that it has in a frame, and the same bounds; what a device cannot send, a backend cannot.
///
/// Unknown fields are refused by name, unlike in a frame: a backend's author wants to know.
/// Stateless.
public final class SendBody {

  private static final List<Field> FIELDS =
      List.of(
          Field.MESSAGE_ID,
          Field.FROM_ID,
          Field.TO_ID,
          Field.GROUP_ID,
          Field.MESSAGE_BODY,
          Field.EXTRA);

  private static final List<Field> OF_CONTENT = List.of(Field.MESSAGE_BODY, Field.EXTRA);

  private static final String MESSAGES = "messages";

  private SendBody() {}

  /// Takes the messages of a batch, in their order.
  ///
  /// @param sent takes what a device could send
  /// @param refused takes why a message is none
  public record Batch(Consumer<Request.Send> sent, Consumer<ProtocolException> refused) {}

  /// Reads `{messageId, fromId, toId or groupId, messageBody, extra?}`.
  ///
  /// @throws ProtocolException for anything else
  public static Request.Send message(byte[] body) {
    BodyFields fields = new BodyFields(FIELDS);
    fields.readBody(body);
    return send(fields);
  }

  /// What a message is to carry.
  public record Content(Bytes messageBody, @Nullable Bytes extra) {

    /// How large it is as JSON, without the names of the fields.
    public int size() {
      return messageBody.size() + (extra == null ? 0 : extra.size());
    }
  }

  /// Reads `{messageBody, extra?}`.
  ///
  /// @throws ProtocolException for anything else
  public static Content content(byte[] body) {
    BodyFields fields = new BodyFields(OF_CONTENT);
    fields.readBody(body);
    fields.refuseUnknown();
    return new Content(fields.json(Field.MESSAGE_BODY), fields.jsonIfPresent(Field.EXTRA));
  }

  /// Reads `{messages: […]}`. A message that is refused is no reason to refuse the others.
  ///
  /// @param atMost how many there may be
  /// @throws ProtocolException if the body is something else as a whole, or nested too deep; then
  ///   some messages may have been taken
  public static void messages(byte[] body, int atMost, Batch batch) {
    BatchBody.read(body, MESSAGES, atMost, reader -> readElement(reader, batch));
  }

  private static void readElement(JsonReader reader, Batch batch) {
    if (reader.value() == Token.OBJECT) {
      BodyFields fields = new BodyFields(FIELDS);
      fields.readFields(reader);
      read(fields, batch);
    } else {
      reader.skip();
      batch.refused().accept(wrong("message", "not an object", "a JSON object"));
    }
  }

  private static void read(BodyFields fields, Batch batch) {
    Request.Send send;
    try {
      send = send(fields);
    } catch (ProtocolException e) {
      batch.refused().accept(e);
      return;
    }
    batch.sent().accept(send);
  }

  private static Request.Send send(BodyFields fields) {
    fields.refuseUnknown();
    if (fields.has(Field.TO_ID) == fields.has(Field.GROUP_ID)) {
      String what = fields.has(Field.TO_ID) ? "given beside groupId" : "missing";
      throw wrong("toId", what, "one of toId and groupId");
    }
    Peer to =
        fields.has(Field.TO_ID)
            ? Peer.direct(fields.text(Field.TO_ID))
            : Peer.group(fields.text(Field.GROUP_ID));
    return new Request.Send(
        to,
        fields.text(Field.FROM_ID),
        fields.text(Field.MESSAGE_ID),
        fields.json(Field.MESSAGE_BODY),
        fields.jsonIfPresent(Field.EXTRA),
        null);
  }

  private static ProtocolException wrong(String field, String what, String expected) {
    return ProtocolException.malformed(field + ": " + what + " (expected: " + expected + ")");
  }
}
