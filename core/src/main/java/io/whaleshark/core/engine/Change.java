package io.whaleshark.core.engine;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;

/// One thing that a decision writes. A batch of changes is committed as a whole or not at all.
/// Immutable.
public sealed interface Change {

  /// A new newest message: its log entry, its sender's id, its place in every participant's inbox.
  record MessageAppended(Message message) implements Change {}

  /// A message's tombstone takes its place in the log, and moves to the newest end of every inbox
  /// that holds it.
  record MessageRecalled(Message tombstone) implements Change {}

  /// A period of membership begins, moves on or ends; it is found by conversation, user and
  /// `joined`. A period in which nothing was said gives way to the next one that begins there.
  record MembershipPut(Membership membership) implements Change {}

  /// A conversation enters a user's list or is set there.
  record ParticipationPut(Participation participation) implements Change {}

  /// A group is created or changed.
  record GroupPut(Group group) implements Change {}

  /// What a conversation holds up to a sequence has expired: nothing shows it any more.
  ///
  /// @param sequence the newest that has expired (inclusive), retained until now
  record FloorRaised(ConversationId conversation, long sequence, long raisedAt) implements Change {}
}
