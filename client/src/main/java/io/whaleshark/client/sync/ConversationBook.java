package io.whaleshark.client.sync;

import io.whaleshark.protocol.Bytes;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.ConversationItem;
import io.whaleshark.protocol.ConversationItem.DirectState;
import io.whaleshark.protocol.ConversationItem.GroupState;
import io.whaleshark.protocol.GroupEvent;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.ReadEvent.GroupReadReceipt;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Follows every conversation's ticks and unread count: from list items, which are exact, and from
/// the events between them. Positions only grow. Confined to one thread at a time.
public final class ConversationBook {

  private static final class Entry {
    private final Peer of;
    private String title;
    private boolean inList;
    private long newest;
    private @Nullable ChatMessage last;
    private long read;
    private long unread;

    /// Every message up to here is counted if it is unread. An own one may be known before earlier
    /// ones by others have come.
    private long countedUpTo;

    /// The same as the server counts, which may not have a report of reading, or has refused it.
    private long unreadAtServer;

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
  private final Map<Peer, Entry> entries = new HashMap<>();
  private final ReadReports reports;

  /// Of which only the server knows how many are unread, or whether its user has hidden them.
  private final Set<Peer> unsure = new HashSet<>();

  /// @param reportPauses how long to wait before a report of reading is repeated
  public ConversationBook(String user, Backoff reportPauses) {
    this.user = user;
    this.reports = new ReadReports(reportPauses);
  }

  private Entry entry(Peer of) {
    return entries.computeIfAbsent(of, Entry::new);
  }

  /// What is known of a conversation now; an empty one if nothing is.
  public ConversationState state(Peer of) {
    var entry = entries.get(of);
    return (entry == null ? new Entry(of) : entry).state();
  }

  /// What is known of all that the own user has not hidden, in no particular order.
  public List<ConversationState> states() {
    return entries.values().stream().filter(entry -> entry.inList).map(Entry::state).toList();
  }

  // --- the list ---

