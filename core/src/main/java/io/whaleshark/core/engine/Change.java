package io.whaleshark.core.engine;

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
import java.util.Collection;
import java.util.List;

/// One write of a decision. A batch of changes is committed atomically. Immutable.
public sealed interface Change {

  /// The app whose data changes.
  default int app() {
    return switch (this) {
      case MessageAppended(Message message) -> message.conversation().app();
      case MessageReplaced(Message message, long _) -> message.conversation().app();
      case MembershipPut(Membership membership) -> membership.conversation().app();
      case ParticipationPut(Participation participation) -> participation.conversation().app();
      case GroupPut(Group group) -> group.id().app();
      case FloorRaised raised -> raised.conversation().app();
      case PinsPut pins -> pins.conversation().app();
      case ReactionPut put -> put.conversation().app();
      case BanPut(Ban ban) -> ban.user().app();
      case BlockPut(Block block, long _) -> block.blocker().app();
      case BlockLifted(Block block, long _) -> block.blocker().app();
      case ReceiptsSwitched switched -> switched.user().app();
      case PushTokenPut(PushToken token) -> token.user().app();
      case PushTokenRemoved(PushToken token, long _) -> token.user().app();
      case ProfilePut(Profile profile) -> profile.user().app();
      case ProfileRemoved(Profile profile, long _) -> profile.user().app();
    };
  }

  /// A message is appended: its log entry, its client message id, and its place in every
  /// participant's inbox.
  record MessageAppended(Message message) implements Change {}

  /// A message takes the place of itself in the log, with the content of an edit or as a tombstone,
  /// and moves to the newest end of every inbox that holds it. A tombstone is pinned no more, and
  /// no port shows reactions to it.
  ///
  /// @param message as it is now
  /// @param from the position in inboxes that it leaves
  record MessageReplaced(Message message, long from) implements Change {

    /// Of a message as it was.
    public static MessageReplaced of(Message before, Message now) {
      return new MessageReplaced(now, before.inboxPosition());
    }
  }

  /// A period of membership begins, changes or ends. Its key is conversation, user and `joined`. A
  /// new period replaces an empty one that began at the same sequence.
  record MembershipPut(Membership membership) implements Change {}

  /// A conversation is added to a user's list, or its settings there change.
  record ParticipationPut(Participation participation) implements Change {}

  /// A group is created or changed.
  record GroupPut(Group group) implements Change {}

  /// All messages of a conversation up to a sequence have expired; no port shows them from now on,
  /// and none of them is pinned any more, or has reactions.
  ///
  /// @param sequence the newest expired sequence (inclusive), whose message was retained until now
  record FloorRaised(ConversationId conversation, long sequence, long raisedAt) implements Change {}

  /// Other messages of a conversation are pinned than before.
  ///
  /// @param pins all that are pinned from now on, in the order of the messages: each of a message
  ///   that is retained and not recalled
  record PinsPut(ConversationId conversation, List<Pin> pins, long putAt) implements Change {

    public PinsPut {
      pins = List.copyOf(pins);
    }
  }

  /// A user sets a sign at a message, where they did not have it, or takes back one that they had.
  ///
  /// @param reaction to a message that is retained and not recalled
  /// @param tally all that the message has from now on; nothing is kept of an empty one
  record ReactionPut(
      ConversationId conversation, Reaction reaction, boolean isSet, Tally tally, long putAt)
      implements Change {}

  /// A user is banned, or a ban changes or ends. Its key is the user.
  record BanPut(Ban ban) implements Change {}

  /// A user blocks another one, whom they did not block before.
  record BlockPut(Block block, long putAt) implements Change {}

  /// A block that was in force ends: nothing is kept of it.
  record BlockLifted(Block block, long liftedAt) implements Change {}

  /// A user switches their receipts, which were switched otherwise.
  record ReceiptsSwitched(UserId user, boolean on, long at) implements Change {}

  /// A device registers a token. Its key is the user and the device: whatever else was there, and
  /// whoever else had the token, was removed before.
  record PushTokenPut(PushToken token) implements Change {}

  /// A token that was there is removed: nothing is kept of it.
  record PushTokenRemoved(PushToken token, long removedAt) implements Change {

    /// Removes several.
    public static List<Change> all(Collection<PushToken> tokens, long removedAt) {
      return tokens.stream().<Change>map(token -> new PushTokenRemoved(token, removedAt)).toList();
    }
  }

  /// An app says who a user is. Its key is the user: whatever else was said was removed before.
  record ProfilePut(Profile profile) implements Change {}

  /// What an app said of a user is removed: nothing is kept of it.
  ///
  /// @param profile as it was
  record ProfileRemoved(Profile profile, long removedAt) implements Change {}
}
