package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.reading.InboxWalk;
import io.whaleshark.engine.cluster.PostgresInboxRows.Place;
import io.whaleshark.engine.cluster.redis.InboxCopy;
import io.whaleshark.engine.cluster.redis.InboxFill;
import io.whaleshark.engine.cluster.redis.InboxSets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// Inboxes from Redis, where it holds all that PostgreSQL says there is; else from PostgreSQL, with
/// the same answer. Thread-safe.
///
/// A pull looks into Redis first, and asks PostgreSQL then how many messages the user was ever to
/// see. In this order what Redis has counted is part of what PostgreSQL counts: so equal numbers
/// mean that nothing is missing. A set that misses something is filled from the same snapshot.
final class RedisInboxes implements Inboxes {

  /// What of a snapshot is put into Redis at once.
  private static final int FILL_BYTES = 1 << 20;

  private final Postgres postgres;
  private final InboxSets sets;
  private final Inboxes truth;
  private final LongAdder fromRedis = new LongAdder();
  private final LongAdder fills = new LongAdder();

  RedisInboxes(Postgres postgres, InboxSets sets) {
    this.postgres = postgres;
    this.sets = sets;
    this.truth = new PostgresInboxes(postgres);
  }

  /// A pull's answer, and what Redis lacked.
  private record Pulled(Slice slice, Optional<InboxFill> fill) {}

  /// One pull.
  private record Pull(UserId user, long after, PageLimit limit, Bound bound) {}

  @Override
  public long newest(UserId user) {
    return truth.newest(user);
  }

  @Override
  public Slice pull(UserId user, long after, PageLimit limit, Bound bound) {
    Optional<InboxCopy> copy = sets.look(user, after, limit.entries() + 1, bound.entries());
    if (copy.isEmpty()) {
      return truth.pull(user, after, limit, bound);
    }
    Pull pull = new Pull(user, after, limit, bound);
    Pulled pulled = postgres.read(session -> pull(session, pull, copy.get()));
    pulled
        .fill()
        .ifPresent(fill -> {
          fills.increment();
          sets.fill(user, fill);
        });
    return pulled.slice();
  }

  private Pulled pull(Session session, Pull pull, InboxCopy copy) throws SQLException {
    ShownPeriods shown = ShownPeriods.of(session, pull.user());
    PostgresInboxRows rows = new PostgresInboxRows(session, pull.user(), shown);
    boolean isComplete = copy.total() == shown.ever() && shown.newestReplaced() <= copy.upTo();
    if (isComplete && pull.after() >= copy.trimmedUpTo()) {
      RedisInboxRows held = new RedisInboxRows(shown, rows, copy);
      if (held.has(pull.limit().entries() + 1)) {
        fromRedis.increment();
        Slice slice = new InboxWalk<>(held, pull.after(), pull.bound()).slice(pull.limit());
        return new Pulled(slice, Optional.empty());
      }
    }
    Slice slice = new InboxWalk<>(rows, pull.after(), pull.bound()).slice(pull.limit());
    return new Pulled(slice, isComplete ? Optional.empty() : Optional.of(fill(rows, shown, copy)));
  }

  /// All that was sent or replaced since the set was last filled, or as much of it as a set keeps.
  private InboxFill fill(PostgresInboxRows rows, ShownPeriods shown, InboxCopy copy) {
    long from = copy.total() > shown.ever() ? InboxFill.ANEW : copy.upTo();
    List<Place> places = new ArrayList<>(rows.newest(Math.max(0, from), sets.entriesAtMost() + 1));
    places.sort(Comparator.comparingLong(Place::position).reversed());
    List<Message> messages = new ArrayList<>();
    int bytes = 0;
    for (Message message : rows.messages(places)) {
      if (messages.size() == sets.entriesAtMost() || bytes > FILL_BYTES) {
        return new InboxFill(from, shown.stamp(), shown.ever(), message.inboxPosition(), messages);
      }
      messages.add(message);
      bytes += message.sizeBytes();
    }
    return new InboxFill(from, shown.stamp(), shown.ever(), 0, messages);
  }

  /// How many pulls were answered from Redis.
  long fromRedis() {
    return fromRedis.sum();
  }

  /// How many times a set was filled.
  long fills() {
    return fills.sum();
  }
}
