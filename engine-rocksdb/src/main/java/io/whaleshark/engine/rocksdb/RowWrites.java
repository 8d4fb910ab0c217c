package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Directory;
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
import io.whaleshark.core.model.Reaction;
import io.whaleshark.core.model.Tally;
import java.util.List;

/// Puts what the domain says into a batch: into all rows that speak of it. Confined to the batch's
/// thread.
final class RowWrites {

  private static final byte[] NOTHING = new byte[0];

  private final Batch batch;

  RowWrites(Batch batch) {
    this.batch = batch;
  }

  /// A message in the log, its id, and in a group its place among its sender's.
  void append(Message message) {
    byte[] place = Keys.numbered(message.conversation(), message.sequence());
    batch.put(Table.LOG, place, MessageRow.message(message));
    batch.put(Table.SENT, Keys.sent(message.clientId()), place);
    if (message.conversation() instanceof ConversationId.Group group) {
      own(group, message.sender(), message.sequence(), message.senderOrdinal());
    }
  }

  /// That the message of a sequence is the how-manyth of its sender in a group.
  void own(ConversationId.Group group, UserId sender, long sequence, long ordinal) {
    byte[] prefix = Keys.inConversation(Keys.conversation(group), sender);
    batch.put(Table.OWN, Keys.numbered(prefix, sequence), Rows.number(ordinal));
  }

  /// A message in place of itself, and its place in inboxes.
  ///
  /// @param from the place that it leaves: an earlier edit may have moved it there
  void replace(Message message, long from) {
    byte[] key = Keys.conversation(message.conversation());
    batch.put(Table.LOG, Keys.numbered(key, message.sequence()), MessageRow.message(message));
    if (from != message.stamp()) {
      batch.delete(Table.MOVED, Keys.numbered(key, from));
    }
    moved(key, message);
    if (message.isRecalled()) {
      batch.delete(Table.PINS, Keys.numbered(key, message.sequence()));
    }
  }

  /// The place of a message that was replaced.
  void moved(Message message) {
    moved(Keys.conversation(message.conversation()), message);
  }

  private void moved(byte[] key, Message message) {
    byte[] place = Keys.numbered(key, message.inboxPosition());
    batch.put(Table.MOVED, place, Rows.number(message.sequence()));
  }

  void membership(Membership membership) {
    byte[] prefix =
        Keys.inConversation(Keys.conversation(membership.conversation()), membership.user());
    batch.put(
        Table.MEMBERS, Keys.numbered(prefix, membership.joined()), Rows.membership(membership));
  }

  void participation(Participation participation) {
    byte[] key = Keys.participation(participation.user(), participation.conversation());
    batch.put(Table.LISTS, key, Rows.participation(participation));
  }

  void group(Group group) {
    batch.put(Table.GROUPS, Keys.conversation(group.id()), Rows.group(group));
  }

  void floor(ConversationId conversation, Rows.Floor floor) {
    batch.put(Table.FLOORS, Keys.conversation(conversation), Rows.floor(floor));
  }

  /// All pins of a conversation.
  void pins(ConversationId conversation, List<Pin> pins) {
    byte[] key = Keys.conversation(conversation);
    batch.deleteRange(Table.PINS, key, Keys.behind(key));
    pins.forEach(pin -> pin(conversation, pin));
  }

  void pin(ConversationId conversation, Pin pin) {
    batch.put(Table.PINS, Keys.numbered(conversation, pin.sequence()), Rows.number(pin.at()));
  }

  void unpin(ConversationId conversation, Pin pin) {
    batch.delete(Table.PINS, Keys.numbered(conversation, pin.sequence()));
  }

  /// A reaction that is set now, or taken back, and the tally of its message.
  void reaction(Change.ReactionPut put) {
    byte[] key = Keys.conversation(put.conversation());
    byte[] row = Keys.reaction(key, put.reaction());
    if (put.isSet()) {
      batch.put(Table.REACTIONS, row, NOTHING);
    } else {
      batch.delete(Table.REACTIONS, row);
    }
    tally(key, put.tally());
  }

  /// One of the reactions to a message, and the tally of those that are there by now.
  void reaction(ConversationId conversation, Reaction reaction, Tally tally) {
    byte[] key = Keys.conversation(conversation);
    batch.put(Table.REACTIONS, Keys.reaction(key, reaction), NOTHING);
    tally(key, tally);
  }

  private void tally(byte[] key, Tally tally) {
    byte[] place = Keys.numbered(key, tally.sequence());
    if (tally.isEmpty()) {
      batch.delete(Table.TALLIES, place);
    } else {
      batch.put(Table.TALLIES, place, Rows.tally(tally));
    }
  }

  /// All reactions to some messages of a conversation go.
  ///
  /// @param from inclusive
  /// @param upTo inclusive
  void forgetReactions(ConversationId conversation, long from, long upTo) {
    byte[] key = Keys.conversation(conversation);
    byte[] first = Keys.numbered(key, from);
    byte[] behind = Keys.numbered(key, upTo + 1);
    batch.deleteRange(Table.TALLIES, first, behind);
    batch.deleteRange(Table.REACTIONS, first, behind);
  }

  void ban(Ban ban) {
    batch.put(Table.BANS, Keys.user(ban.user()), Rows.ban(ban));
  }

  void block(Block block) {
    batch.put(Table.BLOCKS, Keys.block(block), NOTHING);
  }

  void liftBlock(Block block) {
    batch.delete(Table.BLOCKS, Keys.block(block));
  }

  void switchReceiptsOff(UserId user) {
    batch.put(Table.RECEIPTS, Keys.user(user), NOTHING);
  }

  void switchReceiptsOn(UserId user) {
    batch.delete(Table.RECEIPTS, Keys.user(user));
  }

  /// Where a push service reaches a device, and whose that is.
  void pushToken(PushToken token) {
    batch.put(
        Table.PUSH_TOKENS, Keys.pushToken(token.user(), token.device()), PushRows.token(token));
    batch.put(Table.PUSH_ADDRESSES, Keys.pushAddress(token.address()), PushRows.owner(token));
  }

  void removePushToken(PushToken token) {
    batch.delete(Table.PUSH_TOKENS, Keys.pushToken(token.user(), token.device()));
    batch.delete(Table.PUSH_ADDRESSES, Keys.pushAddress(token.address()));
  }

  /// What the app says of a user, and where a search finds them.
  void profile(Profile profile) {
    batch.put(Table.PROFILES, Keys.user(profile.user()), Rows.profile(profile));
    batch.put(
        Table.PROFILE_NAMES,
        Keys.profileName(profile.user().app(), Directory.Place.of(profile)),
        NOTHING);
  }

  void removeProfile(Profile profile) {
    batch.delete(Table.PROFILES, Keys.user(profile.user()));
    batch.delete(
        Table.PROFILE_NAMES, Keys.profileName(profile.user().app(), Directory.Place.of(profile)));
  }

  void newestStamp(long stamp) {
    batch.put(Table.DEFAULT, Keys.STAMP, Rows.number(stamp));
  }
}
