package io.whaleshark.core.delivery;

import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.session.OnlineUser;
import io.whaleshark.core.session.Push;
import io.whaleshark.core.session.Sessions;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Tells an author in a group that others have read: at once, and then at most once in each
/// interval (P11).
///
/// A receipt is about a position, and a count is looked up when the receipt is due; so a frame that
/// stands for a thousand readers costs what a frame for one costs, and the last frame after a storm
/// carries the final count. Authors who are away get nothing here: they ask for the counts when
/// they open the group (P7).
///
/// Confined to the lane's thread.
final class GroupReceipts {

  private record Key(OnlineUser author, ConversationId.Group group) {}

  /// A member's read marker moved.
  ///
  /// @param sequence the position now
  record Read(UserId reader, long sequence) {}

  /// When the interval of a receipt ends.
  private record Due(Receipt receipt, long stamp) {}

  private final Engine engine;
  private final Lookups lookups;
  private final Sessions sessions;
  private final LongSupplier now;
  private final IntToLongFunction intervalMicros;
  private final Predicate<OnlineUser> isShown;

  /// Those that are looked up, or were told and whose interval lasts.
  private final Map<Key, Receipt> receipts = new HashMap<>();

  private final Queue<Due> dues = new PriorityQueue<>(Comparator.comparingLong(Due::stamp));

  /// @param now shows the time
  /// @param intervalMicros for each app, how long an author hears nothing after a frame about a
  ///   group
  /// @param isShown whether a user sees how far others get
  GroupReceipts(
      Engine engine,
      Lookups lookups,
      Sessions sessions,
      LongSupplier now,
      IntToLongFunction intervalMicros,
      Predicate<OnlineUser> isShown) {
    this.engine = engine;
    this.lookups = lookups;
    this.sessions = sessions;
    this.now = now;
    this.intervalMicros = intervalMicros;
    this.isShown = isShown;
  }

  /// What one author is told of one group, time and again.
  private final class Receipt implements Lookups.Question {

    private final Key key;
    private Read read;
    private @Nullable Read waiting; // the furthest since

    Receipt(Key key, Read read) {
      this.key = key;
      this.read = read;
    }

    @Override
    public void begins() {
      // The furthest so far is told; the count holds all others.
      if (waiting != null) {
        read = further(read, waiting);
        waiting = null;
      }
    }

    @Override
    public Runnable ask() {
      Read told = read;
      long counted = engine.messages().newestBy(key.group(), key.author().user(), told.sequence());
      Optional<Push> push =
          engine
              .messages()
              .message(key.group(), counted)
              .map(message ->
                  new Push.GroupRead(
                      told.reader(),
                      key.group(),
                      told.sequence(),
                      message,
                      engine.memberships().readCount(message)));
      return () -> found(push.filter(_ -> key.author().isSpared(key.group(), counted)));
    }

    private void found(Optional<Push> push) {
      // Who left hears nothing more of the group (P9), whatever happened before.
      if (key.author().isBehind()) {
        waiting = waiting == null ? read : further(read, waiting);
      } else if (push.isPresent()
          && isShown.test(key.author())
          && isMember(sessions.in(key.group()).get(key.author()))) {
        key.author().pushToAll(push.get());
      }
      rest();
    }

    @Override
    public void fails(RuntimeException failure) {
      rest();
    }

    private void rest() {
      dues.add(new Due(this, now.getAsLong() + intervalMicros.applyAsLong(key.group().app())));
    }

    /// The interval is over.
    void due() {
      if (waiting == null) {
        receipts.remove(key);
      } else {
        read = waiting;
        waiting = null;
        lookups.askPatiently(this);
      }
    }
  }

  private static boolean isMember(@Nullable Membership membership) {
    return membership != null && membership.isOpen();
  }

  /// Of equals the last.
  private static Read further(Read before, Read since) {
    return before.sequence() > since.sequence() ? before : since;
  }

  /// Something that an author wrote became read.
  void offer(OnlineUser author, ConversationId.Group group, Read read) {
    Key key = new Key(author, group);
    Receipt receipt = receipts.get(key);
    if (receipt == null) {
      Receipt first = new Receipt(key, read);
      receipts.put(key, first);
      lookups.askPatiently(first);
    } else {
      receipt.waiting = receipt.waiting == null ? read : further(receipt.waiting, read);
    }
  }

  /// Has those told that have waited for their interval to end.
  ///
  /// @return the stamp at which to call again; [Long#MAX_VALUE] if nothing waits
  long tick() {
    while (!dues.isEmpty() && dues.peek().stamp() <= now.getAsLong()) {
      dues.remove().receipt().due();
    }
    return dues.isEmpty() ? Long.MAX_VALUE : dues.peek().stamp();
  }
}
