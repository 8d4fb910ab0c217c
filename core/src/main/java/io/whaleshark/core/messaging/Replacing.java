package io.whaleshark.core.messaging;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.Decision;
import io.whaleshark.core.lane.Ledger;
import io.whaleshark.core.lane.StampClock;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.news.News;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/// Decides what takes the place of a message: a tombstone, or the message with another content.
/// Both are one write and one piece of news, and move the message in all inboxes (ADR 6, ADR 38).
/// Reads the ledger, changes nothing. Confined to the lane's thread.
public final class Replacing {

  private final IntFunction<AppPolicy> policies;
  private final Speaking speaking;

  public Replacing(IntFunction<AppPolicy> policies) {
    this.policies = policies;
    this.speaking = new Speaking(policies);
  }

  /// Puts a tombstone in the place of an own message within the app's window, or of any message of
  /// a group which the caller moderates: a moderator finds a message when it is too late for its
  /// author.
  public Decision recall(Ledger ledger, Command.Recall recall) {
    return NamedMessage.decide(
        ledger,
        recall.caller(),
        recall.conversation(),
        recall.message(),
        found -> recall(ledger, recall, found));
  }

  private Decision recall(Ledger ledger, Command.Recall recall, NamedMessage found) {
    Message message = found.message();
    UserId caller = recall.caller().user();
    boolean moderates = found.isByModerator(ledger);
    if (!moderates && !message.sender().equals(caller)) {
      return Decision.refuse(
          Refusal.NOT_YOURSELF,
          "message: only its author, and whoever runs the group, can recall it");
    }
    if (message.isRecalled()) {
      return Decision.answer(new Answer.Recalled(message));
    }
    long now = ledger.nextStamp();
    if (!moderates && isOver(policies.apply(caller.app()).recallWindow(), message, now)) {
      return Decision.refuse(Refusal.RECALL_TOO_LATE, "message: the time for recalling it is over");
    }
    return recalled(message, now, recall.caller().session());
  }

  /// Puts a tombstone in the place of any message, at any time: the app has a say in all of them.
  public Decision withdraw(Ledger ledger, Command.Withdraw withdraw) {
    Optional<Message> named = ledger.messageByStamp(withdraw.conversation(), withdraw.stamp());
    if (named.isEmpty()) {
      return NamedMessage.NO_SUCH_KEY;
    }
    Message message = named.get();
    return message.isRecalled()
        ? Decision.answer(new Answer.Recalled(message))
        : recalled(message, ledger.nextStamp(), SessionId.NONE);
  }

  private static Decision recalled(Message message, long now, SessionId by) {
    Message tombstone = message.recalledAt(now);
    return replaced(message, tombstone, new Answer.Recalled(tombstone), by);
  }

  /// Gives an own message another content within the app's window. Whoever may not send there may
  /// not edit there, either. Those who run a group recall what others said; they do not rewrite it.
  public Decision edit(Ledger ledger, Command.Edit edit) {
    return NamedMessage.decide(
        ledger,
        edit.caller(),
        edit.conversation(),
        edit.message(),
        found -> edit(ledger, edit, found.message()));
  }

  private Decision edit(Ledger ledger, Command.Edit edit, Message message) {
    UserId caller = edit.caller().user();
    if (!message.sender().equals(caller)) {
      return Decision.refuse(Refusal.NOT_YOURSELF, "message: only its author can edit it");
    }
    Optional<Decision> settled = settled(message, edit.content());
    if (settled.isPresent()) {
      return settled.get();
    }
    Optional<Decision> refusal = speaking.refusal(ledger, edit.conversation(), caller);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    long now = ledger.nextStamp();
    return isOver(policies.apply(caller.app()).editWindow(), message, now)
        ? Decision.refuse(Refusal.EDIT_TOO_LATE, "message: the time for editing it is over")
        : edited(message, edit.content(), now, edit.caller().session());
  }

  /// Gives any message another content, at any time, as [#withdraw] recalls it.
  public Decision rewrite(Ledger ledger, Command.Rewrite rewrite) {
    Optional<Message> named = ledger.messageByStamp(rewrite.conversation(), rewrite.stamp());
    if (named.isEmpty()) {
      return NamedMessage.NO_SUCH_KEY;
    }
    Message message = named.get();
    return settled(message, rewrite.content())
        .orElseGet(() -> edited(message, rewrite.content(), ledger.nextStamp(), SessionId.NONE));
  }

  /// What becomes of an edit that changes nothing: it is refused for good, or a repeat of the
  /// newest one, which gets its answer again whenever it comes. Empty if it changes something.
  private static Optional<Decision> settled(Message message, Message.Sent content) {
    return switch (message.content()) {
      case Message.Recalled _ ->
          Optional.of(Decision.refuse(Refusal.MESSAGE_RECALLED, "message: it was recalled"));
      case Message.Edited edited when edited.newest().equals(content) ->
          Optional.of(Decision.answer(new Answer.Edited(message)));
      case Message.Edited _, Message.Sent _, Message.Vetted _ -> Optional.empty();
    };
  }

  private static Decision edited(Message message, Message.Sent content, long now, SessionId by) {
    Message edited = message.edited(content, now, now);
    return replaced(message, edited, new Answer.Edited(edited), by);
  }

  private static Decision replaced(Message before, Message now, Answer answer, SessionId by) {
    return new Decision(
        List.of(Change.MessageReplaced.of(before, now)), answer, new News.MessageReplaced(now, by));
  }

  private static boolean isOver(Duration window, Message message, long now) {
    return now - message.time() > window.toNanos() / StampClock.NANOS_PER_MICRO;
  }
}
