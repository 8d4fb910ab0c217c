package io.whaleshark.core.delivery;

import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.session.OnlineUser;
import io.whaleshark.core.session.Push;
import io.whaleshark.core.session.Sessions;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/// Tells the authors in a group that they were read: at once, and then at most once in each
/// interval (P11).
///
/// A receipt is about a position, and a count is read when the frame leaves; so a frame that stands
/// for a thousand readers costs what a frame for one costs, and the last frame after a storm
/// carries the final count. Authors who are away get nothing here: they ask for the counts when
/// they open the group (P7).
///
/// Confined to the lane's thread.
final class GroupReceipts {

  /// Up to how many newly read messages their authors are looked up in the log; beyond it, each
  /// connected participant is asked for instead. Either way the cost is bounded by the smaller of
  /// the two.
  private static final long LOOKED_UP_AT_MOST = 1000;

  private record Key(OnlineUser author, ConversationId.Group group) {}

  private record Pending(UserId reader, long sequence) {}

  /// When the interval of a key ends.
  private record Due(Key key, long stamp) {}

  private final Engine engine;
  private final Sessions sessions;
  private final IntToLongFunction intervalMicros;

  /// The keys whose interval lasts, and what is to be said at its end, if anything.
  private final Map<Key, Optional<Pending>> waiting = new HashMap<>();

  private final Queue<Due> dues = new PriorityQueue<>(Comparator.comparingLong(Due::stamp));

  /// @param intervalMicros for each app, how long an author hears nothing after a frame about a
  ///   group
  GroupReceipts(Engine engine, Sessions sessions, IntToLongFunction intervalMicros) {
    this.engine = engine;
    this.sessions = sessions;
    this.intervalMicros = intervalMicros;
  }

  /// A member's read marker moved over messages by others.
  ///
  /// @param from the position before
  /// @param upTo the position now
  record Read(ConversationId.Group group, UserId reader, long from, long upTo) {}

  void readAdvanced(Read read, long now) {
    for (OnlineUser author : connectedAuthors(read.group(), read.from(), read.upTo())) {
      if (!author.user().equals(read.reader())) {
        offer(new Key(author, read.group()), new Pending(read.reader(), read.upTo()), now);
      }
    }
  }

  private Collection<OnlineUser> connectedAuthors(
      ConversationId.Group group, long after, long upTo) {
    if (upTo - after > LOOKED_UP_AT_MOST) {
      return sessions.in(group).keySet().stream()
          .filter(session -> engine.messages().newestBy(group, session.user(), upTo) > after)
          .toList();
    }
    return engine.messages().authors(group, after, upTo).stream()
        .flatMap(author -> sessions.of(author).stream())
        .toList();
  }

  private static boolean isMember(@Nullable Membership membership) {
    return membership != null && membership.isOpen();
  }

  private void offer(Key key, Pending read, long now) {
    Optional<Pending> before = waiting.get(key);
    if (before == null) {
      begin(key, read, now);
    } else {
      waiting.put(
          key, before.filter(p -> p.sequence() > read.sequence()).or(() -> Optional.of(read)));
    }
  }

  private void begin(Key key, Pending read, long now) {
    // It waits until it is told: if the engine fails now, it is told when the interval ends.
    waiting.put(key, Optional.of(read));
    dues.add(new Due(key, now + intervalMicros.applyAsLong(key.group().app())));
    tell(key, read);
    waiting.put(key, Optional.empty());
  }

  /// Sends what has waited for its interval to end.
  ///
  /// @return the stamp at which to call again; [Long#MAX_VALUE] if nothing waits
  long tick(long now) {
    while (!dues.isEmpty() && dues.peek().stamp() <= now) {
      Key key = dues.remove().key();
      Optional<Pending> read = waiting.remove(key);
      if (read != null && read.isPresent()) {
        begin(key, read.get(), now);
      }
    }
    return dues.isEmpty() ? Long.MAX_VALUE : dues.peek().stamp();
  }

  private void tell(Key key, Pending read) {
    // Who left hears nothing more of the group (P9), whatever happened before.
    if (!isMember(sessions.in(key.group()).get(key.author()))) {
      return;
    }
    long counted = engine.messages().newestBy(key.group(), key.author().user(), read.sequence());
    engine
        .messages()
        .message(key.group(), counted)
        .ifPresent(message -> key.author().pushToAll(receipt(key, read, message)));
  }

  private Push receipt(Key key, Pending read, Message counted) {
    return new Push.GroupRead(
        read.reader(),
        key.group(),
        read.sequence(),
        counted,
        engine.memberships().readCount(counted));
  }
}
