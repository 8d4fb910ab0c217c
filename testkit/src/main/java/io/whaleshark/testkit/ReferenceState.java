package io.whaleshark.testkit;

import io.whaleshark.core.engine.Change;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Head;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Pin;
import io.whaleshark.core.model.Profile;
import io.whaleshark.core.model.PushToken;
import io.whaleshark.core.model.Reaction;
import io.whaleshark.core.model.Tally;
import io.whaleshark.core.news.News;
import io.whaleshark.core.presence.Presence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/// The state of a [ReferenceEngine] at one instant. Immutable once it is created.
///
/// It keeps everything: all messages ever sent, and for each conversation how many of the oldest
/// have expired and were deleted. No port shows expired messages.
final class ReferenceState {

  private record Taking(ConversationId conversation, UserId user) {}

  private final Map<ConversationId, List<Message>> logs = new LinkedHashMap<>();
  private final Map<ConversationId, Change.FloorRaised> floors = new LinkedHashMap<>();
  private final Map<ConversationId, Long> deleted = new LinkedHashMap<>();
  private final Map<Taking, List<Membership>> periods = new LinkedHashMap<>();
  private final Map<Taking, Participation> participations = new LinkedHashMap<>();
  private final Map<ConversationId.Group, Group> groups = new LinkedHashMap<>();
  private final Map<ConversationId, List<Pin>> pins = new LinkedHashMap<>();
  private final Map<ConversationId, SortedMap<Long, Tally>> tallies = new LinkedHashMap<>();
  private final Map<ConversationId, List<Reaction>> reactions = new LinkedHashMap<>();
  private final Map<UserId, Ban> bans = new TreeMap<>();
  private final Map<UserId, List<News.LoggedIn>> sessions = new TreeMap<>();
  private final Set<Block> blocks =
      new TreeSet<>(Comparator.comparing(Block::blocker).thenComparing(Block::blocked));
  private final Set<UserId> receiptsOff = new TreeSet<>();
  private final SortedMap<UserId, Profile> profiles = new TreeMap<>();
  private final Set<PushToken> pushTokens =
      new TreeSet<>(Comparator.comparing(PushToken::user).thenComparing(PushToken::device));
  private long newestStamp;

  private ReferenceState copy() {
    ReferenceState copy = new ReferenceState();
    copy.logs.putAll(logs);
    copy.floors.putAll(floors);
    copy.deleted.putAll(deleted);
    copy.periods.putAll(periods);
    copy.participations.putAll(participations);
    copy.groups.putAll(groups);
    copy.pins.putAll(pins);
    copy.tallies.putAll(tallies);
    copy.reactions.putAll(reactions);
    copy.bans.putAll(bans);
    copy.sessions.putAll(sessions);
    copy.blocks.addAll(blocks);
    copy.receiptsOff.addAll(receiptsOff);
    copy.pushTokens.addAll(pushTokens);
    copy.profiles.putAll(profiles);
    copy.newestStamp = newestStamp;
    return copy;
  }

  /// The state after a commit.
  ReferenceState with(List<Change> changes, List<News> news, long stamp) {
    ReferenceState next = copy();
    changes.forEach(next::apply);
    news.forEach(next::apply);
    next.newestStamp = Math.max(newestStamp, stamp);
    return next;
  }

  /// The state after the expired messages of a conversation were deleted.
  ReferenceState without(ConversationId conversation) {
    ReferenceState next = copy();
    next.deleted.put(conversation, floor(conversation));
    return next;
  }

  /// The state in which nothing has expired.
  ReferenceState unexpired() {
    ReferenceState unexpired = copy();
    unexpired.floors.clear();
    unexpired.deleted.clear();
    return unexpired;
  }

  /// The state in which nobody is online.
  ReferenceState withoutSessions() {
    ReferenceState next = copy();
    next.sessions.clear();
    return next;
  }

  /// Of a node that is gone others know.
  private void apply(News news) {
    if (news instanceof News.OfUserSessions told) {
      UserId user = told.user();
      sessions.put(user, Presence.after(user, sessions(user), List.of(told)));
    }
  }

  /// The sessions of a user, the oldest first.
  List<News.LoggedIn> sessions(UserId user) {
    return sessions.getOrDefault(user, List.of());
  }

  /// The sessions of all users.
  List<News.LoggedIn> sessions() {
    return sessions.values().stream().flatMap(List::stream).toList();
  }

