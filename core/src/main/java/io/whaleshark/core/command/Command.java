package io.whaleshark.core.command;

import io.whaleshark.core.engine.Retention.Due;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.PushToken;
import io.whaleshark.core.model.Reaction;
import io.whaleshark.core.model.Role;
import io.whaleshark.core.session.Connection;
import java.util.List;
import java.util.Optional;

/// Something to be done in the commit lane, in the order of submission. Immutable.
///
/// The kinds are sealed: a new one does not compile until the node decides it.
public sealed interface Command {

  /// Where the answer goes.
  Reply reply();

  /// A command that is decided against what is stored.
  sealed interface Decided extends Command {}

  /// Changes a group.
  sealed interface OfGroup extends Decided {

    ConversationId.Group group();

    Actor actor();
  }

  /// Takes something over from another server, each in a way that can be repeated.
  sealed interface OfImport extends Decided {}

  /// A command of a session: it begins or ends, takes its turn, or shows what its user does at the
  /// moment. It changes nothing that is stored, so it needs no store that can be written: who comes
  /// may read.
  sealed interface OfSession extends Command {}

  /// Sends a message. A repeat with the same id and content gets the first answer and causes
  /// nothing else (P3).
  record Send(
      Caller caller,
      ConversationId conversation,
      ClientMessageId id,
      Message.Sent content,
      Reply reply)
      implements Decided {}

  /// Sends a message about which the app was asked before. A repeat with the same id and content
  /// gets the first answer and causes nothing else (P3), whatever the app says of it now: it may
  /// have changed the message, and may change it in another way each time.
  ///
  /// @param send the message, as its sender wrote it
  /// @param wanted what the app wants to be sent in its place; empty if it has not changed it
  /// @param refused why the app does not want it to be sent; empty if it does
  record Vetted(Send send, Optional<Message.Sent> wanted, Optional<Answer.Refused> refused)
      implements Decided {

    @Override
    public Reply reply() {
      return send.reply();
    }
  }

  /// Recalls an own message within the app's window, or as owner or admin any message of the group
  /// at any time. Idempotent.
  record Recall(Caller caller, ConversationId conversation, Named message, Reply reply)
      implements Decided {}

  /// Recalls a message in the name of the app: whoever sent it, and whenever. Idempotent.
  ///
  /// @param stamp that of the message
  record Withdraw(ConversationId conversation, long stamp, Reply reply) implements Decided {}

  /// Gives an own message another content within the app's window, where the caller may send.
  /// Idempotent as long as no other edit follows.
  record Edit(
      Caller caller, ConversationId conversation, Named message, Message.Sent content, Reply reply)
      implements Decided {}

  /// Gives a message another content in the name of the app: whoever sent it, and whenever.
  /// Idempotent as long as no other edit follows.
  ///
  /// @param stamp that of the message
  record Rewrite(ConversationId conversation, long stamp, Message.Sent content, Reply reply)
      implements Decided {}

  /// Pins a message, or lets it be pinned no more, where the caller may say something and, in a
  /// group, may pin. Idempotent: what is pinned keeps its first time.
  ///
  /// @param isPinned whether it is to be pinned
  record PinMessage(
      Caller caller, ConversationId conversation, Named message, boolean isPinned, Reply reply)
      implements Decided {}

  /// The same in the name of the app, in any conversation.
  ///
  /// @param stamp that of the message
  record PinAny(ConversationId conversation, long stamp, boolean isPinned, Reply reply)
      implements Decided {}

  /// Sets a sign at a message that the caller sees, where the caller may say something, or takes an
  /// own one back wherever the caller sees the message. Idempotent.
  ///
  /// @param isSet whether it is to be set
  record React(
      Caller caller,
      ConversationId conversation,
      Named message,
      String sign,
      boolean isSet,
      Reply reply)
      implements Decided {}

  /// Takes a reaction away in the name of the app, as if its user did. Idempotent.
  record TakeBack(ConversationId conversation, Reaction reaction, Reply reply) implements Decided {}

  /// How a recall, an edit, a pin or a reaction names its message.
  sealed interface Named {

    record BySequence(long sequence) implements Named {}

    record ByStamp(long stamp) implements Named {}

    record ByClientId(ClientMessageId id) implements Named {}
  }

