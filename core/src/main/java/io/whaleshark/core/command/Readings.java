package io.whaleshark.core.command;

import io.whaleshark.core.engine.ReadSet;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.PushToken;
import io.whaleshark.core.model.Reaction;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/// What deciding commands reads. A remote engine fetches all of it at once, before anything is
/// decided.
public final class Readings {

  private Readings() {}

  /// Says what deciding a batch reads.
  ///
  /// @param haveSwitches the apps whose users have a switch of receipts; it is read in no other
  /// @param needProfiles the apps where direct messages reach those alone who have a profile
  public static void announce(
      List<Command> batch, ReadSet reads, IntPredicate haveSwitches, IntPredicate needProfiles) {
    for (Command command : batch) {
      if (command instanceof Command.Decided decided) {
        announce(decided, reads);
        writtenTo(decided).filter(user -> needProfiles.test(user.app())).ifPresent(reads::profile);
        whoseReceipts(decided)
            .filter(user -> haveSwitches.test(user.app()))
            .ifPresent(reads::receiptSwitch);
      }
    }
  }

  /// Says what deciding it reads.
  private static void announce(Command.Decided command, ReadSet reads) {
    switch (command) {
      case Command.Send send -> announceSend(send, reads);
      case Command.Vetted vetted -> announceSend(vetted.send(), reads);
      case Command.Recall recall -> {
        announceOwn(recall.conversation(), recall.caller().user(), reads);
        announceNamed(recall.conversation(), recall.message(), reads);
      }
      case Command.Withdraw withdraw -> reads.messageAt(withdraw.conversation(), withdraw.stamp());
      case Command.Edit edit -> {
        announceSpeaker(edit.conversation(), edit.caller().user(), reads);
        announceNamed(edit.conversation(), edit.message(), reads);
      }
      case Command.Rewrite rewrite -> reads.messageAt(rewrite.conversation(), rewrite.stamp());
      case Command.PinMessage pin -> announcePin(pin, reads);
      case Command.PinAny pin -> {
        reads.messageAt(pin.conversation(), pin.stamp());
        reads.pins(pin.conversation());
      }
      case Command.React react -> announceReaction(react, reads);
      case Command.TakeBack taken -> announceTakenBack(taken, reads);
      case Command.Receive receive ->
          announceOwn(receive.conversation(), receive.caller().user(), reads);
      case Command.Read read -> {
        announceOwn(read.conversation(), read.caller().user(), reads);
        reads.message(read.conversation(), read.sequence());
      }
      case Command.SetConversation set ->
          announceOwn(set.conversation(), set.caller().user(), reads);
      case Command.OfGroup change -> announceGroup(change, reads);
      case Command.OfImport taken -> announceImport(taken, reads);
      case Command.RaiseFloors raise ->
          raise.due().forEach(due -> reads.conversation(due.conversation()));
      case Command.TellLogin login -> reads.login(login.user());
      case Command.TellLogout logout -> reads.sessions(logout.user());
      case Command.SignOut out -> reads.signOut(out.user());
      case Command.Ban ban -> {
        reads.ban(ban.user());
        reads.signOut(ban.user());
      }
      case Command.LiftBan lift -> reads.ban(lift.user());
      case Command.PutBlock put -> {
        reads.block(put.block());
        reads.blockCount(put.block().blocker());
      }
      case Command.LiftBlock lift -> reads.block(lift.block());
      case Command.EraseViews erase -> {
        announceAll(erase.conversations(), erase.user(), reads);
        reads.receiptSwitch(erase.user());
        reads.profile(erase.user());
        reads.signOut(erase.user());
      }
      case Command.SwitchReceipts switched -> reads.receiptSwitch(switched.caller().user());
      case Command.SetPushToken set -> announceToken(set, reads);
      case Command.RemovePushToken remove -> reads.pushTokens(remove.user());
      case Command.ForgetPushToken forget -> reads.pushTokens(forget.dead().user());
      case Command.PutProfile put -> reads.profile(put.user());
      case Command.RemoveProfile remove -> reads.profile(remove.user());
    }
  }

  private static void announcePin(Command.PinMessage pin, ReadSet reads) {
    announceSpeaker(pin.conversation(), pin.caller().user(), reads);
    announceNamed(pin.conversation(), pin.message(), reads);
    reads.pins(pin.conversation());
  }

  private static void announceTakenBack(Command.TakeBack taken, ReadSet reads) {
    Reaction reaction = taken.reaction();
    reads.conversation(taken.conversation());
    reads.message(taken.conversation(), reaction.sequence());
    reads.reaction(taken.conversation(), reaction.sequence(), reaction.sign(), reaction.user());
  }

  private static void announceReaction(Command.React react, ReadSet reads) {
    announceSpeaker(react.conversation(), react.caller().user(), reads);
    announceNamed(react.conversation(), react.message(), reads);
    UserId user = react.caller().user();
    switch (react.message()) {
      case Command.Named.BySequence(long sequence) ->
          reads.reaction(react.conversation(), sequence, react.sign(), user);
      case Command.Named.ByStamp(long stamp) ->
          reads.reactionAt(react.conversation(), stamp, react.sign(), user);
      case Command.Named.ByClientId(ClientMessageId id) -> reads.reactionTo(id, react.sign(), user);
    }
  }

