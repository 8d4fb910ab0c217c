package io.whaleshark.engine.cluster;

import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Pin;
import io.whaleshark.core.model.Profile;
import io.whaleshark.core.model.PushToken;
import io.whaleshark.core.news.News;
import io.whaleshark.engine.cluster.Announced.Member;
import io.whaleshark.engine.cluster.Announced.Own;
import io.whaleshark.engine.cluster.Announced.Place;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// What one transaction has read, each row once. What was announced is fetched at once, by one
/// question for each kind of row and app; what was not costs a round trip of its own. Confined to
/// the lane's thread.
final class TransactionRows {

  private record OwnUpTo(ConversationId group, UserId user, long sequence) {}

  private final Session session;
  private final Map<ConversationId, PostgresRows.Conversation> conversations = new HashMap<>();
  private final Map<ClientMessageId, Optional<Message>> sent = new HashMap<>();
  private final Map<Place, Optional<Message>> bySequence = new HashMap<>();
  private final Map<Place, Optional<Message>> byStamp = new HashMap<>();
  private final Map<Member, Optional<Membership>> memberships = new HashMap<>();
  private final Map<Member, Optional<Participation>> participations = new HashMap<>();
  private final Map<OwnUpTo, Long> counts = new HashMap<>();
  private final Map<ConversationId, List<Pin>> pins = new HashMap<>();
  private final Map<UserId, Optional<Ban>> bans = new HashMap<>();
  private final Map<UserId, List<News.LoggedIn>> sessions = new HashMap<>();
  private final Map<Block, Boolean> blocks = new HashMap<>();
  private final Map<UserId, Integer> blockCounts = new HashMap<>();
  private final Map<UserId, Boolean> receiptsOff = new HashMap<>();
  private final Map<UserId, Optional<Profile>> profiles = new HashMap<>();
  private final Map<UserId, List<PushToken>> pushTokens = new HashMap<>();
  private final Map<PushToken.Address, Optional<PushToken>> pushTokensAt = new HashMap<>();

  TransactionRows(Session session) {
    this.session = session;
  }

  /// Adds questions for all that was announced, but for counts: they depend on the answers.
  void ask(Announced announced, Questions questions) {
    for (int app : announced.apps()) {
      Lookup lookup = new Lookup(questions, app);
      askConversations(lookup, announced.conversations(app));
      askSent(lookup, announced.sends(app));
      askMessages(lookup, announced.sequences(app));
      askMessagesByStamp(lookup, announced.stamps(app));
      askMembers(lookup, announced.members(app));
      askPins(lookup, announced.pins(app));
      askBans(lookup, announced.bans(app));
      askSessions(lookup, announced.sessions(app));
      askBlocks(lookup, announced.blocks(app));
      askBlockCounts(lookup, announced.blockCounts(app));
      askReceiptsOff(lookup, announced.receiptSwitches(app));
      askProfiles(lookup, announced.profiles(app));
      askPushTokens(lookup, announced.pushTokens(app));
      askPushTokensAt(lookup, announced.pushAddresses(app));
    }
  }

  /// Fetches the counts of what was announced.
  void fetchCounts(Announced announced) throws SQLException {
    Questions questions = new Questions();
    for (int app : announced.apps()) {
      count(
          new Lookup(questions, app),
          announced.members(app),
          announced.sequences(app),
          announced.owns(app));
    }
    questions.ask(session);
  }

  /// Something that was not announced.
  private void fetch(int app, Consumer<Lookup> asked) throws SQLException {
    Questions questions = new Questions();
    asked.accept(new Lookup(questions, app));
    questions.ask(session);
  }

  private void askConversations(Lookup lookup, List<ConversationId> ids) {
    if (!ids.isEmpty()) {
      ids.forEach(id -> conversations.put(id, PostgresRows.Conversation.NONE));
      lookup.conversations(ids, conversations::put);
    }
  }

  private void askSent(Lookup lookup, List<ClientMessageId> ids) {
    if (!ids.isEmpty()) {
      ids.forEach(id -> sent.put(id, Optional.empty()));
      lookup.sent(
          ids,
          message -> {
            sent.put(message.clientId(), Optional.of(message));
            keepBySequence(message);
          });
    }
  }

  private void keepBySequence(Message message) {
    bySequence.put(new Place(message.conversation(), message.sequence()), Optional.of(message));
  }

  private void askMessages(Lookup lookup, List<Place> places) {
    if (!places.isEmpty()) {
      places.forEach(place -> bySequence.put(place, Optional.empty()));
      lookup.messages(conversations(places), numbers(places), this::keepBySequence);
    }
  }

  private void askMessagesByStamp(Lookup lookup, List<Place> places) {
    if (!places.isEmpty()) {
      places.forEach(place -> byStamp.put(place, Optional.empty()));
      lookup.messagesByStamp(
          conversations(places),
          numbers(places),
          message ->
              byStamp.put(
                  new Place(message.conversation(), message.stamp()), Optional.of(message)));
    }
  }

  private static List<ConversationId> conversations(List<Place> places) {
    return places.stream().map(Place::conversation).toList();
  }