  /// Reports that a device received a message of the peer, and so all before it.
  ///
  /// @param stamp as the device got it; handed on to the sender
  /// @param clientId as the device got it; handed on to the sender
  record Receive(
      Caller caller,
      ConversationId.Direct conversation,
      long sequence,
      long stamp,
      String clientId,
      Reply reply)
      implements Decided {}

  /// Reports that a device displayed everything up to a sequence (inclusive). Idempotent; never
  /// moves back (P6).
  record Read(Caller caller, ConversationId conversation, long sequence, Reply reply)
      implements Decided {}

  /// Sets what the caller alone sees of a conversation. Idempotent.
  record SetConversation(Caller caller, ConversationId conversation, Settings settings, Reply reply)
      implements Decided {}

  /// What to set; what is absent stays.
  record Settings(Optional<Boolean> top, Optional<Boolean> mute, Optional<Boolean> deleted) {}

  /// Creates a group with its members, the owner among them, or gives an existing one another name
  /// or owner.
  ///
  /// @param name empty for the name it has, or its id if it is new
  /// @param members the members to begin with; an existing group keeps those it has
  record PutGroup(
      Actor actor,
      ConversationId.Group group,
      String name,
      UserId owner,
      List<UserId> members,
      Reply reply)
      implements OfGroup {}

  /// Adds members; who is one already stays as they are. Idempotent.
  record AddMembers(Actor actor, ConversationId.Group group, List<UserId> members, Reply reply)
      implements OfGroup {}

  /// Ends a membership. Idempotent.
  record RemoveMember(Actor actor, ConversationId.Group group, UserId member, Reply reply)
      implements OfGroup {}

  /// Sets a member's role, and whether they are muted. Idempotent.
  ///
  /// @param muted empty to leave it as it is
  record SetMember(
      Actor actor,
      ConversationId.Group group,
      UserId member,
      Role role,
      Optional<Boolean> muted,
      Reply reply)
      implements OfGroup {}

  /// Ends a group for all. Idempotent.
  record DissolveGroup(Actor actor, ConversationId.Group group, Reply reply) implements OfGroup {}

  /// Begins a session, and ends those that the policy does not allow beside it.
  record LogIn(UserId user, DeviceId device, Connection connection, LoginPolicy policy, Reply reply)
      implements OfSession {}

  /// Ends a session, if it has begun.
  record LogOut(SessionId session, Reply reply) implements OfSession {}

  /// Shows the others of a conversation that the caller is writing there, or has stopped. It may be
  /// answered after commands that follow it.
  record ShowTyping(Caller caller, ConversationId conversation, boolean isOn, Reply reply)
      implements OfSession {}

  /// Tells all nodes of a session that is about to begin; it begins in the order in which they hear
  /// of it.
  record TellLogin(UserId user, DeviceId device, SessionId session, LoginPolicy policy, Reply reply)
      implements Decided {}

  /// Tells all nodes of a session that has ended. Idempotent.
  record TellLogout(UserId user, SessionId session, Reply reply) implements Decided {}

  /// Ends the sessions of a user that have begun, on whichever node, and the push tokens of their
  /// devices. What begins later goes on. Idempotent.
  ///
  /// @param device the one whose session ends; empty for all
  record SignOut(UserId user, Optional<DeviceId> device, Reply reply) implements Decided {}

  /// Keeps a user from logging in, and ends their sessions, on whichever node, and their push
  /// tokens. Idempotent.
  ///
  /// @param reason what the user is told; empty for none
  /// @param until the stamp at which it ends; see [io.whaleshark.core.model.Ban#until]
  record Ban(UserId user, String reason, long until, Reply reply) implements Decided {}

  /// Lets a user log in again. Idempotent.
  record LiftBan(UserId user, Reply reply) implements Decided {}

  /// Lets a user take no direct messages of another one from now on. Idempotent.
  record PutBlock(Block block, Reply reply) implements Decided {}

  /// Lets a user take the messages of another one again. Idempotent.
  record LiftBlock(Block block, Reply reply) implements Decided {}

  /// Lets others see how far the caller gets from now on, or not. Idempotent.
  record SwitchReceipts(Caller caller, boolean on, Reply reply) implements Decided {}

  /// Lets a push service reach a device of a user from now on. Whatever the device had, and whoever
  /// else had the token, has it no more. Idempotent.
  record SetPushToken(UserId user, DeviceId device, String service, String token, Reply reply)
      implements Decided {

    @Override
    public String toString() {
      return "SetPushToken[" + user + ", " + device + ", " + service + "]"; // a token is a secret
    }
  }

