package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Inboxes.Gap;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.reading.InboxRows;
import io.whaleshark.engine.cluster.PostgresInboxRows.Place;
import io.whaleshark.engine.cluster.ShownPeriods.Period;
import io.whaleshark.engine.cluster.redis.InboxCopy;
import io.whaleshark.engine.cluster.redis.InboxMember;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;

/// The rows of one user's inbox, from a set that is complete; what has expired is left out.
/// Confined to the pull's thread.
final class RedisInboxRows implements InboxRows<InboxMember> {

  private final ShownPeriods shown;
  private final PostgresInboxRows others;
  private final List<InboxMember> members; // after the cursor, oldest first
  private final boolean more;

  /// @param others brings the messages of which the set brought the heads alone
  RedisInboxRows(ShownPeriods shown, PostgresInboxRows others, InboxCopy copy) {
    this.shown = shown;
    this.others = others;
    this.members = ranked(retained(shown, copy.members()));
    this.more = copy.more();
  }

  private static List<InboxMember> retained(ShownPeriods shown, List<InboxMember> members) {
    Map<ConversationId, List<Period>> periods = new HashMap<>();
    shown
        .retained()
        .forEach(period ->
            periods.computeIfAbsent(period.conversation(), _ -> new ArrayList<>()).add(period));
    return members.stream()
        .filter(member ->
            periods.getOrDefault(member.conversation(), List.of()).stream()
                .anyMatch(period -> period.shows(member.conversation(), member.sequence())))
        .toList();
  }

  private static List<InboxMember> ranked(List<InboxMember> members) {
    Map<ConversationId, Integer> newer = new HashMap<>();
    List<InboxMember> ranked = new ArrayList<>(members.size());
    for (InboxMember member : members.reversed()) {
      ranked.add(member.ranked(newer.merge(member.conversation(), 1, Integer::sum) - 1));
    }
    return ranked.reversed();
  }

  /// Whether so many of the oldest are here, or all.
  boolean has(int wanted) {
    return !more || members.size() >= wanted;
  }

  @Override
  public List<Long> counts() {
    return shown.counts();
  }

  @Override
  public boolean hasExpiredAfter(long after) {
    return shown.hasExpiredAfter(after);
  }

  @Override
  public List<InboxMember> oldest(long after, int limit) {
    return members;
  }

  @Override
  public List<InboxMember> newest(long after, int limit) {
    return members.stream().filter(member -> member.rank() < limit).toList();
  }

  @Override
  public Iterable<Message> messages(List<InboxMember> entries) {
    List<Message> here =
        entries.stream().map(InboxMember::message).flatMap(Optional::stream).toList();
    return here.size() == entries.size()
        ? here
        : others.messages(
            entries.stream()
                .map(
                    entry -> new Place(entry.conversation(), entry.position(), entry.sequence(), 0))
                .toList());
  }

  @Override
  public List<Gap> gaps(long after, Map<ConversationId, Long> keptFrom) {
    List<Gap> gaps = new ArrayList<>();
    for (Period period : shown.retained()) {
      LongSummaryStatistics dropped =
          members.stream()
              .filter(member -> period.shows(member.conversation(), member.sequence()))
              .filter(
                  member -> member.position() < keptFrom.getOrDefault(member.conversation(), 0L))
              .mapToLong(InboxMember::sequence)
              .summaryStatistics();
      if (dropped.getCount() > 0) {
        gaps.add(new Gap(period.conversation(), dropped.getMin(), dropped.getMax()));
      }
    }
    return gaps;
  }
}
