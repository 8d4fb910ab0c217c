package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Head;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The state of one group that decisions and read counts need, in memory. Thread-safe: the lane
/// changes it after its commits, and any thread may read it.
///
/// The read count of message `s` is computed without a scan of members or messages (P11). Every
/// period has `joined <= read`, and a period that ended before `s` has `read < s`. So among the
/// periods with `read >= s`, those with `joined >= s` began after `s`; all others are readers.
final class GroupState {

  // All fields are guarded by this.
  private @Nullable Group group;
  private Head head;
  private final Map<UserId, Membership> newestPeriods = new HashMap<>();
  private final Map<UserId, Long> sentCounts = new HashMap<>();
  private final SortedLongs reads = new SortedLongs();
  private final SortedLongs joins = new SortedLongs();

  /// @param periods all periods of all present and past members, each user's oldest first
  GroupState(@Nullable Group group, Head head, Collection<Membership> periods) {
    this.group = group;
    this.head = head;
    reads.addAll(periods.stream().mapToLong(Membership::read).toArray());
    joins.addAll(periods.stream().mapToLong(Membership::joined).toArray());
    periods.forEach(period -> newestPeriods.put(period.user(), period));
  }

  synchronized Optional<Group> group() {
    return Optional.ofNullable(group);
  }

  synchronized Head head() {
    return head;
  }

  synchronized Optional<Membership> newestPeriod(UserId user) {
    return Optional.ofNullable(newestPeriods.get(user));
  }

  /// The parts of a read count, from one snapshot.
  ///
  /// @param count how many periods see the message and have read it, whoever wrote it
  /// @param authors its author's newest period; older ones are closed and change no more
  record Readers(long count, Optional<Membership> authors) {}

  /// Who has read a message.
  synchronized Readers readers(long sequence, UserId author) {
    long count = (long) reads.countAtLeast(sequence) - joins.countAtLeast(sequence);
    return new Readers(count, newestPeriod(author));
  }

  /// The number of messages that a user has sent here, if it is already known.
  synchronized @Nullable Long sentCount(UserId user) {
    return sentCounts.get(user);
  }

  synchronized void noteSentCount(UserId user, long count) {
    sentCounts.put(user, count);
  }

  /// Whether the group exists.
  synchronized boolean exists() {
    return group != null;
  }

  /// Applies a change of the group, unless a later one is already known.
  synchronized void put(Group changed) {
    if (group == null || group.changedAt() < changed.changedAt()) {
      group = changed;
    }
  }

  synchronized void append(Message message) {
    if (message.sequence() > head.sequence()) {
      head = Head.of(message);
    }
  }

  /// Applies a new or changed period, unless a later state of its user is already known: then that
  /// state includes it.
  synchronized void put(Membership period) {
    Membership before = newestPeriods.get(period.user());
    if (before != null && before.changedAt() >= period.changedAt()) {
      return;
    }
    newestPeriods.put(period.user(), period);
    if (before == null || before.joined() != period.joined()) {
      reads.add(period.read());
      joins.add(period.joined());
    } else if (before.read() != period.read()) {
      reads.raise(before.read(), period.read());
    }
  }

  synchronized int memberCount() {
    return newestPeriods.size();
  }
}