  private static long[] numbers(List<Place> places) {
    return places.stream().mapToLong(Place::number).toArray();
  }

  private void askMembers(Lookup lookup, List<Member> members) {
    if (members.isEmpty()) {
      return;
    }
    for (Member member : members) {
      memberships.put(member, Optional.empty());
      participations.put(member, Optional.empty());
    }
    List<ConversationId> of = members.stream().map(Member::conversation).toList();
    List<UserId> users = members.stream().map(Member::user).toList();
    lookup.newestPeriods(
        of,
        users,
        period ->
            memberships.put(new Member(period.conversation(), period.user()), Optional.of(period)));
    lookup.participations(
        of,
        users,
        put -> participations.put(new Member(put.conversation(), put.user()), Optional.of(put)));
  }

  private void askPins(Lookup lookup, List<ConversationId> ids) {
    if (!ids.isEmpty()) {
      ids.forEach(id -> pins.put(id, new ArrayList<>(1)));
      lookup.pins(ids, (id, pin) -> pins.computeIfAbsent(id, _ -> new ArrayList<>(1)).add(pin));
    }
  }

  private void askBans(Lookup lookup, List<UserId> users) {
    if (!users.isEmpty()) {
      users.forEach(user -> bans.put(user, Optional.empty()));
      lookup.bans(users, ban -> bans.put(ban.user(), Optional.of(ban)));
    }
  }

  private void askSessions(Lookup lookup, List<UserId> users) {
    if (!users.isEmpty()) {
      users.forEach(user -> sessions.put(user, new ArrayList<>(1)));
      lookup.sessions(
          users,
          begun -> sessions.computeIfAbsent(begun.user(), _ -> new ArrayList<>(1)).add(begun));
    }
  }

  private void askBlocks(Lookup lookup, List<Block> asked) {
    if (!asked.isEmpty()) {
      asked.forEach(block -> blocks.put(block, false));
      lookup.blocks(asked, block -> blocks.put(block, true));
    }
  }

  private void askBlockCounts(Lookup lookup, List<UserId> blockers) {
    if (!blockers.isEmpty()) {
      lookup.blockCounts(blockers, blockCounts::put);
    }
  }

  private void askReceiptsOff(Lookup lookup, List<UserId> users) {
    if (!users.isEmpty()) {
      users.forEach(user -> receiptsOff.put(user, false));
      lookup.receiptsOff(users, user -> receiptsOff.put(user, true));
    }
  }

  private void askProfiles(Lookup lookup, List<UserId> users) {
    if (!users.isEmpty()) {
      users.forEach(user -> profiles.put(user, Optional.empty()));
      lookup.profiles(users, profile -> profiles.put(profile.user(), Optional.of(profile)));
    }
  }

  private void askPushTokens(Lookup lookup, List<UserId> users) {
    if (!users.isEmpty()) {
      users.forEach(user -> pushTokens.put(user, new ArrayList<>(1)));
      lookup.pushTokens(
          users,
          token -> pushTokens.computeIfAbsent(token.user(), _ -> new ArrayList<>(1)).add(token));
    }
  }

  private void askPushTokensAt(Lookup lookup, List<PushToken.Address> addresses) {
    if (!addresses.isEmpty()) {
      addresses.forEach(address -> pushTokensAt.put(address, Optional.empty()));
      lookup.pushTokensAt(
          addresses, token -> pushTokensAt.put(token.address(), Optional.of(token)));
    }
  }

  /// How many messages in groups are the members' own: up to the end, up to the end of a period,
  /// and up to each sequence that was announced. In direct conversations the rows tell.
  private void count(Lookup lookup, List<Member> members, List<Place> sequences, List<Own> owns)
      throws SQLException {
    Map<ConversationId, List<Place>> announced =
        sequences.stream().collect(Collectors.groupingBy(Place::conversation));
    List<OwnUpTo> wanted = new ArrayList<>();
    for (Member member : members) {
      if (member.conversation() instanceof ConversationId.Group group) {
        LongStream.Builder upTo = LongStream.builder().add(conversation(group).head().sequence());
        memberships
            .getOrDefault(member, Optional.empty())
            .filter(period -> !period.isOpen())
            .ifPresent(period -> upTo.add(period.left()));
        announced.getOrDefault(group, List.of()).forEach(place -> upTo.add(place.number()));
        upTo.build()
            .distinct()
            .forEach(sequence -> wanted.add(new OwnUpTo(group, member.user(), sequence)));
      }
    }
    owns.forEach(own ->
        sent.getOrDefault(own.upTo(), Optional.empty())
            .ifPresent(upTo -> {
              if (upTo.conversation() instanceof ConversationId.Group group) {
                wanted.add(new OwnUpTo(group, own.user(), upTo.sequence()));
              }
            }));
    if (wanted.isEmpty()) {
      return;
    }
    lookup.sentInGroups(
        wanted.stream().map(OwnUpTo::group).toList(),
        wanted.stream().map(OwnUpTo::user).toList(),
        wanted.stream().mapToLong(OwnUpTo::sequence).toArray(),
        (i, count) -> counts.put(wanted.get(i), count));
  }

