package io.whaleshark.client.sdk;

import io.whaleshark.protocol.MessageEvent.PinAck;
import io.whaleshark.protocol.MessageName;
import io.whaleshark.protocol.PageEvent.PinPage;
import io.whaleshark.protocol.PageEvent.PinnedMessage;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.PinPull;
import io.whaleshark.protocol.PinSet;
import java.util.List;

/// The pinned messages of conversations: the same for all who see them. Threads and errors are
/// those of the [Client].
///
/// A connection that has asked once, by either method, is told what others pin from then on. What
/// was pinned while there was no connection is asked for again.
public record ConversationPins(Client client) {

  /// Pins a message, or lets it be pinned no more. Idempotent: what is pinned keeps its first time.
  ///
  /// @throws RefusedException with 40310 if only those who run the group may, and with 41300 if as
  ///   many are pinned as may be
  public PinAck set(Peer in, long messageSequence, boolean isPinned) {
    String user = client.config().user();
    return client.ask(
        id -> new PinSet(in, user, MessageName.ofSequence(messageSequence), isPinned, id),
        PinAck.class);
  }

  /// Queries what is pinned, at most 50 messages and 1 MiB: what was pinned last comes first. The
  /// answer may be older than an update that arrives before it: then ask again.
  public List<PinnedMessage> of(Peer in) {
    return client.ask(id -> new PinPull(in, null, id), PinPage.class).dataList();
  }
}
