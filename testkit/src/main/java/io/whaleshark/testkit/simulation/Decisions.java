package io.whaleshark.testkit.simulation;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.news.News;
import java.util.Optional;

/// Applies each command to the [Model] and determines what must be told once it is durable. It
/// follows the protocol and uses no code of the core. Confined to the simulation's thread.
final class Decisions {

  /// What must be told of a command when its batch is durable. By then the whole batch is known.
  interface Consequence {
    void tell(Telling telling);
  }

  private final Model model;
  private final Replacements replacements;
  private final PinDecisions pins;
  private final ReactionDecisions reactions;
  private final GroupDecisions groups;
  private final ReceiptDecisions receipts;

  Decisions(Model model, AppPolicy policy) {
    this.model = model;
    this.replacements = new Replacements(model, policy);
    this.pins = new PinDecisions(model, policy.pins());
    this.reactions = new ReactionDecisions(model, policy.reactionMembersAtMost());
    this.receipts = new ReceiptDecisions(model, policy.receipts());
    this.groups = new GroupDecisions(model, policy.membersAtMost());
  }

  /// @param now the stamp at which it is decided, nearly
  Consequence decide(Asked asked, long now) {
    return switch (asked.command) {
      case Command.Send send -> send(asked, send);
      case Command.Vetted vetted -> sendVetted(asked, vetted);
      case Command.Recall recall -> replacements.recall(asked, recall, now);
      case Command.Withdraw withdraw -> replacements.withdraw(asked, withdraw);
      case Command.Edit edit -> replacements.edit(asked, edit, now);
      case Command.Rewrite rewrite -> replacements.rewrite(asked, rewrite);
      case Command.PinMessage pin -> pins.pin(asked, pin);
      case Command.PinAny pin -> pins.pinAny(asked, pin);
      case Command.React react -> reactions.react(asked, react);
      case Command.TakeBack taken -> reactions.takeBack(asked, taken);
      case Command.Receive receive -> receipts.receive(asked, receive);
      case Command.Read read -> receipts.read(asked, read);
      case Command.SetConversation set -> set(asked, set);
      case Command.PutGroup put -> groups.put(asked, put);
      case Command.AddMembers add -> groups.add(asked, add);
      case Command.RemoveMember remove -> groups.remove(asked, remove);
      case Command.SetMember set -> groups.set(asked, set);
      case Command.DissolveGroup dissolve -> groups.dissolve(asked, dissolve);
      case Command.RaiseFloors raise -> raiseFloors(asked, raise);
      case Command.LogIn login -> telling -> telling.logIn(asked, login);
      case Command.LogOut logout ->
          telling -> {
            telling.logOut(logout.session());
            telling.answer(asked, Answer.DONE);
          };
      case Command.Turn _ -> asked.isLookup() ? _ -> {} : done(asked);
      case Command.SignOut out -> signOut(asked, out);
      case Command.Ban ban -> ban(asked, ban);
      case Command.LiftBan lift -> liftBan(asked, lift);
      case Command.PutBlock(Block block, _) -> {
        model.block(block);
        yield done(asked);
      }
      case Command.LiftBlock(Block block, _) -> {
        model.liftBlock(block);
        yield done(asked);
      }
      case Command.EraseViews erase -> eraseViews(asked, erase);
      case Command.SwitchReceipts set -> receipts.set(asked, set);
      case Command.SetPushToken set -> setPushToken(asked, set);
      case Command.RemovePushToken(UserId user, var device, _) -> {
        model.pushTokens().remove(user, device);
        yield done(asked);
      }
      case Command.ForgetPushToken _ ->
          throw new IllegalStateException("a token is dead (expected: nobody uses it here)");
      case Command.ShowTyping _ ->
          throw new IllegalStateException("somebody writes (expected: nobody shows it here)");
      case Command.PutProfile _, Command.RemoveProfile _ ->
          throw new IllegalStateException("a profile (expected: nobody has one here)");
      case Command.OfImport _ ->
          throw new IllegalStateException("something is imported (expected: nothing is here)");
      case Command.TellLogin _, Command.TellLogout _ ->
          throw new IllegalStateException("told to other nodes (expected: there are none)");
    };
  }

