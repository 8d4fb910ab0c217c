package io.whaleshark.client.sync;

import io.whaleshark.protocol.Bytes;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.ConversationItem;
import io.whaleshark.protocol.ConversationItem.DirectState;
import io.whaleshark.protocol.ConversationItem.GroupState;
import io.whaleshark.protocol.GroupEvent;
import io.whaleshark.protocol.MessageEvent.EditAck;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.ReadEvent.GroupReadReceipt;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tracks every conversation's ticks and unread count, from list items, which are exact, and from
/// the events between them. Markers only grow. Confined to one thread at a time.
public final class ConversationBook {

  private final String user;
  private final Map<Peer, BookEntry> entries = new HashMap<>();
  private final ReadReports reports;

  /// Conversations for which only the server knows the unread count, or whether the user has hidden
  /// them.
  private final Set<Peer> unsure = new HashSet<>();

  /// @param reportPauses the back-off before a read report is repeated
  public ConversationBook(String user, Backoff reportPauses) {
    this.user = user;
    this.reports = new ReadReports(reportPauses);
  }

  private BookEntry entry(Peer of) {
    return entries.computeIfAbsent(of, BookEntry::new);
  }

  /// The current state of a conversation; an empty one if it is unknown.
  public ConversationState state(Peer of) {
    var entry = entries.get(of);
    return (entry == null ? new BookEntry(of) : entry).state();
  }

  /// The current states of all conversations that the user has not hidden, in no particular order.
  public List<ConversationState> states() {
    return entries.values().stream().filter(entry -> entry.inList).map(BookEntry::state).toList();
  }

  // --- the list ---

