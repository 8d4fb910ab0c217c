package io.whaleshark.client.sdk;

import io.whaleshark.protocol.Bytes;
import io.whaleshark.protocol.MessageBody;
import io.whaleshark.protocol.MessageName;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.ProtocolException;
import io.whaleshark.protocol.ReplaceRequest.Edit;
import org.jspecify.annotations.Nullable;

/// Another content for an own message. Immutable, valid once it exists.
///
/// @param in the conversation as this user names it
/// @param messageSequence which message
/// @param body canonical JSON
/// @param extra canonical JSON that the server passes on; null for none, also if there was one
public record Revision(Peer in, long messageSequence, Bytes body, @Nullable Bytes extra) {

  /// @throws ProtocolException if the sequence or the body is out of its bounds
  public Revision {
    new Edit(in, in.id(), MessageName.ofSequence(messageSequence), body, extra, null).command();
  }

  /// A text that may answer or mention, a card or a file.
  public static Revision of(Peer in, long messageSequence, MessageBody body) {
    return new Revision(in, messageSequence, body.toJson(), null);
  }

  Edit request(String fromId, String requestId) {
    return new Edit(in, fromId, MessageName.ofSequence(messageSequence), body, extra, requestId);
  }
}
