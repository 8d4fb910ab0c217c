package io.whaleshark.core.engine;

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
import java.util.List;
import java.util.Optional;

/// Reads and writes of one batch of decisions, in isolation: nobody else changes what it has read
/// until it ends.
///
/// Confined to the commit lane. Closed by whoever began it; closing without a commit changes
/// nothing.
public interface Transaction extends AutoCloseable {

  /// The head of the conversation: its newest message; [Head#EMPTY] if it has none.
  Head head(ConversationId conversation);

  /// The floor of the conversation: all messages at or below this sequence have expired. 0 if none
  /// has.
  long floor(ConversationId conversation);

  /// The message that was sent with this id, if it is retained (P3).
  Optional<Message> sent(ClientMessageId id);

  /// The message with this sequence, if retained.
  Optional<Message> message(ConversationId conversation, long sequence);

  /// The message with this stamp in the conversation, if retained. Cost: O(log n) reads.
  Optional<Message> messageByStamp(ConversationId conversation, long stamp);

  /// Counts the messages that the user has sent at or below a sequence (inclusive), including
  /// expired ones.
  ///
  /// @param upToSequence must be 0, the floor, the sequence of a retained message, or the newest
  ///   sequence, retained or not
  long sentCount(ConversationId conversation, UserId user, long upToSequence);

  Optional<Group> group(ConversationId.Group group);

  /// The user's newest period of membership, open or closed.
  Optional<Membership> membership(ConversationId conversation, UserId user);

  Optional<Participation> participation(UserId user, ConversationId conversation);

  /// The user's last ban, whether it is in force or not.
  Optional<Ban> ban(UserId user);

  /// The sessions of a user that have begun, on any node, the oldest first; where one node commits,
  /// those of which it has committed the news.
  List<News.LoggedIn> sessions(UserId user);

  /// Whether a block is in force. Cost: one look-up, for each direct message.
  boolean isInForce(Block block);

  /// How many users somebody blocks. Cost: a count of their rows.
  int blockCount(UserId blocker);

  /// Whether a user has switched their receipts off. Cost: one look-up, where the app lets them.
  boolean hasReceiptsOff(UserId user);

  /// The push tokens of a user, in the order of devices. Cost: as many rows.
  List<PushToken> pushTokens(UserId user);

  /// Whose a push token is; empty if nobody has it. Cost: one look-up.
  Optional<PushToken> pushToken(PushToken.Address address);

  /// What the app says of a user; empty if nothing. Cost: one look-up, for each direct message
  /// where the app requires it.
  Optional<Profile> profile(UserId user);

  /// The pins of a conversation, in the order of its messages, as [Pins#of]. Cost: as many rows.
  List<Pin> pins(ConversationId conversation);

  /// The tally of a message, as [Reactions#tally]. Cost: one look-up.
  Tally tally(ConversationId conversation, long sequence);

  /// Whether a reaction is there. Cost: one look-up.
  boolean isSet(ConversationId conversation, Reaction reaction);

  /// The greatest stamp that was committed before, by any node, of the apps that were announced.
  /// Later stamps must be greater.
  long newestStamp();

  /// The same, of one app that was announced.
  long newestStamp(int app);

  /// The run of this node, where several commit; 0 otherwise.
  default long node() {
    return 0;
  }

  /// Makes the changes durable atomically and in this order (P1), and with them the news, for other
  /// nodes. A batch with raised floors contains no other changes. It may use the reserved disk
  /// space, since the deletion that follows frees space.
  ///
  /// When it returns, the changes survive a crash of the process and a power failure, and every
  /// reading port shows them. When it fails, the outcome is unknown: the changes may or may not be
  /// stored, and the next [Engine#begin] settles which. Called at most once. Cost: one disk sync or
  /// one round trip.
  ///
  /// A commit without changes makes sure that everything which the transaction has read is durable,
  /// wherever that is not so anyhow.
  ///
  /// @param news what the changes are to others; what [Feed] brings to their nodes. There may be
  ///   news of sessions without changes. An engine keeps what it comes to: [#sessions]
  /// @param newestStamp the greatest stamp assigned so far
  void commit(List<Change> changes, List<News> news, long newestStamp);

  @Override
  void close();
}
