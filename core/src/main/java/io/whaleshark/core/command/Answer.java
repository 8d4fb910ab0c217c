package io.whaleshark.core.command;

import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Pinning;
import io.whaleshark.core.model.Reacted;

/// The result of a command. Immutable.
public sealed interface Answer {

  /// The message is durable. Idempotent: every repeat of the send gets the same answer.
  record Sent(Message message) implements Answer {}

  /// The message is recalled. Idempotent: a repeated recall gets this answer too.
  record Recalled(Message tombstone) implements Answer {}

  /// The message has the content of an edit. Idempotent: a repeat of its newest edit gets this
  /// answer too.
  record Edited(Message message) implements Answer {}

  /// The message is pinned, or is not. Idempotent: what is so already gets this answer too.
  record Pinned(Pinning pinning) implements Answer {}

  /// The sign is set, or is not. Idempotent: what is so already gets this answer too.
  record ReactionSet(Reacted reacted) implements Answer {}

  /// The device is logged in.
  ///
  /// @param newestPosition the newest position in the user's inbox
  record LoggedIn(long newestPosition) implements Answer {}

  /// All nodes hear of a session that is about to begin.
  ///
  /// @param stamp of that news
  record Announced(long stamp) implements Answer {}

  /// The group as it is now.
  ///
  /// @param created whether the command created it
  record GroupIs(Group group, boolean created) implements Answer {}

  /// Conversations are gone from a user's view.
  ///
  /// @param erased how many the command took
  /// @param kept how many it left as they are, since the user is a member there
  record ViewsErased(int erased, int kept) implements Answer {}

  /// The message is durable here, too. Idempotent.
  ///
  /// @param isNew whether the command has brought it
  record Imported(Message message, boolean isNew) implements Answer {}

  /// The conversation has got further than the place where the command belongs: nothing was done.
  record Passed() implements Answer {}

  /// The command succeeded and has no result.
  record Done() implements Answer {}

  /// The command was refused.
  ///
  /// @param detail explains to a person what was wrong and what was expected; never contains
  ///   contents
  record Refused(Refusal refusal, String detail) implements Answer {}

  Answer DONE = new Done();
  Answer PASSED = new Passed();
}
