package io.whaleshark.server.push;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// What phones may show of each conversation. Thread-safe.
///
/// It is in memory and bounded, so it may not know about old messages. Then it says that they may
/// be shown: a notification that stays is worse than one that is withdrawn in vain.
final class MaybeShown {

  /// Of how many conversations of users it knows.
  static final int AT_MOST = 32_768;

  private record Key(UserId user, ConversationId conversation) {}

  private record Newest(long sequence, long stamp) {}

  private final int atMost;
  private final Map<Key, Newest> newest = new LinkedHashMap<>(); // guarded by this
  private long unknownUpTo; // a stamp, inclusive; guarded by this

  MaybeShown() {
    this(AT_MOST);
  }

  /// @param atMost of how many conversations of users it knows
  MaybeShown(int atMost) {
    this.atMost = atMost;
  }

  /// Messages up to a stamp may have been shown by others, or before.
  synchronized void forget(long upTo) {
    newest.clear();
    unknownUpTo = Math.max(unknownUpTo, upTo);
  }

  /// A phone of the user is about to show a message.
  synchronized void show(UserId user, Message message) {
    Key key = new Key(user, message.conversation());
    Newest before = newest.remove(key);
    if (before == null && newest.size() >= atMost) {
      var eldest = newest.entrySet().iterator();
      unknownUpTo = Math.max(unknownUpTo, eldest.next().getValue().stamp());
      eldest.remove();
    }
    newest.put(key, new Newest(message.sequence(), message.stamp()));
  }

  /// Whether a phone may show a message up to a sequence, and none behind it. Now it is told not
  /// to.
  ///
  /// @param oldest asked for the stamp of the oldest message that this is about
  synchronized boolean hideUpTo(
      UserId user, ConversationId conversation, long sequence, LongSupplier oldest) {
    Key key = new Key(user, conversation);
    Newest there = newest.get(key);
    if (there == null) {
      return oldest.getAsLong() <= unknownUpTo;
    }
    return there.sequence() <= sequence && newest.remove(key, there);
  }

  /// Whether a phone may show this very message. Now it is told not to.
  synchronized boolean hide(UserId user, Message message) {
    Key key = new Key(user, message.conversation());
    Newest there = newest.get(key);
    if (there == null) {
      return message.stamp() <= unknownUpTo;
    }
    return there.sequence() == message.sequence() && newest.remove(key, there);
  }
}
