package io.whaleshark.client.sync;

import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.ReadEvent.GroupReadReceipt;
import org.jspecify.annotations.Nullable;

/// What a [ConversationBook] knows of one conversation. Confined to the thread of its book.
final class BookEntry {
  final Peer of;
  String title;
  boolean inList;
  long newest;
  @Nullable ChatMessage last;
  long read;
  long unread;

  /// Every unread message up to here is counted. An own message may become known before earlier
  /// messages by others have arrived.
  long countedUpTo;

  /// From here to there may be unread messages that are not counted, since later ones arrived
  /// first: who edits or recalls one moves it behind them. 0 and 0 if there are none.
  long skippedFrom;

  long skippedTo;

  /// The server's unread count; the server may not have a read report yet, or has refused it.
  long unreadAtServer;

  /// Where the server's read marker is, as far as that is known.
  long readAtServer;

  /// The newest message that was told as it came, and not pulled.
  long liveUpTo;

  long peerRead;
  long peerReceived;
  @Nullable GroupReadReceipt groupRead;
  long memberCount;
  boolean muted;
  boolean pinned;

  BookEntry(Peer of) {
    this.of = of;
    this.title = of.id();
  }

  void count(long first, long last) {
    if (first > countedUpTo + 1) {
      skippedFrom = skippedFrom == 0 ? countedUpTo + 1 : skippedFrom;
      skippedTo = first - 1;
    }
    countedUpTo = last;
  }

  void countedByList(long upTo) {
    countedUpTo = Math.max(countedUpTo, upTo);
    boolean isAllCounted = upTo >= skippedTo;
    skippedFrom = isAllCounted ? 0 : Math.max(skippedFrom, upTo + 1);
    skippedTo = isAllCounted ? 0 : skippedTo;
  }

  boolean hasCounted(long sequence) {
    return sequence <= countedUpTo && (sequence < skippedFrom || sequence > skippedTo);
  }

  ConversationState state() {
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
