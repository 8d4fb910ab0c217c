package io.whaleshark.core.lane;

import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.ClientMessageId;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The state that decisions of one batch see: what is committed, and on top of it what earlier
/// commands of the same batch decided. It is thrown away with the batch, so a commit that fails
/// leaves nothing to be undone.
///
/// Confined to the lane's thread.
public final class Ledger {

  private record MemberKey(ConversationId conversation, UserId user) {}

  private record MessageKey(ConversationId conversation, long sequence) {}

  private record ReactionKey(ConversationId conversation, Reaction reaction) {}

  private final Transaction committed;
  private final StampClock stamps;
  private final List<Change> changes = new ArrayList<>();
  private final Map<ConversationId, List<Message>> appended = new HashMap<>();
  private final Map<MemberKey, Message> newestOwns = new HashMap<>();
  private final Map<MessageKey, Message> replaced = new HashMap<>();
  private final Map<ClientMessageId, Message> sent = new HashMap<>();
  private final Map<MemberKey, Membership> memberships = new HashMap<>();
  private final Map<MemberKey, Participation> participations = new HashMap<>();
  private final Map<ConversationId.Group, Group> groups = new HashMap<>();
  private final Map<ConversationId, Long> floors = new HashMap<>();
  private final Map<ConversationId, List<Pin>> pins = new HashMap<>();
  private final Map<MessageKey, Tally> tallies = new HashMap<>();
  private final Map<ReactionKey, Boolean> reactions = new HashMap<>();
  private final Map<UserId, Ban> bans = new HashMap<>();
  private final Map<Block, Boolean> blocks = new HashMap<>();
  private final Map<UserId, Boolean> receiptsOff = new HashMap<>();
  private final Map<UserId, Optional<Profile>> profiles = new HashMap<>();
  private final BatchTokens pushTokens;
  private final Map<UserId, List<News.OfSession>> sessionNews = new HashMap<>();

  public Ledger(Transaction committed, StampClock stamps) {
    this.committed = committed;
    this.pushTokens = new BatchTokens(committed);
    this.stamps = stamps;
  }

  /// A stamp for what is being decided.
  public long nextStamp() {
    return stamps.next();
  }

  /// The run of this node.
  public long node() {
    return committed.node();
  }

  public Head head(ConversationId conversation) {
    List<Message> here = appended.get(conversation);
    if (here == null) {
      return committed.head(conversation);
    }
    return Head.of(here.getLast());
  }

  /// The sequence at and below which everything has expired.
  public long floor(ConversationId conversation) {
    Long here = floors.get(conversation);
    return here == null ? committed.floor(conversation) : here;
  }

  public Optional<Message> sent(ClientMessageId id) {
    Message here = sent.get(id);
    return Optional.ofNullable(here)
        .or(() -> committed.sent(id))
        .filter(m -> m.sequence() > floors.getOrDefault(m.conversation(), 0L));
  }

  public Optional<Message> message(ConversationId conversation, long sequence) {
    if (sequence <= floors.getOrDefault(conversation, 0L)) {
      return Optional.empty();
    }
    List<Message> here = appended.getOrDefault(conversation, List.of());
    if (!here.isEmpty() && here.getFirst().sequence() <= sequence) {
      long index = sequence - here.getFirst().sequence();
      return index < here.size() ? Optional.of(here.get((int) index)) : Optional.empty();
    }
    Message newest = replaced.get(new MessageKey(conversation, sequence));
    return newest == null ? committed.message(conversation, sequence) : Optional.of(newest);
  }

  public Optional<Message> messageByStamp(ConversationId conversation, long stamp) {
    for (Message here : appended.getOrDefault(conversation, List.of())) {
      if (here.stamp() == stamp) {
        return Optional.of(here);
      }
    }
    return committed
        .messageByStamp(conversation, stamp)
        .filter(m -> m.sequence() > floors.getOrDefault(conversation, 0L))
        .map(m -> replaced.getOrDefault(new MessageKey(conversation, m.sequence()), m));
  }

