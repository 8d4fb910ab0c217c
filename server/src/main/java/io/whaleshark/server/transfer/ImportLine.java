package io.whaleshark.server.transfer;

import io.whaleshark.core.command.Command;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Pin;
import io.whaleshark.core.model.Role;
import java.util.List;
import java.util.Optional;

/// One thing that happened, as a line of a file tells it. Immutable.
public sealed interface ImportLine {

  /// The members that one line may name: more need several lines.
  int MEMBERS_AT_MOST = 1_000;

  /// Something that happened in a conversation.
  sealed interface InConversation extends ImportLine {

    ConversationId conversation();
  }

  /// Something that happened at a place between messages. It takes effect only there, so that a
  /// repetition changes nothing that came later.
  sealed interface InPlace extends InConversation {

    /// The message that stands before it; empty if none does.
    Optional<ClientMessageId> after();
  }

  /// A group is created.
  ///
  /// @param name empty for its id
  /// @param members beside the owner
  record Created(ConversationId.Group conversation, String name, UserId owner, List<UserId> members)
      implements InConversation {

    public Created {
      members = List.copyOf(members);
    }
  }

  /// Users become members of a group.
  record Joined(
      ConversationId.Group conversation, List<UserId> members, Optional<ClientMessageId> after)
      implements InPlace {

    public Joined {
      members = List.copyOf(members);
    }
  }

  /// A user is a member no more.
  record Left(ConversationId.Group conversation, UserId user, Optional<ClientMessageId> after)
      implements InPlace {}

  /// A member gets a role.
  ///
  /// @param muted empty to leave it as it is
  record RoleSet(
      ConversationId.Group conversation,
      UserId user,
      Role role,
      Optional<Boolean> muted,
      Optional<ClientMessageId> after)
      implements InPlace {}

  /// A group is dissolved.
  record Dissolved(ConversationId.Group conversation, Optional<ClientMessageId> after)
      implements InPlace {}

  /// A message is sent.
  ///
  /// @param timeMillis when, in milliseconds since 1970
  /// @param content the newest; empty of one that was recalled
  /// @param editedMillis when it was edited last; empty if it was not
  record Said(
      ConversationId conversation,
      ClientMessageId id,
      long timeMillis,
      Optional<Message.Sent> content,
      Optional<Long> editedMillis)
      implements InConversation {

    private static final long MICROS_PER_MILLI = 1_000;

    /// Of a message that was not edited.
    public Said(
        ConversationId conversation,
        ClientMessageId id,
        long timeMillis,
        Optional<Message.Sent> content) {
      this(conversation, id, timeMillis, content, Optional.empty());
    }

    /// The line of a message.
    static Said of(Message message) {
      return new Said(
          message.conversation(),
          message.clientId(),
          message.time() / MICROS_PER_MILLI,
          message.newest(),
          message.content() instanceof Message.Edited edited
              ? Optional.of(edited.time() / MICROS_PER_MILLI)
              : Optional.empty());
    }
  }

  /// A message is pinned.
  ///
  /// @param timeMillis when it was, in milliseconds since 1970
  record Pinned(
      ConversationId conversation,
      ClientMessageId message,
      long timeMillis,
      Optional<ClientMessageId> after)
      implements InPlace {

    private static final long MICROS_PER_MILLI = 1_000;

    /// The line of a pin.
    static Pinned of(
        ConversationId in, ClientMessageId message, Pin pin, Optional<ClientMessageId> after) {
      return new Pinned(in, message, pin.at() / MICROS_PER_MILLI, after);
    }
  }

  /// A user has set a sign at a message.
  record Reacted(UserId user, ConversationId conversation, ClientMessageId message, String sign)
      implements InConversation {}

  /// A user has read everything up to a message (inclusive).
  record Read(UserId user, ConversationId conversation, ClientMessageId upTo)
      implements InConversation {}

  /// A device of a user has received everything up to a message (inclusive).
  record Received(UserId user, ConversationId.Direct conversation, ClientMessageId upTo)
      implements InConversation {}

  /// A user sets what they alone see of a conversation.
  record Settings(
      UserId user,
      ConversationId conversation,
      Command.Settings set,
      Optional<ClientMessageId> after)
      implements InPlace {}

  /// A user is erased: what stands before is gone from their view.
  record Erased(UserId user, ConversationId conversation, Optional<ClientMessageId> after)
      implements InPlace {}

  /// What holds of a user outside of conversations.
  ///
  /// @param receipts whether others see how far the user gets; empty to leave it as it is
  /// @param blocked whom the user blocks, beside those whom they block already
  record OfUser(UserId user, Optional<Banned> ban, Optional<Boolean> receipts, List<UserId> blocked)
      implements ImportLine {

    public OfUser {
      blocked = List.copyOf(blocked);
    }
  }

  /// Why a user may not log in, and until when.
  ///
  /// @param reason empty for none
  /// @param until the stamp at which it ends; see [io.whaleshark.core.model.Ban#until]
  record Banned(String reason, long until) {}
}
