package io.whaleshark.testkit;

import static java.util.Comparator.comparing;

import io.whaleshark.core.engine.Contents;
import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// All facts of a state, as specified.
record ReferenceContents(ReferenceState state) implements Contents {

  @Override
  public String version() {
    return "reference " + newestStamp();
  }

  @Override
  public long newestStamp() {
    return state.newestStamp();
  }

  @Override
  public long messagesAbout() {
    return state.conversations().stream().mapToLong(id -> state.retained(id).size()).sum();
  }

  @Override
  public Iterator<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    state.everKnown().stream().sorted(ReferenceEngine.ORDER).forEach(id -> add(id, facts));
    state.participations().stream()
        .sorted(
            comparing(Participation::user)
                .thenComparing(Participation::conversation, ReferenceEngine.ORDER))
        .forEach(listed -> facts.add(new Fact.OfList(listed)));
    state.bans().forEach(ban -> facts.add(new Fact.OfBan(ban)));
    state.blocks().forEach(block -> facts.add(new Fact.OfBlock(block)));
    state.receiptsOff().forEach(user -> facts.add(new Fact.OfReceiptsOff(user)));
    state.pushTokens().forEach(token -> facts.add(new Fact.OfPushToken(token)));
    state.profiles().values().forEach(profile -> facts.add(new Fact.OfProfile(profile)));
    return facts.iterator();
  }

  private void add(ConversationId id, List<Fact> facts) {
    facts.add(numbers(id));
    state.periods(id).forEach(period -> facts.add(new Fact.OfMember(period)));
    if (id instanceof ConversationId.Group group) {
      Map<UserId, Message> newest =
          state.expired(id).stream()
              .collect(
                  Collectors.toMap(
                      Message::sender, Function.identity(), (_, later) -> later, TreeMap::new));
      newest.forEach((sender, message) ->
          facts.add(new Fact.OfSender(group, sender, message.sequence(), message.senderOrdinal())));
    }
    state.pins(id).forEach(pin -> facts.add(new Fact.OfPin(id, pin)));
    state
        .retained(id)
        .forEach(message -> {
          facts.add(new Fact.OfMessage(message));
          new ReferenceReactions(() -> state).facts(id, message.sequence()).forEach(facts::add);
        });
  }

  private Fact numbers(ConversationId id) {
    long expiredPosition = newestPosition(state.expired(id));
    long newestReplacement =
        newestPosition(state.retained(id).stream().filter(Message::isReplaced).toList());
    return new Fact.OfConversation(
        id,
        state.head(id),
        lowSent(id, state.ever(id)),
        new Fact.Expired(
            state.floor(id),
            lowSent(id, state.expired(id)),
            expiredPosition,
            state.floorRaisedAt(id)),
        newestReplacement > expiredPosition ? newestReplacement : 0,
        id instanceof ConversationId.Group group ? state.group(group) : Optional.empty());
  }

  private static long newestPosition(List<Message> messages) {
    return messages.stream().mapToLong(Message::inboxPosition).max().orElse(0);
  }

  private static long lowSent(ConversationId id, List<Message> messages) {
    return switch (id) {
      case ConversationId.Direct direct ->
          messages.stream().filter(message -> message.sender().equals(direct.low())).count();
      case ConversationId.Group _ -> 0;
    };
  }

  @Override
  public void close() {}
}
