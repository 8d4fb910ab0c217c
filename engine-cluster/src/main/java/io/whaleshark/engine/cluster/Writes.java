package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Change.FloorRaised;
import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Pin;
import io.whaleshark.core.model.Profile;
import io.whaleshark.core.model.PushToken;
import io.whaleshark.core.model.Tally;
import io.whaleshark.engine.cluster.Announced.Place;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the changes of a batch become: of each row the last state, since one statement cannot write
/// a row twice; one statement for each table, however many rows. Confined to the lane's thread.
final class Writes {

  private record MessageKey(ConversationId conversation, long sequence) {}

  private record PeriodKey(ConversationId conversation, UserId user, long joined) {}

  private record TakingKey(UserId user, ConversationId conversation) {}

  private final Map<MessageKey, Message> appended = new LinkedHashMap<>();
  private final Map<ClientMessageId, Message> sent = new LinkedHashMap<>();
  private final Map<ConversationId, Message> newest = new LinkedHashMap<>();
  private final Map<MessageKey, Message> replaced = new LinkedHashMap<>();
  private final Map<ConversationId, Message> newestReplaced = new LinkedHashMap<>();
  private final Map<PeriodKey, Membership> periods = new LinkedHashMap<>();
  private final Map<TakingKey, Participation> participations = new LinkedHashMap<>();
  private final Map<ConversationId.Group, Group> groups = new LinkedHashMap<>();
  private final Map<ConversationId, FloorRaised> floors = new LinkedHashMap<>();
  private final Map<ConversationId, List<Pin>> pins = new LinkedHashMap<>();
  private final Map<Fact.OfReaction, Boolean> reactions = new LinkedHashMap<>();
  private final Map<Place, Tally> tallies = new LinkedHashMap<>();
  private final Map<UserId, Ban> bans = new LinkedHashMap<>();
  private final Map<Block, Boolean> blocks = new LinkedHashMap<>();
  private final Map<UserId, Boolean> receipts = new LinkedHashMap<>();
  private final Map<PushStatements.Owner, Optional<PushToken>> pushTokens = new LinkedHashMap<>();
  private final Map<UserId, Optional<Profile>> profiles = new LinkedHashMap<>();

  private Writes() {}

  static Writes of(Collection<Change> changes) {
    Writes writes = new Writes();
    changes.forEach(writes::add);
    return writes;
  }

  private void add(Change change) {
    switch (change) {
      case Change.MessageAppended(Message message) -> {
        appended.put(new MessageKey(message.conversation(), message.sequence()), message);
        sent.put(message.clientId(), message);
        newest.put(message.conversation(), message);
      }
      case Change.MessageReplaced(Message message, long _) -> {
        MessageKey key = new MessageKey(message.conversation(), message.sequence());
        (appended.containsKey(key) ? appended : replaced).put(key, message);
        newestReplaced.put(message.conversation(), message);
        if (message.isRecalled()) {
          forget(message);
        }
      }
      case Change.MembershipPut(Membership period) ->
          periods.put(new PeriodKey(period.conversation(), period.user(), period.joined()), period);
      case Change.ParticipationPut(Participation put) ->
          participations.put(new TakingKey(put.user(), put.conversation()), put);
      case Change.GroupPut(Group group) -> groups.put(group.id(), group);
      case FloorRaised raised -> floors.put(raised.conversation(), raised);
      case Change.PinsPut(ConversationId conversation, List<Pin> put, long _) ->
          pins.put(conversation, put);
      case Change.ReactionPut put -> {
        reactions.put(new Fact.OfReaction(put.conversation(), put.reaction()), put.isSet());
        tallies.put(new Place(put.conversation(), put.reaction().sequence()), put.tally());
      }
      case Change.BanPut(Ban ban) -> bans.put(ban.user(), ban);
      case Change.BlockPut(Block block, long _) -> blocks.put(block, true);
      case Change.BlockLifted(Block block, long _) -> blocks.put(block, false);
      case Change.ReceiptsSwitched(UserId user, boolean on, long _) -> receipts.put(user, on);
      case Change.PushTokenPut(PushToken token) ->
          pushTokens.put(PushStatements.Owner.of(token), Optional.of(token));
      case Change.PushTokenRemoved(PushToken token, long _) ->
          pushTokens.put(PushStatements.Owner.of(token), Optional.empty());
      case Change.ProfilePut(Profile profile) -> profiles.put(profile.user(), Optional.of(profile));
      case Change.ProfileRemoved(Profile profile, long _) ->
          profiles.put(profile.user(), Optional.empty());
    }
  }

  /// What the batch has written of a message goes when that is recalled.
  private void forget(Message recalled) {
    ConversationId conversation = recalled.conversation();
    pins.computeIfPresent(conversation, (_, of) -> without(of, recalled.sequence()));
    tallies.remove(new Place(conversation, recalled.sequence()));
    reactions
        .keySet()
        .removeIf(of ->
            of.conversation().equals(conversation)
                && of.reaction().sequence() == recalled.sequence());
  }

  private static List<Pin> without(List<Pin> pins, long sequence) {
    return pins.stream().filter(pin -> pin.sequence() != sequence).toList();
  }

