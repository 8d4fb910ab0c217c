package io.whaleshark.core.engine;

import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Head;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import java.util.List;
import java.util.Optional;

/// What one batch of decisions reads and writes. Nobody else changes what it has read before it
/// ends.
///
/// Confined to the commit lane. Closed by whoever began it; closing without a commit changes
/// nothing.
public interface Transaction extends AutoCloseable {

  /// The newest end of the conversation; [Head#EMPTY] where nothing was said.
  Head head(ConversationId conversation);

  /// The sequence at and below which everything has expired; 0 if nothing has.
  long floor(ConversationId conversation);

  /// The message that the sender's client sent under this id, for as long as the message is
  /// retained (P3).
  Optional<Message> sent(ClientMessageId id);

  /// The message of that sequence, if retained.
  Optional<Message> message(ConversationId conversation, long sequence);

  /// The message of that stamp in the conversation, if retained. Cost: O(log n) reads.
  Optional<Message> messageByStamp(ConversationId conversation, long stamp);

  /// How many messages at or below the sequence (inclusive) are the user's own, expired ones
  /// included.
  ///
  /// @param upToSequence 0, the floor, the sequence of a retained message, or the newest one,
  ///   retained or not; nothing else may be asked
  long sentCount(ConversationId conversation, UserId user, long upToSequence);

  Optional<Group> group(ConversationId.Group group);

  /// The user's newest period of membership, open or closed.
  Optional<Membership> membership(ConversationId conversation, UserId user);

  Optional<Participation> participation(UserId user, ConversationId conversation);

  /// Makes the changes durable, all or none, in this order (P1). Floors come without other changes,
  /// and may use room that is reserved: what follows them gives room back.
  ///
  /// When it returns they survive the death of the process and of the machine's power, and every
  /// reading port shows them. When it fails they may or may not be stored, and the next
  /// [Engine#begin] settles which. Called at most once. Cost: one disk sync or one round trip.
  ///
  /// @param newestStamp the greatest stamp drawn so far
  void commit(List<Change> changes, long newestStamp);

  @Override
  void close();
}
