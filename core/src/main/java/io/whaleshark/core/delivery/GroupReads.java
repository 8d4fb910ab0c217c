package io.whaleshark.core.delivery;

import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.session.OnlineUser;
import io.whaleshark.core.session.Sessions;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds out who wrote what became read in a group, and has those authors told.
///
/// Of one group there is one look-up at a time. What is read meanwhile waits for the next one, of
/// each reader one range; so a crowd that reads the same messages costs few look-ups.
///
/// Confined to the lane's thread.
final class GroupReads {

  /// Up to how many newly read messages their authors are looked up in the log; beyond it, each
  /// connected participant is asked for instead. Either way the cost is bounded by the smaller of
  /// the two.
  private static final long LOOKED_UP_AT_MOST = 1000;

  /// Messages that became read.
  ///
  /// @param after the position before
  /// @param upTo the position now
  private record Range(long after, long upTo) {

    private boolean isLong() {
      return upTo - after > LOOKED_UP_AT_MOST;
    }

    private Range with(Range other) {
      return new Range(Math.min(after, other.after), Math.max(upTo, other.upTo));
    }
  }

  private final Engine engine;
  private final Lookups lookups;
  private final Sessions sessions;
  private final GroupReceipts receipts;
  private final Map<ConversationId.Group, OfGroup> groups = new HashMap<>();

  GroupReads(Engine engine, Lookups lookups, Sessions sessions, GroupReceipts receipts) {
    this.engine = engine;
    this.lookups = lookups;
    this.sessions = sessions;
    this.receipts = receipts;
  }

  /// What was read in one group.
  private final class OfGroup implements Lookups.Question {

    private final ConversationId.Group group;
    private final Map<UserId, Range> waiting = new LinkedHashMap<>();
    private final Map<UserId, Range> asked = new LinkedHashMap<>(); // stays while it is asked
    private List<UserId> present = List.of();

    OfGroup(ConversationId.Group group) {
      this.group = group;
    }

    @Override
    public void begins() {
      waiting.forEach((reader, range) -> addLast(asked, reader, range));
      waiting.clear();
      present =
          asked.values().stream().anyMatch(Range::isLong)
              ? sessions.in(group).keySet().stream().map(OnlineUser::user).toList()
              : List.of();
    }

    @Override
    public Runnable ask() {
      Map<Range, Collection<UserId>> authors = new HashMap<>();
      asked.values().forEach(range -> authors.computeIfAbsent(range, this::authors));
      return () -> found(authors);
    }

    private Collection<UserId> authors(Range range) {
      return range.isLong()
          ? present.stream()
              .filter(user -> engine.messages().newestBy(group, user, range.upTo) > range.after)
              .toList()
          : engine.messages().authors(group, range.after, range.upTo);
    }

    private void found(Map<Range, Collection<UserId>> authors) {
      asked.forEach((reader, range) -> {
        var read = new GroupReceipts.Read(reader, range.upTo);
        for (UserId author : authors.getOrDefault(range, List.of())) {
          if (!author.equals(reader)) {
            sessions.of(author).ifPresent(online -> receipts.offer(online, group, read));
          }
        }
      });
      asked.clear();
      if (waiting.isEmpty()) {
        groups.remove(group);
      } else {
        lookups.askPatiently(this);
      }
    }

    @Override
    public void fails(RuntimeException failure) {
      groups.remove(group);
    }
  }

  /// The range counts as read when its last message was.
  private static void addLast(Map<UserId, Range> ranges, UserId reader, Range range) {
    Range before = ranges.remove(reader);
    ranges.put(reader, before == null ? range : before.with(range));
  }

  /// A member's read marker moved over messages by others.
  void readAdvanced(ConversationId.Group group, UserId reader, long after, long upTo) {
    OfGroup before = groups.get(group);
    OfGroup reads = before == null ? new OfGroup(group) : before;
    addLast(reads.waiting, reader, new Range(after, upTo));
    if (before == null) {
      groups.put(group, reads);
      lookups.askPatiently(reads);
    }
  }
}