  /// Takes over what the server's list says. Its counts are exact for its own read marker; where
  /// own reports go further and may yet be taken, the count is kept or known to be 0.
  public ConversationState listed(ConversationItem item) {
    var entry = entry(item.of());
    entry.inList = !item.isDeleted();
    entry.newest = Math.max(entry.newest, item.messageSequence());
    if (item.lastMessage() != null) {
      entry.last = item.lastMessage();
    }
    reports.confirmed(item.of(), item.readSequence());
    entry.countedUpTo = Math.max(entry.countedUpTo, item.messageSequence());
    entry.unreadAtServer = item.unreadCount();
    if (item.readSequence() >= entry.read || !reports.isUnconfirmed(item.of())) {
      entry.read = Math.max(entry.read, item.readSequence());
      entry.unread = item.unreadCount();
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

  /// Everything that changed in the server's list has been taken over.
  public void listComplete() {
    unsure.clear();
  }

  /// Whether the server's list is to be asked for what has changed: only it can count what a read
  /// has left unread, and tell that it has a report.
  public boolean needsList() {
    return !unsure.isEmpty() || reports.isUnderWay();
  }

  /// The own user has changed its settings here.
  public void changed(Peer of, ConversationChange change) {
    var entry = entry(of);
    entry.muted = change.mute() == null ? entry.muted : change.mute();
    entry.pinned = change.top() == null ? entry.pinned : change.top();
    entry.inList = change.deleted() == null ? entry.inList : !change.deleted();
  }

  /// The own user has hidden it, until something is said in it.
  public void hidden(Peer of) {
    entry(of).inList = false;
  }

  /// A group has changed.
  public void groupChanged(GroupEvent change) {
    var entry = entry(Peer.group(change.groupId()));
    switch (change) {
      case GroupEvent.MembersAdded added -> {
        entry.title = added.groupName();
        entry.memberCount = added.memberCount();
      }
      case GroupEvent.MemberRemoved removed -> entry.memberCount = removed.memberCount();
      case GroupEvent.Renamed renamed -> entry.title = renamed.groupName();
      case GroupEvent.Dissolved _ -> entry.memberCount = 0;
    }
  }

  // --- messages ---

  /// A message has been shown. Whatever the list has counted does not count again.
  public void arrived(Peer in, ChatMessage message, Origin origin) {
    var entry = entry(in);
    if (origin == Origin.LIVE) {
      entry.inList = true;
    } else if (!entry.inList) {
      // It came before it was hidden, or brings the conversation back: the list knows.
      unsure.add(in);
    }
    if (message.messageSequence() > entry.newest) {
      entry.newest = message.messageSequence();
      entry.last = message;
    }
    if (message.messageSequence() > entry.countedUpTo) {
      entry.countedUpTo = message.messageSequence();
      if (!message.fromId().equals(user)) {
        entry.unreadAtServer++;
        entry.unread += message.messageSequence() > entry.read ? 1 : 0;
      }
    }
  }

  /// A message has been found in history: it exists.
  public void found(Peer in, ChatMessage message) {
    var entry = entry(in);
    if (message.messageSequence() > entry.newest) {
      entry.newest = message.messageSequence();
      entry.last = message;
      unsure.add(in);
    }
  }

  /// An own message was acknowledged.
  public void sent(Peer in, ChatMessage message) {
    var entry = entry(in);
    entry.inList = true;
    if (message.messageSequence() > entry.newest) {
      entry.newest = message.messageSequence();
      entry.last = message;
    }
  }

  /// A message was recalled. It stays in its place, and counts if it was not seen.
  public void recalled(Peer in, long sequence) {
    var entry = entry(in);
    if (sequence > entry.newest) {
      entry.newest = sequence;
      unsure.add(in);
    }
    var last = entry.last;
    if (last != null && last.messageSequence() == sequence) {
      entry.last = tombstoneOf(last);
    }
  }

  private static ChatMessage tombstoneOf(ChatMessage message) {
    return new ChatMessage(
        message.appId(),
        message.messageId(),
        message.fromId(),
        message.to(),
        Bytes.EMPTY,
        null,
        message.messageTime(),
        message.messageKey(),
        message.messageSequence(),
        true);
  }

  // --- reading ---

  /// The own user has seen everything up to a message. What is not newer than before moves nothing,
  /// nor does a position beyond the newest message that is known.
  ///
  /// @return whether the position has moved
  public boolean read(Peer in, long upTo) {
    var entry = entries.get(in);
    if (entry == null || upTo <= entry.read || upTo > entry.newest) {
      return false;
    }
    entry.read = upTo;
    reports.read(in, upTo);
    if (upTo == entry.newest) {
      entry.unread = 0;
      unsure.remove(in);
    } else {
      unsure.add(in);
    }
    return true;
  }

  /// The reports of reading that are to be made now.
  public List<ReadReport> dueReports(long nowNanos) {
    return reports.due(nowNanos);
  }

  /// A report was refused for good: it is not repeated. What was reported had expired, or its
  /// reader has left; then the server's count stands.
  public void reportRefused(String id) {
    Optional<Peer> refused = reports.refused(id);
    refused
        .filter(in -> !reports.isUnconfirmed(in))
        .ifPresent(in -> {
          entry(in).unread = entry(in).unreadAtServer;
          unsure.add(in);
        });
  }

  /// A new connection: what the server doesn't have is reported again.
  public void loggedIn() {
    reports.loggedIn();
  }

  /// The own user has read elsewhere.
  public void readElsewhere(Peer in, long upTo, long unread) {
    var entry = entry(in);
    reports.confirmed(in, upTo);
    entry.unreadAtServer = unread;
    if (upTo >= entry.read) {
      entry.read = upTo;
      entry.unread = unread;
    }
  }

  // --- what others have read ---

  /// The peer of a direct conversation has read.
  ///
  /// @return whether that is new
  public boolean peerRead(Peer in, long upTo) {
    var entry = entry(in);
    boolean moved = upTo > entry.peerRead;
    entry.peerRead = Math.max(entry.peerRead, upTo);
    entry.peerReceived = Math.max(entry.peerReceived, upTo);
    return moved;
  }

  /// A device of the peer has the own messages up to this one.
  ///
  /// @return whether that is new
  public boolean peerReceived(Peer in, long upTo) {
    var entry = entry(in);
    boolean moved = upTo > entry.peerReceived;
    entry.peerReceived = Math.max(entry.peerReceived, upTo);
    return moved;
  }

  /// Members of a group have read own messages.
  public void groupRead(Peer in, GroupReadReceipt receipt) {
    var entry = entry(in);
    var known = entry.groupRead;
    if (known == null || receipt.countedSequence() >= known.countedSequence()) {
      entry.groupRead = receipt;
    }
  }
}
