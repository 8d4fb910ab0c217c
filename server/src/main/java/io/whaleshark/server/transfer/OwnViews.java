package io.whaleshark.server.transfer;

import io.whaleshark.core.command.Command;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Participation;
import java.util.Optional;

/// What concerns single users of conversations. It is read while an export goes on, and may be
/// newer than the rest; erasures that are newer are left out, since their place is not exported.
///
/// @param stamp the newest of what is exported
record OwnViews(ConversationList lists, long stamp) {

  /// Of whom no erasure took anything.
  static final long NOTHING = Participation.Erased.NOTHING.upTo();

  /// What concerns a user of a conversation in which they are or were.
  Participation of(UserId user, ConversationId conversation) {
    return lists
        .participation(user, conversation)
        .orElseGet(() -> Participation.entered(user, conversation, 0));
  }

  /// Up to where an erasure took it; [#NOTHING] if none did.
  long erasedUpTo(Participation own) {
    return own.erased().at() <= stamp ? own.erased().upTo() : NOTHING;
  }

  /// Whether the erasure came after everything that the period tells.
  boolean isErasedAfter(Participation own, Membership period) {
    return erasedUpTo(own) != NOTHING && period.changedAt() <= own.erased().at();
  }

  /// What the user has set; empty if nothing is.
  ///
  /// @param newest the newest sequence of the conversation
  static Optional<Command.Settings> settings(Participation own, Membership period, long newest) {
    boolean isHidden = own.isHidden(period, newest);
    return own.isForgotten(period, newest) || !(own.top() || own.mute() || isHidden)
        ? Optional.empty()
        : Optional.of(new Command.Settings(isSet(own.top()), isSet(own.mute()), isSet(isHidden)));
  }

  private static Optional<Boolean> isSet(boolean flag) {
    return flag ? Optional.of(true) : Optional.empty();
  }
}
