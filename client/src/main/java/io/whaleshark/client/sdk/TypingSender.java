package io.whaleshark.client.sdk;

import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.TypingRequest;

/// Shows the others of a conversation that this user is writing. Threads and errors are those of
/// the [Client].
///
/// Others forget it after 6 s, and the server passes it on at most once in 2 s. So it is shown
/// again each 3 s while the user goes on: [TypingSync] sees to that.
public record TypingSender(Client client) {

  /// Shows it. The server answers only a refusal, which goes to the listener.
  ///
  /// @param isTyping false if the user has stopped without sending a message
  public void show(Peer in, boolean isTyping) {
    client.tell(new TypingRequest(in, isTyping, null, null));
  }
}