  /// Lets no push service reach a device of a user any more, or none of them. Idempotent.
  ///
  /// @param device empty for all
  record RemovePushToken(UserId user, Optional<DeviceId> device, Reply reply) implements Decided {}

  /// Removes a token of which its push service says that it is dead, unless it was registered again
  /// since. Idempotent.
  ///
  /// @param dead as it was read
  record ForgetPushToken(PushToken dead, Reply reply) implements Decided {}

  /// Says who a user is, whatever was said of them before. Idempotent.
  ///
  /// @param name see [io.whaleshark.core.model.Profile], as the other two
  record PutProfile(UserId user, String name, String avatar, String extra, Reply reply)
      implements Decided {}

  /// Says nothing of a user any more. Idempotent.
  record RemoveProfile(UserId user, Reply reply) implements Decided {}

  /// Takes conversations from the view of a user who is erased, and ends their sessions, on
  /// whichever node. Idempotent.
  ///
  /// @param conversations as many as one turn may take
  record EraseViews(UserId user, List<ConversationId> conversations, Reply reply)
      implements Decided {}

  /// Takes over a message that was sent on another server. It is not pushed: devices that are
  /// connected are made to pull. A repeat with the same id and content gets the first answer and
  /// causes nothing else (P3).
  ///
  /// @param content the newest, also of a message that was edited
  /// @param state whether it was edited or recalled there
  /// @param time when it was sent, in microseconds since 1970, at least 1 and not in the future
  record ImportMessage(
      ConversationId conversation,
      ClientMessageId id,
      Message.Sent content,
      ImportedState state,
      long time,
      Reply reply)
      implements OfImport {}

  /// What has become of a message on the server where it was sent.
  sealed interface ImportedState {

    /// It has the content with which it was sent.
    record AsSent() implements ImportedState {}

    /// It was edited last at a time, in microseconds since 1970, not before it was sent.
    record Edited(long time) implements ImportedState {}

    /// It is a tombstone; the content stands for what is gone.
    record Recalled() implements ImportedState {}

    ImportedState AS_SENT = new AsSent();
    ImportedState RECALLED = new Recalled();
  }

  /// Takes over that a message was pinned on another server. Idempotent; what is pinned keeps the
  /// time that it has, and what was recalled is passed.
  ///
  /// @param message imported before
  /// @param time when it was pinned, in microseconds since 1970, not before it was sent
  record ImportPin(ConversationId conversation, ClientMessageId message, long time, Reply reply)
      implements OfImport {}

  /// Takes over that a user of the conversation has set a sign at a message on another server.
  /// Idempotent; signs come to the message in the order of the commands, and what was recalled is
  /// passed.
  ///
  /// @param message imported before
  record ImportReaction(
      ConversationId conversation, ClientMessageId message, UserId user, String sign, Reply reply)
      implements OfImport {}

  /// Takes over how far a user had got on another server. Idempotent; never moves back (P6), and is
  /// passed where the user has come back since then.
  ///
  /// @param upTo the message up to which (inclusive), imported before
  /// @param isRead whether it was displayed; otherwise a device received it, of a direct
  ///   conversation
  record ImportReport(
      UserId user, ConversationId conversation, ClientMessageId upTo, boolean isRead, Reply reply)
      implements OfImport {}

  /// Does something if a conversation has got to a place and no further. So an import that is
  /// repeated does nothing twice.
  ///
  /// @param after the message behind which the place is; empty for the beginning
  record Placed(ConversationId conversation, Optional<ClientMessageId> after, Decided then)
      implements OfImport {

    @Override
    public Reply reply() {
      return then.reply();
    }
  }

  /// Does something as part of a [CommandChain].
  record Chained(CommandChain chain, Decided then) implements OfImport {

    @Override
    public Reply reply() {
      return chain.listeningTo(then.reply());
    }
  }

  /// Lets the oldest messages of conversations expire. Idempotent.
  ///
  /// @param due as many as one turn may take
  record RaiseFloors(List<Due> due, Reply reply) implements Decided {}

  /// Nothing but its turn: an answer that was known beforehand and must not overtake earlier ones.
  record Turn(Reply reply) implements OfSession {}
}