  /// Applies an item of the server's list. Its count is exact for the server's read marker. If own
  /// reports that the server may still accept go further, the local count is kept, or is known to
  /// be 0.
  public ConversationState listed(ConversationItem item) {
    var entry = entry(item.of());
    entry.inList = !item.isDeleted();
    entry.newest = Math.max(entry.newest, item.messageSequence());
    if (item.lastMessage() != null) {
      entry.last = item.lastMessage();
    }
    reports.confirmed(item.of(), item.readSequence());
    entry.countedByList(item.messageSequence());
    entry.unreadAtServer = item.unreadCount();
    entry.readAtServer = Math.max(entry.readAtServer, item.readSequence());
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

  /// All changes of the server's list have been applied.
  public void listComplete() {
    unsure.clear();
  }

  /// Returns whether the server's list must be pulled: only the server can count the unread
  /// messages after a read, and confirm a read report.
  public boolean needsList() {
    return !unsure.isEmpty() || reports.isUnderWay();
  }

  /// The user has changed the settings on this device.
  public void changed(Peer of, ConversationChange change) {
    var entry = entry(of);
    entry.muted = change.mute() == null ? entry.muted : change.mute();
    entry.pinned = change.top() == null ? entry.pinned : change.top();
    entry.inList = change.deleted() == null ? entry.inList : !change.deleted();
  }

  /// The user has hidden the conversation until its next message.
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

  /// A message has been shown. It does not count again if the list has already counted it.
  public void arrived(Peer in, ChatMessage message, Origin origin) {
    var entry = entry(in);
    if (origin == Origin.LIVE) {
      entry.inList = true;
      entry.liveUpTo = Math.max(entry.liveUpTo, message.messageSequence());
    } else if (!entry.inList) {
      // It was sent before the user hid the conversation, or it brings the conversation back; only
      // the list knows which.
      unsure.add(in);
    }
    if (message.messageSequence() > entry.newest) {
      entry.newest = message.messageSequence();
      entry.last = message;
    }
    if (message.messageSequence() > entry.countedUpTo) {
      entry.count(message.messageSequence(), message.messageSequence());
      if (!message.fromId().equals(user)) {
        entry.unreadAtServer++;
        entry.unread += message.messageSequence() > entry.read ? 1 : 0;
      }
    } else if (!entry.hasCounted(message.messageSequence())) {
      unsure.add(in); // an edit has moved it behind later ones
    }
  }

  /// A message has another content. It counts as before.
  public void edited(Peer in, ChatMessage message) {
    var entry = entry(in);
    var last = entry.last;
    if (last != null
        && last.messageSequence() == message.messageSequence()
        && !last.recalled()
        && editedTime(last) <= editedTime(message)) {
      entry.last = message;
    }
  }

  private static long editedTime(ChatMessage message) {
    return Objects.requireNonNullElse(message.editedTime(), 0L);
  }

  /// This device has given a message another content.
  public void editedHere(Peer in, EditAck ack, Bytes body, @Nullable Bytes extra) {
    var last = entry(in).last;
    if (last != null && last.messageSequence() == ack.messageSequence()) {
      edited(in, last.edited(body, extra, ack.editedTime()));
    }
  }

  /// Messages exist that are not shown. Until the list is pulled, all of them count as unread and
  /// by others; a list that was pulled before has counted them.
  ///
  /// @param from inclusive
  /// @param to inclusive
  public void leftOut(Peer in, long from, long to) {
    var entry = entry(in);
    entry.newest = Math.max(entry.newest, to);
    long firstNew = Math.max(from, entry.countedUpTo + 1);
    if (firstNew <= to) {
      entry.count(firstNew, to);
      entry.unreadAtServer += to - firstNew + 1;
      entry.unread += Math.max(0, to - Math.max(firstNew, entry.read + 1) + 1);
      unsure.add(in);
    }
  }

  /// A message was found in history, so it exists.
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

  /// A message was recalled. It keeps its sequence, and counts as unread if it was not seen. One
  /// that did not arrive before is counted by the list alone.
  public void recalled(Peer in, long sequence) {
    var entry = entry(in);
    entry.newest = Math.max(entry.newest, sequence);
    if (!entry.hasCounted(sequence)) {
      unsure.add(in);
    }
    var last = entry.last;
    if (last != null && last.messageSequence() == sequence) {
      entry.last = last.tombstone();
    }
  }

  /// The user has seen everything up to a message. A position has no effect if it isn't newer than
  /// the last one, or is beyond the newest known message.
  ///
  /// @return whether the read marker has moved
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

  /// The read reports that are due.
  public List<ReadReport> dueReports(long nowNanos) {
    return reports.due(nowNanos);
  }

  /// The read reports that were not sent yet: the last chance to send them is before the device
  /// leaves.
  public List<ReadReport> unsentReports() {
    return reports.unsent();
  }

  /// A report was refused for good and is not repeated: the messages had expired, or the reader has
  /// left. The server's count then applies.
  public void reportRefused(String id) {
    Optional<Peer> refused = reports.refused(id);
    refused
        .filter(in -> !reports.isUnconfirmed(in))
        .ifPresent(in -> {
          entry(in).unread = entry(in).unreadAtServer;
          unsure.add(in);
        });
  }

  /// There is a new connection: reports that the server doesn't have are sent again.
  public void loggedIn() {
    reports.loggedIn();
  }

  /// The user has read on another device.
  public void readElsewhere(Peer in, long upTo, long unread) {
    var entry = entry(in);
    reports.confirmed(in, upTo);
    if (upTo <= entry.readAtServer) {
      return; // it is from before the list was pulled, and so is its count
    }
    entry.readAtServer = upTo;
    entry.unreadAtServer = unread;
    if (upTo >= entry.read) {
      entry.read = upTo;
      entry.unread = unread;
    }
    if (upTo < entry.countedUpTo && entry.liveUpTo < entry.countedUpTo) {
      unsure.add(in); // what was pulled may be newer than this count
    }
  }

  // --- what others have read ---

  /// What is known of how far others got holds no more.
  public void forgetOthers() {
    for (BookEntry entry : entries.values()) {
      entry.peerRead = 0;
      entry.peerReceived = 0;
      entry.groupRead = null;
    }
  }

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

  /// A device of the peer has received the user's own messages up to this one.
  ///
  /// @return whether that is new
  public boolean peerReceived(Peer in, long upTo) {
    var entry = entry(in);
    boolean moved = upTo > entry.peerReceived;
    entry.peerReceived = Math.max(entry.peerReceived, upTo);
    return moved;
  }

  /// Members of a group have read messages of this user.
  public void groupRead(Peer in, GroupReadReceipt receipt) {
    var entry = entry(in);
    var known = entry.groupRead;
    if (known == null || receipt.countedSequence() >= known.countedSequence()) {
      entry.groupRead = receipt;
    }
  }
}
