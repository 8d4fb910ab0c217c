package io.whaleshark.core.command;

import io.whaleshark.core.engine.ReadSet;
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
import io.whaleshark.core.model.Role;
import io.whaleshark.core.session.Connection;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/// Something to be done in the commit lane, in the order of submission. Immutable.
///
/// The kinds are sealed: a new one does not compile until the node decides it.
public sealed interface Command {

  /// Where the answer goes.
  Reply reply();

  /// Says what deciding a batch reads.
  ///
  /// @param haveSwitches the apps whose users have a switch of receipts; it is read in no other
  static void announce(List<Command> batch, ReadSet reads, IntPredicate haveSwitches) {
    for (Command command : batch) {
      if (command instanceof Decided decided) {
        decided.announce(reads);
        decided
            .whoseReceipts()
            .filter(user -> haveSwitches.test(user.app()))
            .ifPresent(reads::receiptSwitch);
      }
    }
  }

  /// A command that is decided against what is stored.
  sealed interface Decided extends Command {

    /// Says what deciding it reads.
    default void announce(ReadSet reads) {
      switch (this) {
        case Send send -> announceSend(send, reads);
        case Vetted vetted -> announceSend(vetted.send(), reads);
        case Recall recall -> {
          reads.conversation(recall.conversation());
          reads.member(recall.conversation(), recall.caller().user());
          switch (recall.message()) {
            case Named.BySequence(long sequence) -> reads.message(recall.conversation(), sequence);
            case Named.ByStamp(long stamp) -> reads.messageAt(recall.conversation(), stamp);
            case Named.ByClientId(ClientMessageId id) -> reads.sent(id);
          }
        }
        case Withdraw withdraw -> reads.messageAt(withdraw.conversation(), withdraw.stamp());
        case Receive receive -> announceOwn(receive.conversation(), receive.caller().user(), reads);
        case Read read -> {
          announceOwn(read.conversation(), read.caller().user(), reads);
          reads.message(read.conversation(), read.sequence());
        }
        case SetConversation set -> announceOwn(set.conversation(), set.caller().user(), reads);
        case PutGroup put -> {
          reads.conversation(put.group());
          reads.member(put.group(), put.owner());
          put.members().forEach(member -> reads.member(put.group(), member));
        }
        case AddMembers add -> {
          reads.conversation(add.group());
          announceActor(add.actor(), add.group(), reads);
          add.members().forEach(member -> reads.member(add.group(), member));
        }
        case RemoveMember remove ->
            announceMember(remove.actor(), remove.group(), remove.member(), reads);
        case SetMember set -> announceMember(set.actor(), set.group(), set.member(), reads);
        case DissolveGroup dissolve -> reads.conversation(dissolve.group());
        case RaiseFloors raise ->
            raise.due().forEach(due -> reads.conversation(due.conversation()));
        case TellLogin login -> reads.login(login.user());
        case TellLogout logout -> reads.sessions(logout.user());
        case SignOut out -> reads.signOut(out.user());
        case Ban ban -> {
          reads.ban(ban.user());
          reads.signOut(ban.user());
        }
        case LiftBan lift -> reads.ban(lift.user());
        case PutBlock put -> {
          reads.block(put.block());
          reads.blockCount(put.block().blocker());
        }
        case LiftBlock lift -> reads.block(lift.block());
        case ImportMessage taken -> {
          announceOwn(taken.conversation(), taken.id().sender(), reads);
          reads.sent(taken.id());
        }
        case ImportReport report -> {
          announceOwn(report.conversation(), report.user(), reads);
          reads.sent(report.upTo());
        }
        case Placed placed -> {
          reads.conversation(placed.conversation());
          placed.after().ifPresent(reads::sent);
          placed.then().announce(reads);
        }
        case EraseViews erase -> {
          announceAll(erase.conversations(), erase.user(), reads);
          reads.receiptSwitch(erase.user());
          reads.signOut(erase.user());
        }
        case SwitchReceipts switched -> reads.receiptSwitch(switched.caller().user());
        case SetPushToken set -> announceToken(set, reads);
        case RemovePushToken remove -> reads.pushTokens(remove.user());
        case ForgetPushToken forget -> reads.pushTokens(forget.dead().user());
      }
    }

    /// On whose switch of receipts it depends what others are told, if on anybody's.
    default Optional<UserId> whoseReceipts() {
      return switch (this) {
        case Send send -> receiver(send);
        case Vetted vetted -> receiver(vetted.send());
        case Receive receive -> Optional.of(receive.caller().user());
        case Read read -> Optional.of(read.caller().user());
        case ImportReport report -> Optional.of(report.user());
        default -> Optional.empty();
      };
    }

