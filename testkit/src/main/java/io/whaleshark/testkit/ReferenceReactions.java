package io.whaleshark.testkit;

import static java.util.stream.Collectors.toSet;

import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.engine.Reactions;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Reaction;
import io.whaleshark.core.model.Tally;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The reactions of a state, as specified.
record ReferenceReactions(Supplier<ReferenceState> now) implements Reactions {

  @Override
  public List<Seen> tallies(
      ConversationId conversation, Optional<UserId> asker, long after, long upTo, int limit) {
    ReferenceState state = now.get();
    return state.tallies(conversation).values().stream()
        .filter(tally -> tally.sequence() > after && tally.sequence() <= upTo)
        .limit(limit)
        .map(tally ->
            new Seen(
                tally, asker.map(user -> mine(state, conversation, tally, user)).orElse(Set.of())))
        .toList();
  }

  private static Set<String> mine(
      ReferenceState state, ConversationId conversation, Tally tally, UserId user) {
    return state.reactions(conversation).stream()
        .filter(row -> row.sequence() == tally.sequence() && row.user().equals(user))
        .map(Reaction::sign)
        .filter(sign -> tally.of(sign) > 0)
        .collect(toSet());
  }

  @Override
  public Tally tally(ConversationId conversation, long sequence) {
    return now.get().tallies(conversation).getOrDefault(sequence, Tally.none(sequence));
  }

  @Override
  public List<UserId> reactors(
      ConversationId conversation, long sequence, String sign, String after, int limit) {
    return now.get().reactions(conversation).stream()
        .filter(row -> row.sequence() == sequence && row.sign().equals(sign))
        .map(Reaction::user)
        .filter(user -> after.isEmpty() || user.compareTo(new UserId(user.app(), after)) > 0)
        .sorted()
        .limit(limit)
        .toList();
  }

  /// The reactions to a message, in the order of the facts.
  Stream<Fact> facts(ConversationId conversation, long sequence) {
    return tally(conversation, sequence).counts().stream()
        .flatMap(count ->
            reactors(conversation, sequence, count.sign(), "", Integer.MAX_VALUE).stream()
                .map(user ->
                    new Fact.OfReaction(conversation, new Reaction(sequence, count.sign(), user))));
  }
}
