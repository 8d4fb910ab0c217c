package io.whaleshark.client.sdk;

import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.ConversationType;
import io.whaleshark.protocol.MessageEvent.MessagePush;
import io.whaleshark.protocol.MessageEvent.RecallNotify;
import io.whaleshark.protocol.PageEvent.Gap;
import io.whaleshark.protocol.PageEvent.InboxEntry;
import io.whaleshark.protocol.PageEvent.InboxPage;
import io.whaleshark.protocol.Peer;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Tells every message of the inbox once, however it comes (C3). Confined to one thread at a time.
///
/// **Chain.** The cursor is the newest inbox sequence of which everything before has been told. A
/// push names the sequence before it: if that is the cursor, nothing was missed and the cursor
/// moves to the push. Otherwise the inbox is pulled from the cursor. That is also the way past the
/// own messages of this device, which are entries of the inbox but are not pushed here.
///
/// **Order.** A push that doesn't continue the chain is told at once if all between it and what was
/// told of its conversation are own messages of this device, so in a dialogue nobody waits for the
/// pull. Otherwise the pull tells it in its place.
///
/// **Once.** Whatever comes is told only if its (conversation, sequence) has not been. A recall is
/// an entry in the place of its message, so it is told as a recall and marks the place as told.
final class InboxSync {
  private static final int ACKS_REMEMBERED = 1_000;

  private final String user;
  private final SyncConfig config;
  private final Predicate<String> isOwnMessage;
  private final OwnSequences own;
  private final ConversationBook book;
  private final Consumer<Update> updates;
  private final Map<Peer, SequenceSet> told = new HashMap<>();

  /// The newest receive-ack of each conversation, to be said again after a reconnect: whether the
  /// server has got it can't be known.
  private final Map<Peer, ChatMessage> received =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Peer, ChatMessage> eldest) {
          return size() > ACKS_REMEMBERED;
        }
      };

  private long cursor;
  private long stored;
  private boolean notStored;

  /// @param isOwnMessage whether a message with this id was sent by this client, who knows of it
  InboxSync(
      String user,
      SyncConfig config,
      Predicate<String> isOwnMessage,
      OwnSequences own,
      ConversationBook book,
      Consumer<Update> updates) {
    this.user = user;
    this.config = config;
    this.isOwnMessage = isOwnMessage;
    this.own = own;
    this.book = book;
    this.updates = updates;
    this.cursor = config.cursors().load();
    this.stored = cursor;
  }

  /// After a login: says again what may be lost, and tells what was missed.
  void loggedIn(Client client) {
    long newest = client.login().maxSequence();
    if (newest < cursor) {
      // An inbox never goes back, so this is another one: the server lost it, or was restored.
      cursor = 0;
    }
    received.values().forEach(client::receiveAck);
    if (newest > cursor) {
      pull(client);
    }
  }

  void pushed(Client client, MessagePush push) {
    ChatMessage message = push.message();
    Peer in = message.seenBy(push.owner());
    if (push.inboxSequence() <= cursor) {
      tell(client, in, message, Update.Origin.LIVE, push.silent());
    } else if (push.previousInboxSequence() == cursor) {
      tell(client, in, message, Update.Origin.LIVE, push.silent());
      cursor = push.inboxSequence();
    } else {
      long before = own.foreignBelow(in, message.messageSequence());
      if (before == 0 || toldOf(in).contains(before)) {
        tell(client, in, message, Update.Origin.LIVE, push.silent());
      }
      pull(client);
      tell(client, in, message, Update.Origin.LIVE, push.silent());
    }
  }

  void recalled(Client client, RecallNotify notify) {
    Peer in =
        notify.to().type() == ConversationType.DIRECT && notify.owner().equals(notify.to().id())
            ? Peer.direct(notify.fromId())
            : notify.to();
    if (notify.inboxSequence() > cursor && notify.previousInboxSequence() != cursor) {
      pull(client);
    } else {
      cursor = Math.max(cursor, notify.inboxSequence());
    }
    recalled(in, notify.messageSequence());
  }

  /// Pulls everything after the cursor, page by page.
  private void pull(Client client) {
    while (true) {
      InboxPage page = client.pullInbox(cursor, config.pageLimit());
      if (!page.completed() && page.maxSequence() <= cursor) {
        throw new DisconnectedException(
            "the server's inbox page doesn't go on after " + cursor, null);
      }
      page.gaps().forEach(gap -> fill(client, gap));
      for (InboxEntry entry : page.dataList()) {
        Peer in = entry.message().seenBy(entry.owner());
        tell(client, in, entry.message(), Update.Origin.INBOX, false);
      }
      cursor = Math.max(cursor, page.maxSequence());
      store();
      if (page.completed()) {
        return;
      }
    }
  }

  /// Fetches what the inbox has dropped, the newest of it at least.
  private void fill(Client client, Gap gap) {
    long from = Math.max(gap.fromSequence(), gap.toSequence() - config.gapMessagesAtMost() + 1);
    long after = from - 1;
    try {
      while (after < gap.toSequence()) {
        var page = client.historyAfter(gap.of(), after, config.pageLimit());
        page.dataList().stream()
            .filter(message -> message.messageSequence() <= gap.toSequence())
            .forEach(m -> tell(client, gap.of(), m, Update.Origin.HISTORY, false));
        if (page.completed() || page.dataList().isEmpty()) {
          break;
        }
        after = page.dataList().getLast().messageSequence();
      }
    } catch (RefusedException e) {
      if (e.mayRetry()) {
        throw e;
      }
      // Who has left a group can't read what the inbox dropped of it.
      from = gap.toSequence() + 1;
    }
    if (from > gap.fromSequence()) {
      updates.accept(new Update.LeftInHistory(gap.of(), gap.fromSequence(), from - 1));
    }
  }

  private SequenceSet toldOf(Peer in) {
    return told.computeIfAbsent(in, _ -> new SequenceSet());
  }

  private void tell(
      Client client, Peer in, ChatMessage message, Update.Origin origin, boolean silent) {
    if (message.recalled()) {
      recalled(in, message.messageSequence());
      return;
    }
    if (!toldOf(in).add(message.messageSequence())) {
      return;
    }
    book.arrived(in, message);
    boolean byOther = !message.fromId().equals(user);
    if (byOther && in.type() == ConversationType.DIRECT) {
      acknowledge(client, in, message);
    }
    if (byOther || !isOwnMessage.test(message.messageId())) {
      updates.accept(new Update.Arrived(in, message, origin, silent));
    }
  }

  private void recalled(Peer in, long sequence) {
    toldOf(in).add(sequence);
    updates.accept(new Update.Recalled(in, sequence));
  }

  /// Tells the sender that a message is here, and remembers having done so.
  void acknowledge(Client client, Peer in, ChatMessage message) {
    received.merge(in, message, (a, b) -> a.messageSequence() > b.messageSequence() ? a : b);
    client.receiveAck(message);
  }

  /// Stores the cursor if it has moved (C4).
  void store() {
    if (cursor == stored) {
      return;
    }
    try {
      config.cursors().store(cursor);
      stored = cursor;
      notStored = false;
    } catch (UncheckedIOException e) {
      if (!notStored) {
        updates.accept(new Update.CursorNotStored(String.valueOf(e.getMessage())));
      }
      notStored = true;
    }
  }
}
