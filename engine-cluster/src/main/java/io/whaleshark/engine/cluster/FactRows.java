package io.whaleshark.engine.cluster;

import static io.whaleshark.engine.cluster.WriteStatements.ints;
import static io.whaleshark.engine.cluster.WriteStatements.longs;
import static io.whaleshark.engine.cluster.WriteStatements.texts;

import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Head;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Profile;
import io.whaleshark.core.model.PushToken;
import io.whaleshark.core.model.Tally;
import io.whaleshark.engine.cluster.Announced.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rows of facts, one statement for each table. Confined to one thread.
final class FactRows {

  /// What has expired has no rows, as if it were deleted.
  private static final String CONVERSATIONS =
      """
      INSERT INTO conversations (app, conversation, newest_sequence, newest_stamp, low_sent,
        newest_recalled_at, floor_sequence, deleted_sequence, floor_low_sent, floor_position,
        floor_raised_at, newest_sent_at)
      SELECT app, conversation, newest_sequence, newest_stamp, low_sent, newest_replaced, floor,
        floor, floor_low_sent, floor_position, floor_raised_at, newest_sent_at
      FROM unnest(?::int[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
        ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
        AS k(app, conversation, newest_sequence, newest_stamp, low_sent, newest_replaced, floor,
          floor_low_sent, floor_position, floor_raised_at, newest_sent_at)
      """;

  private static final String SENDERS =
      """
      INSERT INTO expired_ordinals (app, conversation, sender, sequence, ordinal)
      SELECT * FROM unnest(?::int[], ?::text[], ?::text[], ?::bigint[], ?::bigint[])
      """;

  private final List<Fact.OfConversation> conversations = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private final List<Membership> periods = new ArrayList<>();
  private final List<Fact.OfSender> senders = new ArrayList<>();
  private final List<Fact.OfPin> pins = new ArrayList<>();
  private final List<Message> messages = new ArrayList<>();
  private final List<Fact.OfReaction> reactions = new ArrayList<>();
  private final Map<Place, Tally> tallies = new LinkedHashMap<>();
  private final List<Participation> participations = new ArrayList<>();
  private final List<Ban> bans = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();
  private final List<UserId> receiptsOff = new ArrayList<>();
  private final List<PushToken> pushTokens = new ArrayList<>();
  private final List<Profile> profiles = new ArrayList<>();

  private FactRows() {}

  /// What inserts these facts. None of them is there yet.
  ///
  /// @param begun the tally so far of the message that the first fact is a reaction to; empty if it
  ///   is something else
  static Script of(List<Fact> facts, Optional<Tally> begun) {
    FactRows rows = new FactRows();
    if (begun.isPresent() && facts.getFirst() instanceof Fact.OfReaction of) {
      rows.tallies.put(place(of), begun.get());
    }
    facts.forEach(rows::add);
    Script script = new Script();
    rows.addTo(script);
    return script;
  }

  private void add(Fact fact) {
    switch (fact) {
      case Fact.OfConversation of -> {
        conversations.add(of);
        of.group().ifPresent(groups::add);
      }
      case Fact.OfMember(Membership membership) -> periods.add(membership);
      case Fact.OfSender of -> senders.add(of);
      case Fact.OfPin of -> pins.add(of);
      case Fact.OfMessage(Message message) -> messages.add(message);
      case Fact.OfReaction of -> {
        reactions.add(of);
        tallies.merge(
            place(of),
            Tally.none(of.reaction().sequence()).with(of.reaction().sign()),
            (tally, _) -> tally.with(of.reaction().sign()));
      }
      case Fact.OfList(Participation participation) -> participations.add(participation);
      case Fact.OfBan(Ban ban) -> bans.add(ban);
      case Fact.OfBlock(Block block) -> blocks.add(block);
      case Fact.OfReceiptsOff(UserId user) -> receiptsOff.add(user);
      case Fact.OfPushToken(PushToken token) -> pushTokens.add(token);
      case Fact.OfProfile(Profile profile) -> profiles.add(profile);
    }
  }

  private static Place place(Fact.OfReaction of) {
    return new Place(of.conversation(), of.reaction().sequence());
  }

  private void addTo(Script script) {
    addConversations(script);
    WriteStatements.putGroups(script, groups);
    WriteStatements.putPeriods(script, periods);
    addSenders(script);
    WriteStatements.append(script, messages);
    WriteStatements.nameIds(script, messages);
    PinStatements.insert(script, pins);
    ReactionStatements.insert(script, reactions);
    ReactionStatements.put(script, tallies);
    WriteStatements.putParticipations(script, participations);
    WriteStatements.putBans(script, bans);
    WriteStatements.putBlocks(script, blocks);
    SwitchStatements.off(script, receiptsOff);
    PushStatements.put(script, pushTokens);
    ProfileStatements.put(script, profiles);
  }

  /// 0 if the newest message was sent here, when its stamp says.
  private static long sentAt(Head head) {
    return head.time() == head.stamp() ? 0 : head.time();
  }

  private void addConversations(Script script) {
    if (conversations.isEmpty()) {
      return;
    }
    script.add(
        CONVERSATIONS,
        ints(conversations, of -> of.conversation().app()),
        texts(conversations, of -> ConversationNames.of(of.conversation())),
        longs(conversations, of -> of.head().sequence()),
        longs(conversations, of -> of.head().stamp()),
        longs(conversations, Fact.OfConversation::lowSent),
        longs(conversations, Fact.OfConversation::newestReplacement),
        longs(conversations, of -> of.expired().sequence()),
        longs(conversations, of -> of.expired().lowSent()),
        longs(conversations, of -> of.expired().position()),
        longs(conversations, of -> of.expired().raisedAt()),
        longs(conversations, of -> sentAt(of.head())));
  }

  private void addSenders(Script script) {
    if (senders.isEmpty()) {
      return;
    }
    script.add(
        SENDERS,
        ints(senders, of -> of.conversation().app()),
        texts(senders, of -> ConversationNames.of(of.conversation())),
        texts(senders, of -> of.sender().name()),
        longs(senders, Fact.OfSender::sequence),
        longs(senders, Fact.OfSender::count));
  }
}
