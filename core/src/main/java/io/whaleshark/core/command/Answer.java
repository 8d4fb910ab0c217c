package io.whaleshark.core.command;

import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Message;

/// What a command came to. Immutable.
public sealed interface Answer {

  /// The message is durable, or was already: the same answer for every repeat.
  record Sent(Message message) implements Answer {}

  /// The message is recalled, or was already.
  record Recalled(Message tombstone) implements Answer {}

  /// The device is logged in.
  ///
  /// @param newestPosition the newest position in the user's inbox
  record LoggedIn(long newestPosition) implements Answer {}

  /// The group as it is now.
  ///
  /// @param created whether it did not exist before
  record GroupIs(Group group, boolean created) implements Answer {}

  /// Done, with nothing more to say.
  record Done() implements Answer {}

  /// Refused.
  ///
  /// @param detail for the person who reads it: what was wrong and what was expected, no contents
  record Refused(Refusal refusal, String detail) implements Answer {}

  Answer DONE = new Done();
}
