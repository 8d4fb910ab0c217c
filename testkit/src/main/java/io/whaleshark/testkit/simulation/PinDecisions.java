package io.whaleshark.testkit.simulation;

import io.whaleshark.core.app.PinPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Pin;
import io.whaleshark.core.model.Pinning;
import io.whaleshark.core.model.Role;
import io.whaleshark.core.session.Push;
import io.whaleshark.testkit.simulation.Decisions.Consequence;
import java.util.List;
import java.util.Optional;

/// The part of [Decisions] that pins messages. Confined to the simulation's thread.
final class PinDecisions {

  private final Model model;
  private final PinPolicy policy;

  PinDecisions(Model model, PinPolicy policy) {
    this.model = model;
    this.policy = policy;
  }

  Consequence pin(Asked asked, Command.PinMessage pin) {
    Chat chat = model.chat(pin.conversation());
    UserId caller = pin.caller().user();
    if (!chat.isMember(caller)) {
      return Decisions.refused(asked, Refusal.NOT_A_PARTICIPANT);
    }
    Optional<Line> named = Replacements.named(chat, pin.message());
    if (named.isEmpty()) {
      return Decisions.refused(asked, Refusal.NO_SUCH_MESSAGE);
    }
    return refusal(chat, pin, named.get())
        .map(refusal -> Decisions.refused(asked, refusal))
        .orElseGet(() -> put(asked, named.get(), pin.isPinned(), Optional.of(caller)));
  }

  private Optional<Refusal> refusal(Chat chat, Command.PinMessage pin, Line message) {
    UserId caller = pin.caller().user();
    boolean isRunning =
        chat.id instanceof ConversationId.Direct || chat.role(caller) != Role.MEMBER;
    if (!isSeenNow(caller, message) && (pin.isPinned() || !isRunning)) {
      return Optional.of(Refusal.NOT_A_PARTICIPANT);
    }
    Optional<Refusal> silenced = Decisions.mayNotSay(model, chat, caller);
    boolean isForbidden = !isRunning && policy.inGroups() == PinPolicy.Pinners.ADMINS;
    return silenced.isEmpty() && isForbidden ? Optional.of(Refusal.PIN_NOT_ALLOWED) : silenced;
  }

  /// Whether a member sees a message in their present period.
  static boolean isSeenNow(UserId member, Line message) {
    return message.sequence > message.chat.erasedUpTo(member)
        && message.chat.newestStay(member).orElseThrow().sees(message.sequence);
  }

  /// The members who see a message.
  static List<UserId> seeing(Line message) {
    return message.chat.members().stream()
        .filter(user -> message.chat.isSeenBy(user, message))
        .toList();
  }

  /// The app pins what it likes.
  Consequence pinAny(Asked asked, Command.PinAny pin) {
    return Replacements.named(
            model.chat(pin.conversation()), new Command.Named.ByStamp(pin.stamp()))
        .map(message -> put(asked, message, pin.isPinned(), Optional.empty()))
        .orElseGet(() -> Decisions.refused(asked, Refusal.NO_SUCH_MESSAGE));
  }

  private Consequence put(Asked asked, Line message, boolean isPinned, Optional<UserId> by) {
    if (isPinned && message.isRecalled()) {
      return Decisions.refused(asked, Refusal.MESSAGE_RECALLED);
    }
    PinBook book = model.marks().pins();
    boolean isNew = book.isPinned(message) != isPinned;
    if (isNew && isPinned && book.count(message.chat) >= policy.atMost()) {
      return Decisions.refused(asked, Refusal.TOO_LARGE);
    }
    if (isNew && isPinned) {
      book.pin(message);
    } else if (isNew) {
      book.unpin(message);
    }
    List<UserId> seeing = seeing(message);
    return telling -> {
      Pinning told = told(message, isPinned, by);
      telling.answer(asked, new Answer.Pinned(told));
      if (isNew) {
        telling.marked(seeing, user -> new Push.MessagePinned(told, user), asked.over);
      }
    };
  }

  private static Pinning told(Line message, boolean isPinned, Optional<UserId> by) {
    return PinBook.withoutTime(
        new Pinning(
            message.chat.id,
            message.sequence,
            message.stamp,
            message.id.value(),
            by,
            isPinned ? Optional.of(new Pin(message.sequence, message.stamp)) : Optional.empty()));
  }
}
