package io.whaleshark.client.sdk;

import io.whaleshark.protocol.Bytes;
import io.whaleshark.protocol.CanonicalJson;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.MessageBody;
import io.whaleshark.protocol.MessageEvent.SendAck;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.ProtocolException;
import io.whaleshark.protocol.Request;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A message before it is sent. Immutable, valid once it exists.
///
/// @param to the user or the group
/// @param messageId the sender's own id of it, which makes sends idempotent
/// @param body canonical JSON
/// @param extra canonical JSON that the server passes on; null for none
public record Draft(Peer to, String messageId, Bytes body, @Nullable Bytes extra) {

  /// @throws ProtocolException if the id or the body is out of its bounds
  public Draft {
    new Request.Send(to, to.id(), messageId, body, extra, null).command();
  }

  /// A text, with a new random id.
  public static Draft text(Peer to, String text) {
    return new Draft(to, UUID.randomUUID().toString(), CanonicalJson.ofText(text), null);
  }

  /// A text that answers or mentions, a card or a file, with a new random id.
  public static Draft of(Peer to, MessageBody body) {
    return new Draft(to, UUID.randomUUID().toString(), body.toJson(), null);
  }

  /// Any JSON value but null, with a new random id.
  ///
  /// @throws ProtocolException if it isn't one
  public static Draft json(Peer to, String json) {
    Bytes body = CanonicalJson.of(json.getBytes(StandardCharsets.UTF_8));
    return new Draft(to, UUID.randomUUID().toString(), body, null);
  }

  /// Returns the same message with another id.
  public Draft withMessageId(String id) {
    return new Draft(to, id, body, extra);
  }

  Request.Send request(String fromId, String requestId) {
    return new Request.Send(to, fromId, messageId, body, extra, requestId);
  }

  /// The message that results from an acknowledgement.
  ChatMessage sent(ClientConfig by, SendAck ack) {
    return new ChatMessage(
        by.appId(),
        messageId,
        by.user(),
        to,
        body,
        extra,
        ack.messageTime(),
        ack.messageKey(),
        ack.messageSequence(),
        false);
  }
}