  private void apply(Change change) {
    switch (change) {
      case Change.MessageAppended(Message message) -> {
        List<Message> log = new ArrayList<>(ever(message.conversation()));
        if (message.sequence() != log.size() + 1) {
          throw new IllegalStateException(
              "sequence: " + message.sequence() + " (expected: " + (log.size() + 1) + ")");
        }
        log.add(message);
        logs.put(message.conversation(), log);
      }
      case Change.MessageReplaced(Message message, long from) -> replace(message, from);
      case Change.PinsPut(ConversationId conversation, List<Pin> put, long _) ->
          pins.put(conversation, put);
      case Change.ReactionPut put -> react(put);
      case Change.MembershipPut(Membership put) -> {
        List<Membership> all = new ArrayList<>(periods(put.conversation(), put.user()));
        all.removeIf(period -> period.joined() == put.joined());
        all.add(put);
        all.sort(Comparator.comparingLong(Membership::joined));
        periods.put(new Taking(put.conversation(), put.user()), all);
      }
      case Change.ParticipationPut(Participation put) ->
          participations.put(new Taking(put.conversation(), put.user()), put);
      case Change.GroupPut(Group group) -> groups.put(group.id(), group);
      case Change.BanPut(Ban ban) -> bans.put(ban.user(), ban);
      case Change.BlockPut(Block block, long _) -> blocks.add(block);
      case Change.BlockLifted(Block block, long _) -> blocks.remove(block);
      case Change.ReceiptsSwitched(UserId user, boolean on, long _) -> {
        if (on) {
          receiptsOff.remove(user);
        } else {
          receiptsOff.add(user);
        }
      }
      case Change.PushTokenPut(PushToken token) -> {
        pushTokens.remove(token); // the one of its device
        pushTokens.add(token);
      }
      case Change.PushTokenRemoved(PushToken token, long _) -> pushTokens.remove(token);
      case Change.ProfilePut(Profile profile) -> profiles.put(profile.user(), profile);
      case Change.ProfileRemoved(Profile profile, long _) -> profiles.remove(profile.user());
      case Change.FloorRaised raised -> {
        int newest = ever(raised.conversation()).size();
        if (raised.sequence() > newest) {
          throw new IllegalStateException(
              "floor: " + raised.sequence() + " (expected: .." + newest + ")");
        }
        floors.put(raised.conversation(), raised);
        unpin(raised.conversation(), pin -> pin.sequence() <= raised.sequence());
        forget(raised.conversation(), sequence -> sequence <= raised.sequence());
      }
    }
  }

  private void replace(Message message, long from) {
    List<Message> log = new ArrayList<>(ever(message.conversation()));
    Message before = log.set((int) message.sequence() - 1, message);
    if (before.inboxPosition() != from) {
      throw new IllegalStateException(
          "from: " + from + " (expected: " + before.inboxPosition() + ")");
    }
    logs.put(message.conversation(), log);
    if (message.isRecalled()) {
      unpin(message.conversation(), pin -> pin.sequence() == message.sequence());
      forget(message.conversation(), sequence -> sequence == message.sequence());
    }
  }

  private void unpin(ConversationId conversation, Predicate<Pin> gone) {
    pins.put(conversation, pins(conversation).stream().filter(gone.negate()).toList());
  }

  private void react(Change.ReactionPut put) {
    List<Reaction> rows = new ArrayList<>(reactions(put.conversation()));
    rows.remove(put.reaction());
    if (put.isSet()) {
      rows.add(put.reaction());
    }
    reactions.put(put.conversation(), rows);
    SortedMap<Long, Tally> counted = new TreeMap<>(tallies(put.conversation()));
    counted.put(put.tally().sequence(), put.tally());
    counted.values().removeIf(Tally::isEmpty);
    tallies.put(put.conversation(), counted);
  }

  private void forget(ConversationId conversation, LongPredicate gone) {
    List<Reaction> rows = new ArrayList<>(reactions(conversation));
    rows.removeIf(reaction -> gone.test(reaction.sequence()));
    reactions.put(conversation, rows);
    SortedMap<Long, Tally> counted = new TreeMap<>(tallies(conversation));
    counted.keySet().removeIf(gone::test);
    tallies.put(conversation, counted);
  }

  /// The reactions to the messages of a conversation, in the order in which they were set.
  List<Reaction> reactions(ConversationId conversation) {
    return reactions.getOrDefault(conversation, List.of());
  }

  /// The tallies of a conversation, by sequence.
  SortedMap<Long, Tally> tallies(ConversationId conversation) {
    return tallies.getOrDefault(conversation, Collections.emptySortedMap());
  }

  /// The pins of a conversation, by sequence.
  List<Pin> pins(ConversationId conversation) {
    return pins.getOrDefault(conversation, List.of());
  }

  long newestStamp() {
    return newestStamp;
  }