  /// Whether it needs no store.
  static boolean isOfConnection(Asked asked) {
    return switch (asked.command) {
      case Command.LogIn _, Command.LogOut _, Command.ShowTyping _, Command.Turn _ -> true;
      case Command.Send _,
          Command.Vetted _,
          Command.Recall _,
          Command.Withdraw _,
          Command.Edit _,
          Command.Rewrite _,
          Command.PinMessage _,
          Command.PinAny _,
          Command.React _,
          Command.TakeBack _,
          Command.Receive _,
          Command.Read _,
          Command.SetConversation _,
          Command.PutGroup _,
          Command.AddMembers _,
          Command.RemoveMember _,
          Command.SetMember _,
          Command.DissolveGroup _,
          Command.RaiseFloors _,
          Command.TellLogin _,
          Command.TellLogout _,
          Command.SignOut _,
          Command.Ban _,
          Command.LiftBan _,
          Command.PutBlock _,
          Command.LiftBlock _,
          Command.SwitchReceipts _,
          Command.SetPushToken _,
          Command.RemovePushToken _,
          Command.ForgetPushToken _,
          Command.PutProfile _,
          Command.RemoveProfile _,
          Command.EraseViews _,
          Command.OfImport _ ->
          false;
    };
  }

  /// The result of the command if nothing can be stored.
  Consequence withoutStore(Asked asked) {
    return isOfConnection(asked) ? decide(asked, 0) : refused(asked, Refusal.RETRY_LATER);
  }

  static Consequence done(Asked asked) {
    return telling -> telling.answer(asked, Answer.DONE);
  }

  static Consequence refused(Asked asked, Refusal refusal) {
    return telling -> telling.answer(asked, new Answer.Refused(refusal, ""));
  }

  private Consequence ban(Asked asked, Command.Ban ban) {
    if (!model.ban(ban.user())) {
      return done(asked);
    }
    model.pushTokens().remove(ban.user(), Optional.empty());
    Ban put = new Ban(ban.user(), ban.reason(), ban.until(), 0);
    return telling -> {
      telling.answer(asked, Answer.DONE);
      telling.signOut(new News.SignedOut(ban.user(), Optional.empty(), Optional.of(put), 0));
    };
  }

  private Consequence signOut(Asked asked, Command.SignOut out) {
    model.pushTokens().remove(out.user(), out.device());
    return telling -> {
      telling.answer(asked, Answer.DONE);
      telling.signOut(new News.SignedOut(out.user(), out.device(), Optional.empty(), 0));
    };
  }

  private Consequence setPushToken(Asked asked, Command.SetPushToken set) {
    if (model.isBanned(set.user())) {
      return refused(asked, Refusal.BANNED);
    }
    model.pushTokens().set(new PushBook.Held(set.user(), set.device(), set.service(), set.token()));
    return done(asked);
  }

  private Consequence liftBan(Asked asked, Command.LiftBan lift) {
    return model.liftBan(lift.user())
        ? telling -> {
          telling.answer(asked, Answer.DONE);
          telling.letIn(lift.user());
        }
        : done(asked);
  }

  private Consequence eraseViews(Asked asked, Command.EraseViews erase) {
    Answer.ViewsErased answer = model.erase(erase.user(), erase.conversations());
    boolean isSwitched = model.switchReceipts(erase.user(), true);
    boolean wasReached = model.pushTokens().remove(erase.user(), Optional.empty());
    return telling -> {
      telling.answer(asked, answer);
      if (answer.erased() > 0 || isSwitched || wasReached) {
        telling.signOut(new News.SignedOut(erase.user(), Optional.empty(), Optional.empty(), 0));
      }
    };
  }