  /// The stamp that was drawn for a change.
  static long stamp(Change change) {
    return switch (change) {
      case Change.MessageAppended(Message message) -> message.stamp();
      case Change.MessageReplaced(Message message, long _) -> message.inboxPosition();
      case Change.MembershipPut(Membership period) -> period.changedAt();
      case Change.ParticipationPut(Participation put) -> put.changedAt();
      case Change.GroupPut(Group group) -> group.changedAt();
      case FloorRaised raised -> raised.raisedAt();
      case Change.PinsPut(var _, var _, long putAt) -> putAt;
      case Change.ReactionPut put -> put.putAt();
      case Change.BanPut(Ban ban) -> ban.changedAt();
      case Change.BlockPut(Block _, long putAt) -> putAt;
      case Change.BlockLifted(Block _, long liftedAt) -> liftedAt;
      case Change.ReceiptsSwitched switched -> switched.at();
      case Change.PushTokenPut(PushToken token) -> token.registeredAt();
      case Change.PushTokenRemoved(PushToken _, long removedAt) -> removedAt;
      case Change.ProfilePut(Profile profile) -> profile.changedAt();
      case Change.ProfileRemoved(Profile _, long removedAt) -> removedAt;
    };
  }

  /// The apps that are written to.
  Set<Long> apps() {
    Stream<ConversationId> conversations =
        Stream.of(
                newest.keySet().stream(),
                replaced.values().stream().map(Message::conversation),
                periods.values().stream().map(Membership::conversation),
                participations.values().stream().map(Participation::conversation),
                groups.keySet().stream(),
                pins.keySet().stream(),
                tallies.keySet().stream().map(Place::conversation),
                floors.keySet().stream())
            .flatMap(ids -> ids);
    Stream<UserId> users =
        Stream.of(
                bans.keySet().stream(),
                blocks.keySet().stream().map(Block::blocker),
                receipts.keySet().stream(),
                pushTokens.keySet().stream().map(PushStatements.Owner::user),
                profiles.keySet().stream())
            .flatMap(ids -> ids);
    return Stream.concat(conversations.map(ConversationId::app), users.map(UserId::app))
        .map(Integer::longValue)
        .collect(Collectors.toSet());
  }

  /// Those that are in force in the end, or those that are not.
  private static <T> List<T> those(Map<T, Boolean> all, boolean isInForce) {
    return all.entrySet().stream()
        .filter(one -> one.getValue() == isInForce)
        .map(Map.Entry::getKey)
        .toList();
  }

  private void addTokens(Script script) {
    PushStatements.remove(script, pushTokens.keySet().stream().filter(this::hasLost).toList());
    PushStatements.put(script, pushTokens.values().stream().flatMap(Optional::stream).toList());
  }

  private void addProfiles(Script script) {
    List<UserId> gone =
        profiles.keySet().stream()
            .filter(user -> profiles.getOrDefault(user, Optional.empty()).isEmpty())
            .toList();
    ProfileStatements.remove(script, gone);
    ProfileStatements.put(script, profiles.values().stream().flatMap(Optional::stream).toList());
  }

  private List<Place> recalled() {
    return replaced.values().stream()
        .filter(Message::isRecalled)
        .map(message -> new Place(message.conversation(), message.sequence()))
        .toList();
  }

  /// Retention deletes those of expired messages.
  private void addReactions(Script script) {
    List<Place> recalled = recalled();
    ReactionStatements.deleteSome(script, recalled);
    Set<Place> without = new LinkedHashSet<>(recalled);
    tallies.forEach((place, tally) -> {
      if (tally.isEmpty()) {
        without.add(place);
      }
    });
    tallies.keySet().removeAll(without);
    ReactionStatements.deleteTallies(script, without);
    ReactionStatements.put(script, tallies);
    ReactionStatements.insert(script, those(reactions, true));
    ReactionStatements.delete(script, those(reactions, false));
  }

  private void addPins(Script script) {
    PinStatements.remove(script, recalled());
    PinStatements.put(script, pins);
    List<Place> expired =
        floors.values().stream()
            .map(raised -> new Place(raised.conversation(), raised.sequence()))
            .toList();
    PinStatements.removeUpTo(script, expired);
  }

  private boolean hasLost(PushStatements.Owner owner) {
    return pushTokens.getOrDefault(owner, Optional.empty()).isEmpty();
  }

  /// Adds all of it.
  ///
  /// Ids come before conversations: retention writes in the same order.
  void addTo(Script script) {
    WriteStatements.append(script, appended.values());
    WriteStatements.replace(script, replaced.values());
    WriteStatements.nameIds(script, sent.values());
    WriteStatements.moveHeads(script, newest.values());
    WriteStatements.noteReplaced(script, newestReplaced.values());
    WriteStatements.putGroups(script, groups.values());
    WriteStatements.putPeriods(script, periods.values());
    WriteStatements.putParticipations(script, participations.values());
    WriteStatements.raiseFloors(script, floors.values());
    addPins(script);
    addReactions(script);
    WriteStatements.putBans(script, bans.values());
    WriteStatements.putBlocks(script, those(blocks, true));
    WriteStatements.liftBlocks(script, those(blocks, false));
    addTokens(script);
    addProfiles(script);
    SwitchStatements.on(script, those(receipts, true));
    SwitchStatements.off(script, those(receipts, false));
  }
}