    private static Optional<UserId> receiver(Send send) {
      return send.conversation() instanceof ConversationId.Direct direct && !direct.isWithSelf()
          ? Optional.of(direct.peerOf(send.id().sender()))
          : Optional.empty();
    }

    private static void announceToken(SetPushToken set, ReadSet reads) {
      reads.ban(set.user());
      reads.pushTokens(set.user());
      reads.pushToken(new PushToken.Address(set.user().app(), set.service(), set.token()));
    }

    private static void announceActor(Actor actor, ConversationId.Group group, ReadSet reads) {
      actor.user().ifPresent(user -> reads.member(group, user));
    }

    private static void announceMember(
        Actor actor, ConversationId.Group group, UserId member, ReadSet reads) {
      reads.conversation(group);
      announceActor(actor, group, reads);
      reads.member(group, member);
    }

    private static void announceSend(Send send, ReadSet reads) {
      announceOwn(send.conversation(), send.id().sender(), reads);
      reads.sent(send.id());
      if (send.conversation() instanceof ConversationId.Direct direct) {
        Block.against(send.id().sender(), direct).ifPresent(reads::block);
      }
    }

    private static void announceAll(
        List<ConversationId> conversations, UserId user, ReadSet reads) {
      conversations.forEach(conversation -> announceOwn(conversation, user, reads));
    }

    private static void announceOwn(ConversationId conversation, UserId user, ReadSet reads) {
      reads.conversation(conversation);
      reads.member(conversation, user);
    }
  }

  /// A command that concerns the session alone that sent it. It changes nothing that is stored, so
  /// it needs no store that can be written: who comes may read.
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

  /// Sends a message about which the app was asked before. A repeat with the same id in the same
  /// conversation gets the first answer and causes nothing else (P3), whatever the app says of it
  /// now: it may have changed the message, and may change it in another way each time.
  ///
  /// @param send the message, as the app wants it
  /// @param refused why the app does not want it to be sent; empty if it does
  record Vetted(Send send, Optional<Answer.Refused> refused) implements Decided {

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

  /// How a recall names its message.
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
      implements Decided {}

  /// Adds members; who is one already stays as they are. Idempotent.
  record AddMembers(Actor actor, ConversationId.Group group, List<UserId> members, Reply reply)
      implements Decided {}

  /// Ends a membership. Idempotent.
  record RemoveMember(Actor actor, ConversationId.Group group, UserId member, Reply reply)
      implements Decided {}

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
      implements Decided {}

  /// Ends a group for all. Idempotent.
  record DissolveGroup(Actor actor, ConversationId.Group group, Reply reply) implements Decided {}

  /// Begins a session, and ends those that the policy does not allow beside it.
  record LogIn(UserId user, DeviceId device, Connection connection, LoginPolicy policy, Reply reply)
      implements OfSession {}

  /// Ends a session, if it has begun.
  record LogOut(SessionId session, Reply reply) implements OfSession {}

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
  /// @param isRecalled whether it is a tombstone; the content stands for what is gone
  /// @param time when it was sent, in microseconds since 1970, at least 1 and not in the future
  record ImportMessage(
      ConversationId conversation,
      ClientMessageId id,
      Message.Sent content,
      boolean isRecalled,
      long time,
      Reply reply)
      implements Decided {}

  /// Takes over how far a user had got on another server. Idempotent; never moves back (P6).
  ///
  /// @param upTo the message up to which (inclusive), imported before
  /// @param isRead whether it was displayed; otherwise a device received it, of a direct
  ///   conversation
  record ImportReport(
      UserId user, ConversationId conversation, ClientMessageId upTo, boolean isRead, Reply reply)
      implements Decided {}

  /// Does something if a conversation has got to a place and no further. So an import that is
  /// repeated does nothing twice.
  ///
  /// @param after the message behind which the place is; empty for the beginning
  record Placed(ConversationId conversation, Optional<ClientMessageId> after, Decided then)
      implements Decided {

    @Override
    public Reply reply() {
      return then.reply();
    }
  }

  /// Lets the oldest messages of conversations expire. Idempotent.
  ///
  /// @param due as many as one turn may take
  record RaiseFloors(List<Due> due, Reply reply) implements Decided {}

  /// Nothing but its turn: an answer that was known beforehand and must not overtake earlier ones.
  record Turn(Reply reply) implements OfSession {}
}
