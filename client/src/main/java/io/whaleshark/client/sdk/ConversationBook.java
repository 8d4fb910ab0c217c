package io.whaleshark.client.sdk;

import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.ConversationItem;
import io.whaleshark.protocol.ConversationItem.DirectState;
import io.whaleshark.protocol.ConversationItem.GroupState;
import io.whaleshark.protocol.MessageEvent.SendAck;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.ReadEvent.GroupReadReceipt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Follows every conversation's ticks and unread count: from list items, which are exact, and from
/// the events between them. Positions only grow. Thread-safe: one lock around everything.
final class ConversationBook {

  private static final class Entry {
    private final Peer of;
    private String title;
    private long newest;
    private @Nullable ChatMessage last;
    private long read;
    private long readOnServer;
    private long unread;
    private long peerRead;
    private long peerReceived;
    private @Nullable GroupReadReceipt groupRead;
    private long memberCount;
    private boolean muted;
    private boolean pinned;

    private Entry(Peer of) {
      this.of = of;
      this.title = of.id();
    }

    private ConversationState state() {
      return new ConversationState(
          of,
          title,
          newest,
          last,
          read,
          unread,
          peerRead,
          peerReceived,
          groupRead,
          memberCount,
          muted,
          pinned);
    }
  }

  private final String user;

  /// Guarded by this.
  private final Map<Peer, Entry> entries = new HashMap<>();

  /// Where the unread count is that before the newest read. Guarded by this.
  private final Set<Peer> uncounted = new HashSet<>();

  ConversationBook(String user) {
    this.user = user;
  }

  private Entry entry(Peer of) {
    return entries.computeIfAbsent(of, Entry::new);
  }

  synchronized ConversationState state(Peer of) {
    var entry = entries.get(of);
    return (entry == null ? new Entry(of) : entry).state();
  }

  synchronized List<ConversationState> states() {
    var states = new ArrayList<ConversationState>(entries.size());
    entries.values().forEach(entry -> states.add(entry.state()));
    return states;
  }

  /// Takes over what the server's list says. Its counts are exact for its own read position; where
  /// the own reports have gone further, the count is kept or known to be 0.
  synchronized ConversationState listed(ConversationItem item) {
    var entry = entry(item.of());
    entry.newest = Math.max(entry.newest, item.messageSequence());
    if (item.lastMessage() != null) {
      entry.last = item.lastMessage();
    }
    entry.readOnServer = Math.max(entry.readOnServer, item.readSequence());
    if (item.readSequence() >= entry.read) {
      entry.read = item.readSequence();
      entry.unread = item.unreadCount();
      uncounted.remove(item.of());
    } else if (entry.read >= entry.newest) {
      entry.unread = 0;
    }
    entry.muted = item.isMute();
    entry.pinned = item.isTop();
    switch (item.state()) {
      case DirectState direct -> {
        entry.peerRead = Math.max(entry.peerRead, direct.peerReadSequence());
        entry.peerReceived = Math.max(entry.peerReceived, direct.peerReceiveSequence());
      }
      case GroupState group -> {
        entry.memberCount = group.memberCount();
        entry.title = group.groupName();
      }
    }
    return entry.state();
  }

  /// The own user changed settings here.
  synchronized void changed(Peer of, ConversationChange change) {
    var entry = entry(of);
    entry.muted = change.mute() == null ? entry.muted : change.mute();
    entry.pinned = change.top() == null ? entry.pinned : change.top();
  }

  /// A message has been told. Only what is newer than all before counts as unread: whatever is
  /// older has been counted by the list.
  synchronized void arrived(Peer in, ChatMessage message) {
    var entry = entry(in);
    if (message.messageSequence() > entry.newest) {
      entry.newest = message.messageSequence();
      entry.last = message;
      if (!message.fromId().equals(user) && message.messageSequence() > entry.read) {
        entry.unread++;
      }
    }
  }

  synchronized void sent(Peer in, SendAck ack) {
    var entry = entry(in);
    entry.newest = Math.max(entry.newest, ack.messageSequence());
  }

  /// The own user reads here.
  ///
  /// @return whether the position has moved
  synchronized boolean read(Peer in, long upTo) {
    var entry = entry(in);
    if (upTo <= entry.read) {
      return false;
    }
    entry.read = upTo;
    if (upTo >= entry.newest) {
      entry.unread = 0;
      uncounted.remove(in);
    } else {
      uncounted.add(in);
    }
    return true;
  }

  /// Whether a read has left something unread that only the server can count.
  synchronized boolean hasUncounted() {
    return !uncounted.isEmpty();
  }

  /// The own user has read elsewhere.
  synchronized void readElsewhere(Peer in, long upTo, long unread) {
    var entry = entry(in);
    entry.readOnServer = Math.max(entry.readOnServer, upTo);
    if (upTo >= entry.read) {
      entry.read = upTo;
      entry.unread = unread;
    }
  }

  synchronized boolean peerRead(Peer in, long upTo) {
    var entry = entry(in);
    boolean moved = upTo > entry.peerRead;
    entry.peerRead = Math.max(entry.peerRead, upTo);
    entry.peerReceived = Math.max(entry.peerReceived, upTo);
    return moved;
  }

  synchronized boolean peerReceived(Peer in, long upTo) {
    var entry = entry(in);
    boolean moved = upTo > entry.peerReceived;
    entry.peerReceived = Math.max(entry.peerReceived, upTo);
    return moved;
  }

  synchronized void groupRead(Peer in, GroupReadReceipt receipt) {
    var entry = entry(in);
    var known = entry.groupRead;
    if (known == null || receipt.countedSequence() >= known.countedSequence()) {
      entry.groupRead = receipt;
    }
  }

  /// A position that the own user reached.
  record Position(Peer in, long upTo) {}

  /// The read positions that the server isn't known to have.
  synchronized List<Position> unconfirmedReads() {
    var unconfirmed = new ArrayList<Position>();
    for (var entry : entries.values()) {
      if (entry.read > entry.readOnServer) {
        unconfirmed.add(new Position(entry.of, entry.read));
      }
    }
    return unconfirmed;
  }
}