  private Consequence send(Asked asked, Command.Send send) {
    Line earlier = model.sent(send.id());
    return earlier == null ? sendNew(asked, send, send.content()) : repeated(asked, send, earlier);
  }

  private Consequence sendVetted(Asked asked, Command.Vetted vetted) {
    Line earlier = model.sent(vetted.send().id());
    if (earlier != null) {
      return repeated(asked, vetted.send(), earlier);
    }
    return vetted
        .refused()
        .map(why -> refused(asked, why.refusal()))
        .orElseGet(() -> {
          Message.Sent wanted = vetted.wanted().orElse(vetted.send().content());
          return sendNew(asked, vetted.send(), wanted);
        });
  }

  private Consequence repeated(Asked asked, Command.Send send, Line earlier) {
    boolean same =
        earlier.chat == model.chat(send.conversation()) && earlier.content.equals(send.content());
    int state = earlier.state();
    return same
        ? telling -> telling.answer(asked, new Answer.Sent(earlier.message(state)))
        : refused(asked, Refusal.MESSAGE_ID_CONFLICT);
  }

  private Consequence sendNew(Asked asked, Command.Send send, Message.Sent wanted) {
    Chat chat = model.chat(send.conversation());
    UserId sender = send.id().sender();
    Optional<Refusal> refusal = mayNotSay(model, chat, sender);
    if (refusal.isPresent()) {
      return refused(asked, refusal.get());
    }
    Line message = model.say(chat, send.id(), send.content(), wanted);
    return telling -> {
      telling.answer(asked, new Answer.Sent(message.message(0)));
      telling.active(sender, asked, chat.id);
      telling.entry(message, 0, asked.over);
      if (chat.id instanceof ConversationId.Direct direct) {
        telling.receivedByServer(
            message, sender.equals(direct.low()) ? direct.high() : direct.low());
      }
    };
  }

  /// Why somebody may not say anything in a conversation; empty if they may.
  static Optional<Refusal> mayNotSay(Model model, Chat chat, UserId speaker) {
    if (chat.id instanceof ConversationId.Group && !chat.isMember(speaker)) {
      return Optional.of(Refusal.NOT_A_PARTICIPANT);
    }
    if (chat.isDissolved) {
      return Optional.of(Refusal.GROUP_DISSOLVED);
    }
    if (chat.newestStay(speaker).filter(stay -> stay.isMuted).isPresent()) {
      return Optional.of(Refusal.MUTED);
    }
    return chat.id instanceof ConversationId.Direct direct
            && model.isInForce(new Block(direct.peerOf(speaker), speaker))
        ? Optional.of(Refusal.NOT_ACCEPTED)
        : Optional.empty();
  }

  private Consequence raiseFloors(Asked asked, Command.RaiseFloors raise) {
    raise.due().forEach(due -> model.expire(model.chat(due.conversation()), due.upTo()));
    return done(asked);
  }

  private Consequence set(Asked asked, Command.SetConversation set) {
    UserId user = set.caller().user();
    Model.Item item = model.items(user).get(set.conversation());
    if (item == null) {
      return refused(asked, Refusal.NOT_A_PARTICIPANT);
    }
    Command.Settings wanted = set.settings();
    boolean top = wanted.top().orElse(item.isTop);
    boolean mute = wanted.mute().orElse(item.isMute);
    boolean hidden = wanted.deleted().orElse(item.isHidden);
    if (top == item.isTop && mute == item.isMute && hidden == item.isHidden) {
      return done(asked);
    }
    item.isTop = top;
    item.isMute = mute;
    item.isHidden = hidden;
    model.touch(user, model.chat(set.conversation()));
    return telling -> {
      telling.answer(asked, Answer.DONE);
      telling.mute(user, set.conversation(), mute);
      telling.settings(user, set.conversation(), asked.over);
    };
  }
}