  /// On whose switch of receipts it depends what others are told, if on anybody's.
  private static Optional<UserId> whoseReceipts(Command.Decided command) {
    return switch (command) {
      case Command.Send send -> receiver(send);
      case Command.Vetted vetted -> receiver(vetted.send());
      case Command.Receive receive -> Optional.of(receive.caller().user());
      case Command.Read read -> Optional.of(read.caller().user());
      case Command.ImportReport report -> Optional.of(report.user());
      case Command.Placed placed -> whoseReceipts(placed.then());
      case Command.Chained chained -> whoseReceipts(chained.then());
      default -> Optional.empty();
    };
  }

  /// To whom it says something directly.
  private static Optional<UserId> writtenTo(Command.Decided command) {
    return switch (command) {
      case Command.Send send -> receiver(send);
      case Command.Vetted vetted -> receiver(vetted.send());
      case Command.Edit edit -> receiver(edit.conversation(), edit.caller().user());
      case Command.PinMessage pin -> receiver(pin.conversation(), pin.caller().user());
      case Command.React react -> receiver(react.conversation(), react.caller().user());
      default -> Optional.empty();
    };
  }

  private static Optional<UserId> receiver(Command.Send send) {
    return receiver(send.conversation(), send.id().sender());
  }

  private static Optional<UserId> receiver(ConversationId conversation, UserId sender) {
    return conversation instanceof ConversationId.Direct direct && !direct.isWithSelf()
        ? Optional.of(direct.peerOf(sender))
        : Optional.empty();
  }

  private static void announceNamed(
      ConversationId conversation, Command.Named message, ReadSet reads) {
    switch (message) {
      case Command.Named.BySequence(long sequence) -> reads.message(conversation, sequence);
      case Command.Named.ByStamp(long stamp) -> reads.messageAt(conversation, stamp);
      case Command.Named.ByClientId(ClientMessageId id) -> reads.sent(id);
    }
  }

  private static void announceToken(Command.SetPushToken set, ReadSet reads) {
    reads.ban(set.user());
    reads.pushTokens(set.user());
    reads.pushToken(new PushToken.Address(set.user().app(), set.service(), set.token()));
  }

  private static void announceGroup(Command.OfGroup command, ReadSet reads) {
    switch (command) {
      case Command.PutGroup put -> {
        reads.conversation(put.group());
        reads.member(put.group(), put.owner());
        put.members().forEach(member -> reads.member(put.group(), member));
      }
      case Command.AddMembers add -> {
        reads.conversation(add.group());
        announceActor(add.actor(), add.group(), reads);
        add.members().forEach(member -> reads.member(add.group(), member));
      }
      case Command.RemoveMember remove ->
          announceMember(remove.actor(), remove.group(), remove.member(), reads);
      case Command.SetMember set -> announceMember(set.actor(), set.group(), set.member(), reads);
      case Command.DissolveGroup dissolve -> reads.conversation(dissolve.group());
    }
  }

  private static void announceImport(Command.OfImport command, ReadSet reads) {
    switch (command) {
      case Command.ImportMessage taken -> {
        announceOwn(taken.conversation(), taken.id().sender(), reads);
        reads.sent(taken.id());
      }
      case Command.ImportReport report -> {
        announceOwn(report.conversation(), report.user(), reads);
        reads.sent(report.upTo());
        reads.ownUpTo(report.upTo(), report.user());
      }
      case Command.ImportPin pin -> {
        reads.conversation(pin.conversation());
        reads.sent(pin.message());
        reads.pins(pin.conversation());
      }
      case Command.ImportReaction taken -> {
        announceOwn(taken.conversation(), taken.user(), reads);
        reads.sent(taken.message());
        reads.reactionTo(taken.message(), taken.sign(), taken.user());
      }
      case Command.Placed placed -> {
        reads.conversation(placed.conversation());
        placed.after().ifPresent(reads::sent);
        announce(placed.then(), reads);
      }
      case Command.Chained chained -> announce(chained.then(), reads);
    }
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

  private static void announceSend(Command.Send send, ReadSet reads) {
    announceSpeaker(send.conversation(), send.id().sender(), reads);
    reads.sent(send.id());
  }

  /// Whether somebody may say something in a conversation.
  private static void announceSpeaker(ConversationId conversation, UserId speaker, ReadSet reads) {
    announceOwn(conversation, speaker, reads);
    if (conversation instanceof ConversationId.Direct direct) {
      Block.against(speaker, direct).ifPresent(reads::block);
    }
  }

  private static void announceAll(List<ConversationId> conversations, UserId user, ReadSet reads) {
    conversations.forEach(conversation -> announceOwn(conversation, user, reads));
  }

  private static void announceOwn(ConversationId conversation, UserId user, ReadSet reads) {
    reads.conversation(conversation);
    reads.member(conversation, user);
  }
}