  /// The pins of a conversation, in the order of its messages.
  public List<Pin> pins(ConversationId conversation) {
    List<Pin> known = pins.get(conversation);
    return (known == null ? committed.pins(conversation) : known)
        .stream().filter(pin -> !isGoneHere(conversation, pin.sequence())).toList();
  }

  /// The tally of a message.
  public Tally tally(ConversationId conversation, long sequence) {
    if (isGoneHere(conversation, sequence)) {
      return Tally.none(sequence);
    }
    Tally here = tallies.get(new MessageKey(conversation, sequence));
    if (here != null) {
      return here;
    }
    return isAppendedHere(conversation, sequence)
        ? Tally.none(sequence)
        : committed.tally(conversation, sequence);
  }

  /// Whether a reaction is there.
  public boolean isSet(ConversationId conversation, Reaction reaction) {
    Boolean here = reactions.get(new ReactionKey(conversation, reaction));
    if (here != null) {
      return here && !isGoneHere(conversation, reaction.sequence());
    }
    return !isGoneHere(conversation, reaction.sequence())
        && !isAppendedHere(conversation, reaction.sequence())
        && committed.isSet(conversation, reaction);
  }

  /// Whether this batch appends a message, of which the engine knows nothing.
  private boolean isAppendedHere(ConversationId conversation, long sequence) {
    List<Message> here = appended.getOrDefault(conversation, List.of());
    return !here.isEmpty() && here.getFirst().sequence() <= sequence;
  }

  /// Whether this batch recalls a message or lets it expire.
  private boolean isGoneHere(ConversationId conversation, long sequence) {
    List<Message> here = appended.getOrDefault(conversation, List.of());
    Message newest =
        isAppendedHere(conversation, sequence)
            ? here.get((int) (sequence - here.getFirst().sequence()))
            : replaced.get(new MessageKey(conversation, sequence));
    return sequence <= floors.getOrDefault(conversation, 0L)
        || (newest != null && newest.isRecalled());
  }

  /// How many messages at or below the sequence (inclusive) are the user's own.
  public long sentCount(ConversationId conversation, UserId user, long upToSequence) {
    Message newestOwn = newestOwns.get(new MemberKey(conversation, user));
    if (newestOwn != null && newestOwn.sequence() <= upToSequence) {
      return newestOwn.senderOrdinal();
    }
    List<Message> here = appended.getOrDefault(conversation, List.of());
    if (here.isEmpty()) {
      return committed.sentCount(conversation, user, upToSequence);
    }
    // The engine knows nothing of the messages that this batch appends.
    long newestCommitted = here.getFirst().sequence() - 1;
    if (newestOwn != null) {
      for (int i = (int) (upToSequence - newestCommitted) - 1; i >= 0; i--) {
        if (here.get(i).sender().equals(user)) {
          return here.get(i).senderOrdinal();
        }
      }
    }
    return committed.sentCount(conversation, user, Math.min(upToSequence, newestCommitted));
  }

  public Optional<Group> group(ConversationId.Group id) {
    Group here = groups.get(id);
    return here == null ? committed.group(id) : Optional.of(here);
  }

  public Optional<Membership> membership(ConversationId conversation, UserId user) {
    Membership here = memberships.get(new MemberKey(conversation, user));
    return here == null ? committed.membership(conversation, user) : Optional.of(here);
  }

  public Optional<Participation> participation(UserId user, ConversationId conversation) {
    Participation here = participations.get(new MemberKey(conversation, user));
    return here == null ? committed.participation(user, conversation) : Optional.of(here);
  }

  /// The user's last ban, whether it is in force or not.
  public Optional<Ban> ban(UserId user) {
    Ban here = bans.get(user);
    return here == null ? committed.ban(user) : Optional.of(here);
  }

  /// The sessions of a user before the batch, the oldest first.
  public List<News.LoggedIn> sessions(UserId user) {
    return committed.sessions(user);
  }

  /// What became of them by the batch so far, in order.
  public List<News.OfSession> sessionNews(UserId user) {
    return sessionNews.getOrDefault(user, List.of());
  }

  /// Whether a block is in force.
  public boolean isInForce(Block block) {
    Boolean here = blocks.get(block);
    return here == null ? committed.isInForce(block) : here;
  }

