package io.whaleshark.testkit;

import static java.util.Comparator.comparingLong;

import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Inboxes, as specified. Thread-safe.
record ReferenceInboxes(Supplier<ReferenceState> now) implements Inboxes {

  @Override
  public long newest(UserId user) {
    ReferenceState state = now.get();
    return Stream.concat(
            entries(state, user).stream().map(Message::inboxPosition),
            state.conversationsOf(user).stream().map(c -> expiredUpTo(state, user, c)))
        .max(Long::compare)
        .orElse(0L);
  }

  @Override
  public Slice pull(UserId user, long after, PageLimit limit, Bound bound) {
    ReferenceState state = now.get();
    List<Message> entries = entries(state, user);
    Set<Message> kept = kept(entries, bound);
    List<Message> left =
        entries.stream().filter(m -> m.inboxPosition() > after && kept.contains(m)).toList();
    List<Message> dropped =
        entries.stream().filter(m -> m.inboxPosition() > after && !kept.contains(m)).toList();
    boolean expired =
        state.conversationsOf(user).stream().anyMatch(c -> expiredUpTo(state, user, c) > after);
    List<Message> page = ReferenceLog.page(left, limit);
    return new Slice(
        page,
        page.size() == left.size(),
        expired || !dropped.isEmpty(),
        gaps(state, user, dropped));
  }

  /// All retained messages that the user sees, oldest first.
  private static List<Message> entries(ReferenceState state, UserId user) {
    return state.conversationsOf(user).stream()
        .flatMap(conversation -> state.retained(conversation).stream())
        .filter(message -> state.sees(user, message))
        .sorted(comparingLong(Message::inboxPosition))
        .toList();
  }

  /// The kept entries: first the newest share of each conversation, newest first, then the newest
  /// of the rest.
  private static Set<Message> kept(List<Message> entries, Bound bound) {
    Map<ConversationId, Integer> newer = new HashMap<>();
    List<Message> shares = new ArrayList<>();
    List<Message> rest = new ArrayList<>();
    for (Message entry : entries.reversed()) {
      int rank = newer.merge(entry.conversation(), 1, Integer::sum);
      (rank <= bound.share() ? shares : rest).add(entry);
    }
    return Stream.concat(shares.stream(), rest.stream())
        .limit(bound.entries())
        .collect(Collectors.toSet());
  }

  /// One range for each conversation and period with dropped entries.
  private static List<Gap> gaps(ReferenceState state, UserId user, List<Message> dropped) {
    List<Gap> gaps = new ArrayList<>();
    for (ConversationId conversation : state.conversationsOf(user)) {
      for (Membership period : state.periods(conversation, user)) {
        LongSummaryStatistics range =
            dropped.stream()
                .filter(m -> m.conversation().equals(conversation) && period.sees(m.sequence()))
                .mapToLong(Message::sequence)
                .summaryStatistics();
        if (range.getCount() > 0) {
          gaps.add(new Gap(conversation, range.getMin(), range.getMax()));
        }
      }
    }
    return gaps;
  }

  /// The newest position of what has expired in a conversation, if the user was there before all of
  /// it was said; else 0.
  private static long expiredUpTo(ReferenceState state, UserId user, ConversationId conversation) {
    List<Message> gone = state.expired(conversation);
    boolean concerned =
        state.erasedUpTo(user, conversation) < gone.size()
            && state.periods(conversation, user).stream()
                .anyMatch(period -> period.joined() < gone.size());
    return concerned ? gone.stream().mapToLong(Message::inboxPosition).max().orElse(0) : 0;
  }
}
