package io.whaleshark.core.reading;

import io.whaleshark.core.model.Head;
import io.whaleshark.core.model.Message;
import java.util.Optional;

/// What an engine brings of one conversation to the list of one user, of one instant. Confined to
/// the thread that asks.
public interface ListRows {

  /// The newest end of the conversation, retained or not.
  Head head();

  /// The newest sequence that has expired; 0 if none has.
  long floor();

  /// The stamp at which it did; 0 if nothing has.
  long floorRaisedAt();

  /// Where a retained message stands in inboxes: [Message#inboxPosition].
  long position(long sequence);

  /// The message of that sequence, if retained.
  Optional<Message> message(long sequence);

  /// How many messages at or below a sequence (inclusive) are the owner's own, expired ones
  /// included.
  ///
  /// @param sequence the floor, or the newest that the owner's newest period sees, which in a
  ///   direct conversation is the end; of a group also what the owner has read since they left
  /// @throws IllegalArgumentException of a direct conversation, if it is another one
  long sent(long sequence);
}