  /// How many users somebody blocks.
  public int blockCount(UserId blocker) {
    int count = committed.blockCount(blocker);
    for (Map.Entry<Block, Boolean> here : blocks.entrySet()) {
      if (here.getKey().blocker().equals(blocker)) {
        count += (here.getValue() ? 1 : 0) - (committed.isInForce(here.getKey()) ? 1 : 0);
      }
    }
    return count;
  }

  /// Whether a user has switched their receipts off.
  public boolean hasReceiptsOff(UserId user) {
    Boolean here = receiptsOff.get(user);
    return here == null ? committed.hasReceiptsOff(user) : here;
  }

  /// The push tokens of a user, in the order of devices.
  public List<PushToken> pushTokens(UserId user) {
    return pushTokens.of(user);
  }

  /// Whose a push token is.
  public Optional<PushToken> pushToken(PushToken.Address address) {
    return pushTokens.at(address);
  }

  /// What the app says of a user.
  public Optional<Profile> profile(UserId user) {
    Optional<Profile> here = profiles.get(user);
    return here == null ? committed.profile(user) : here;
  }

  /// Takes what was decided into account for the decisions that follow.
  public void apply(Decision decision) {
    decision.news().ifPresent(this::note);
    for (Change change : decision.changes()) {
      changes.add(change);
      switch (change) {
        case Change.MessageAppended(Message message) -> append(message);
        case Change.MessageReplaced(Message message, long _) -> replace(message);
        case Change.MembershipPut(Membership membership) ->
            memberships.put(
                new MemberKey(membership.conversation(), membership.user()), membership);
        case Change.ParticipationPut(Participation participation) ->
            participations.put(
                new MemberKey(participation.conversation(), participation.user()), participation);
        case Change.GroupPut(Group group) -> groups.put(group.id(), group);
        case Change.FloorRaised(ConversationId conversation, long sequence, long _) ->
            floors.put(conversation, sequence);
        case Change.PinsPut(ConversationId conversation, List<Pin> put, long _) ->
            pins.put(conversation, put);
        case Change.ReactionPut put -> put(put);
        case Change.BanPut(Ban ban) -> bans.put(ban.user(), ban);
        case Change.BlockPut(Block block, long _) -> blocks.put(block, true);
        case Change.BlockLifted(Block block, long _) -> blocks.put(block, false);
        case Change.ReceiptsSwitched(UserId user, boolean on, long _) -> receiptsOff.put(user, !on);
        case Change.PushTokenPut(PushToken token) -> pushTokens.put(token);
        case Change.PushTokenRemoved(PushToken token, long _) -> pushTokens.remove(token);
        case Change.ProfilePut(Profile profile) ->
            profiles.put(profile.user(), Optional.of(profile));
        case Change.ProfileRemoved(Profile profile, long _) ->
            profiles.put(profile.user(), Optional.empty());
      }
    }
  }

  private void note(News news) {
    if (news instanceof News.OfUserSessions told) {
      sessionNews.computeIfAbsent(told.user(), _ -> new ArrayList<>(1)).add(told);
    }
  }

  private void put(Change.ReactionPut put) {
    tallies.put(new MessageKey(put.conversation(), put.reaction().sequence()), put.tally());
    reactions.put(new ReactionKey(put.conversation(), put.reaction()), put.isSet());
  }

  private void append(Message message) {
    appended.computeIfAbsent(message.conversation(), _ -> new ArrayList<>()).add(message);
    newestOwns.put(new MemberKey(message.conversation(), message.sender()), message);
    sent.put(message.clientId(), message);
  }

  private void replace(Message message) {
    List<Message> here = appended.getOrDefault(message.conversation(), List.of());
    if (!here.isEmpty() && here.getFirst().sequence() <= message.sequence()) {
      here.set((int) (message.sequence() - here.getFirst().sequence()), message);
    } else {
      replaced.put(new MessageKey(message.conversation(), message.sequence()), message);
    }
    sent.put(message.clientId(), message);
  }

  /// All changes of the batch so far, in order.
  public List<Change> changes() {
    return changes;
  }
}
