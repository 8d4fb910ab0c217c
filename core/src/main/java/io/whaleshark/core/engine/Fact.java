package io.whaleshark.core.engine;

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
import java.util.Optional;

/// One thing that an engine keeps, in the words of the domain. Two engines with equal facts give
/// equal answers. Immutable.
///
/// All facts of an engine have one order. First come the conversations: by app, direct ones before
/// groups, then by user or group. The facts of a conversation follow one another in the order of
/// the records below, but that the reactions to a message follow that message. After the last
/// conversation come the lists, by user, then by conversation, and after them the bans, by user,
/// the blocks, by who blocks, then by who is blocked, the switches of receipts, by user, the push
/// tokens, by user, then by device, and the profiles, by user. Apps are ordered as numbers without
/// a sign, names as [UserId] orders them.
///
/// An expired message is no fact of its own, whether or not its row is deleted.
public sealed interface Fact {

  /// The app that it belongs to.
  int app();

  /// A fact of a conversation, or of somebody's place in it.
  sealed interface InConversation extends Fact {

    /// The conversation that it belongs to.
    ConversationId conversation();

    @Override
    default int app() {
      return conversation().app();
    }
  }

  /// A conversation as a whole.
  ///
  /// @param lowSent how many of its messages are the low user's; 0 for a group
  /// @param newestReplacement the stamp of the newest edit or recall of a retained message, unless
  ///   anything expired has a newer position; else 0
  /// @param group empty for a direct conversation
  record OfConversation(
      ConversationId conversation,
      Head head,
      long lowSent,
      Expired expired,
      long newestReplacement,
      Optional<Group> group)
      implements InConversation {

    /// A conversation in which nothing was said.
    public static OfConversation silent(ConversationId conversation) {
      return new OfConversation(conversation, Head.EMPTY, 0, Expired.NOTHING, 0, Optional.empty());
    }
  }

  /// What has expired of a conversation.
  ///
  /// @param sequence the newest that has; 0 if none has
  /// @param lowSent how many up to there are the low user's; 0 for a group
  /// @param position the newest position that anything expired had in an inbox
  /// @param raisedAt the stamp at which it expired
  record Expired(long sequence, long lowSent, long position, long raisedAt) {

    /// Of a conversation of which nothing has expired.
    public static final Expired NOTHING = new Expired(0, 0, 0, 0);
  }

  /// A period of membership. Ordered by user, then by when it began.
  record OfMember(Membership membership) implements InConversation {

    @Override
    public ConversationId conversation() {
      return membership.conversation();
    }
  }

  /// How many of the expired messages of a group are a user's. Ordered by user.
  ///
  /// @param sequence the newest of them
  /// @param count how many they are, which is the ordinal of the newest
  record OfSender(ConversationId.Group conversation, UserId sender, long sequence, long count)
      implements InConversation {}

  /// That a retained message is pinned. Ordered by sequence.
  record OfPin(ConversationId conversation, Pin pin) implements InConversation {}

  /// A retained message, and its place under its id and in inboxes. Ordered by sequence.
  record OfMessage(Message message) implements InConversation {

    @Override
    public ConversationId conversation() {
      return message.conversation();
    }
  }

  /// A reaction to the message whose fact comes before it and its other reactions. Ordered by the
  /// place that the sign has in the message's [tally][io.whaleshark.core.model.Tally], then by
  /// user.
  record OfReaction(ConversationId conversation, Reaction reaction) implements InConversation {}

  /// A conversation in a user's list.
  record OfList(Participation participation) implements InConversation {

    @Override
    public ConversationId conversation() {
      return participation.conversation();
    }
  }

  /// The last ban of a user, whether it is in force or not.
  record OfBan(Ban ban) implements Fact {

    @Override
    public int app() {
      return ban.user().app();
    }
  }

  /// That a user blocks another one.
  record OfBlock(Block block) implements Fact {

    @Override
    public int app() {
      return block.blocker().app();
    }
  }

  /// That a user has switched their receipts off.
  record OfReceiptsOff(UserId user) implements Fact {

    @Override
    public int app() {
      return user.app();
    }
  }

  /// Where a push service reaches a device.
  record OfPushToken(PushToken token) implements Fact {

    @Override
    public int app() {
      return token.user().app();
    }
  }

  /// What an app says of a user.
  record OfProfile(Profile profile) implements Fact {

    @Override
    public int app() {
      return profile.user().app();
    }
  }
}