  PostgresRows.Conversation conversation(ConversationId id) throws SQLException {
    if (!conversations.containsKey(id)) {
      fetch(id.app(), lookup -> askConversations(lookup, List.of(id)));
    }
    return conversations.getOrDefault(id, PostgresRows.Conversation.NONE);
  }

  /// The message of an id, expired or not.
  Optional<Message> sent(ClientMessageId id) throws SQLException {
    if (!sent.containsKey(id)) {
      fetch(id.sender().app(), lookup -> askSent(lookup, List.of(id)));
    }
    return sent.getOrDefault(id, Optional.empty());
  }

  /// The message of a sequence, expired or not.
  Optional<Message> message(ConversationId conversation, long sequence) throws SQLException {
    Place place = new Place(conversation, sequence);
    if (!bySequence.containsKey(place)) {
      fetch(conversation.app(), lookup -> askMessages(lookup, List.of(place)));
    }
    return bySequence.getOrDefault(place, Optional.empty());
  }

  /// The message of a stamp, expired or not.
  Optional<Message> messageByStamp(ConversationId conversation, long stamp) throws SQLException {
    Place place = new Place(conversation, stamp);
    if (!byStamp.containsKey(place)) {
      fetch(conversation.app(), lookup -> askMessagesByStamp(lookup, List.of(place)));
    }
    return byStamp.getOrDefault(place, Optional.empty());
  }

  Optional<Membership> membership(ConversationId conversation, UserId user) throws SQLException {
    Member member = new Member(conversation, user);
    if (!memberships.containsKey(member)) {
      fetch(conversation.app(), lookup -> askMembers(lookup, List.of(member)));
    }
    return memberships.getOrDefault(member, Optional.empty());
  }

  Optional<Participation> participation(ConversationId conversation, UserId user)
      throws SQLException {
    Member member = new Member(conversation, user);
    if (!participations.containsKey(member)) {
      fetch(conversation.app(), lookup -> askMembers(lookup, List.of(member)));
    }
    return participations.getOrDefault(member, Optional.empty());
  }

  List<Pin> pins(ConversationId id) throws SQLException {
    if (!pins.containsKey(id)) {
      fetch(id.app(), lookup -> askPins(lookup, List.of(id)));
    }
    return List.copyOf(pins.getOrDefault(id, List.of()));
  }

  Optional<Ban> ban(UserId user) throws SQLException {
    if (!bans.containsKey(user)) {
      fetch(user.app(), lookup -> askBans(lookup, List.of(user)));
    }
    return bans.getOrDefault(user, Optional.empty());
  }

  List<News.LoggedIn> sessions(UserId user) throws SQLException {
    if (!sessions.containsKey(user)) {
      fetch(user.app(), lookup -> askSessions(lookup, List.of(user)));
    }
    return List.copyOf(sessions.getOrDefault(user, List.of()));
  }

  boolean isInForce(Block block) throws SQLException {
    if (!blocks.containsKey(block)) {
      fetch(block.blocker().app(), lookup -> askBlocks(lookup, List.of(block)));
    }
    return blocks.getOrDefault(block, false);
  }

  int blockCount(UserId blocker) throws SQLException {
    if (!blockCounts.containsKey(blocker)) {
      fetch(blocker.app(), lookup -> askBlockCounts(lookup, List.of(blocker)));
    }
    return blockCounts.getOrDefault(blocker, 0);
  }

  boolean hasReceiptsOff(UserId user) throws SQLException {
    if (!receiptsOff.containsKey(user)) {
      fetch(user.app(), lookup -> askReceiptsOff(lookup, List.of(user)));
    }
    return receiptsOff.getOrDefault(user, false);
  }

  Optional<Profile> profile(UserId user) throws SQLException {
    if (!profiles.containsKey(user)) {
      fetch(user.app(), lookup -> askProfiles(lookup, List.of(user)));
    }
    return profiles.getOrDefault(user, Optional.empty());
  }

  List<PushToken> pushTokens(UserId user) throws SQLException {
    if (!pushTokens.containsKey(user)) {
      fetch(user.app(), lookup -> askPushTokens(lookup, List.of(user)));
    }
    return List.copyOf(pushTokens.getOrDefault(user, List.of()));
  }

  Optional<PushToken> pushToken(PushToken.Address address) throws SQLException {
    if (!pushTokensAt.containsKey(address)) {
      fetch(address.app(), lookup -> askPushTokensAt(lookup, List.of(address)));
    }
    return pushTokensAt.getOrDefault(address, Optional.empty());
  }

  long sentInGroup(ConversationId.Group group, UserId user, long upTo) throws SQLException {
    OwnUpTo wanted = new OwnUpTo(group, user, upTo);
    if (!counts.containsKey(wanted)) {
      fetch(
          group.app(),
          lookup ->
              lookup.sentInGroups(
                  List.of(group),
                  List.of(user),
                  new long[] {upTo},
                  (_, count) -> counts.put(wanted, count)));
    }
    return counts.getOrDefault(wanted, 0L);
  }
}
