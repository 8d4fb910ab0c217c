package io.whaleshark.core.lane;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import java.util.List;

/// What is to be told once a batch is durable. Immutable; carried out in the order of decision.
public sealed interface Effect {

  /// Nothing but an answer.
  record Answered(Reply reply, Answer answer) implements Effect {}

  record MessageSent(Command.Send command, Message message) implements Effect {}

  record MessageRecalled(Command.Recall command, Message tombstone) implements Effect {}

  record ReceivedAdvanced(Command.Receive command) implements Effect {}

  /// A read marker moved.
  ///
  /// @param from the position before (exclusive lower bound of what became read)
  /// @param unread what the reader has not read after that
  /// @param readOthers whether a message by somebody else became read
  record ReadAdvanced(Command.Read command, long from, long unread, boolean readOthers)
      implements Effect {}

  record ConversationSet(Command.SetConversation command) implements Effect {}

  /// Users became members, of a new group or of one that was there.
  record MembersAdded(Group group, List<Membership> added, boolean created, Reply reply)
      implements Effect {}

  /// A member's period ended.
  record MemberRemoved(Group group, Membership closed, Reply reply) implements Effect {}

  record GroupRenamed(Group group, Reply reply) implements Effect {}

  record GroupDissolved(Group group, Reply reply) implements Effect {}

  record LoggedIn(Command.LogIn command) implements Effect {}

  record LoggedOut(Command.LogOut command) implements Effect {}
}