  Collection<ConversationId> conversations() {
    return logs.keySet();
  }

  /// All conversations of which anything was ever noted.
  Set<ConversationId> everKnown() {
    Set<ConversationId> known = new HashSet<>(logs.keySet());
    known.addAll(groups.keySet());
    periods.keySet().forEach(taking -> known.add(taking.conversation()));
    return known;
  }

  /// The lists of all users.
  Collection<Participation> participations() {
    return participations.values();
  }

  /// All messages that were ever sent, in order.
  List<Message> ever(ConversationId conversation) {
    return logs.getOrDefault(conversation, List.of());
  }

  /// The expired messages.
  List<Message> expired(ConversationId conversation) {
    return ever(conversation).subList(0, (int) floor(conversation));
  }

  /// The newest sequence that has expired; 0 if none has.
  long floor(ConversationId conversation) {
    Change.FloorRaised raised = floors.get(conversation);
    return raised == null ? 0 : raised.sequence();
  }

  /// The stamp at which it expired.
  long floorRaisedAt(ConversationId conversation) {
    Change.FloorRaised raised = floors.get(conversation);
    return raised == null ? 0 : raised.raisedAt();
  }

  /// The messages that were not deleted, expired or not.
  List<Message> undeleted(ConversationId conversation) {
    List<Message> ever = ever(conversation);
    return ever.subList(deleted.getOrDefault(conversation, 0L).intValue(), ever.size());
  }

  /// The messages that have not expired.
  List<Message> retained(ConversationId conversation) {
    List<Message> ever = ever(conversation);
    return ever.subList(expired(conversation).size(), ever.size());
  }

  Optional<Message> message(ConversationId conversation, long sequence) {
    return retained(conversation).stream().filter(m -> m.sequence() == sequence).findFirst();
  }

  Head head(ConversationId conversation) {
    List<Message> ever = ever(conversation);
    return ever.isEmpty() ? Head.EMPTY : Head.of(ever.getLast());
  }

  /// A user's periods, oldest first.
  List<Membership> periods(ConversationId conversation, UserId user) {
    return periods.getOrDefault(new Taking(conversation, user), List.of());
  }

  /// Everyone's periods, by user, oldest first.
  List<Membership> periods(ConversationId conversation) {
    return periods.values().stream()
        .flatMap(List::stream)
        .filter(period -> period.conversation().equals(conversation))
        .sorted(Comparator.comparing(Membership::user).thenComparingLong(Membership::joined))
        .toList();
  }

  /// Whether any period of the user sees the message, and it was not erased for them.
  boolean sees(UserId user, Message message) {
    return message.sequence() > erasedUpTo(user, message.conversation())
        && periods(message.conversation(), user).stream()
            .anyMatch(period -> period.sees(message.sequence()));
  }

  /// Up to where a conversation was erased for a user; below every sequence if it was not.
  long erasedUpTo(UserId user, ConversationId conversation) {
    return participation(user, conversation).map(own -> own.erased().upTo()).orElse(-1L);
  }

  /// The conversations that the user takes or took part in.
  Set<ConversationId> conversationsOf(UserId user) {
    return Set.copyOf(
        participations.keySet().stream()
            .filter(taking -> taking.user().equals(user))
            .map(Taking::conversation)
            .toList());
  }

  Optional<Participation> participation(UserId user, ConversationId conversation) {
    return Optional.ofNullable(participations.get(new Taking(conversation, user)));
  }

  /// A user's last ban.
  Optional<Ban> ban(UserId user) {
    return Optional.ofNullable(bans.get(user));
  }

  /// All bans, by user.
  Collection<Ban> bans() {
    return bans.values();
  }

  /// All blocks, by who blocks, then by who is blocked.
  Collection<Block> blocks() {
    return blocks;
  }

  /// All whom a user blocks, in order.
  List<UserId> blockedBy(UserId blocker) {
    return blocks.stream()
        .filter(block -> block.blocker().equals(blocker))
        .map(Block::blocked)
        .toList();
  }

  /// All who have switched their receipts off, in order.
  Set<UserId> receiptsOff() {
    return receiptsOff;
  }

  /// What apps say, by user.
  SortedMap<UserId, Profile> profiles() {
    return profiles;
  }

  /// All push tokens, by user, then by device.
  Set<PushToken> pushTokens() {
    return pushTokens;
  }

  /// The push tokens of a user, in the order of devices.
  List<PushToken> pushTokens(UserId user) {
    return pushTokens.stream().filter(token -> token.user().equals(user)).toList();
  }

  Optional<Group> group(ConversationId.Group group) {
    return Optional.ofNullable(groups.get(group));
  }
}
