package io.whaleshark.testkit.simulation;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Role;
import io.whaleshark.testkit.simulation.Decisions.Consequence;
import java.time.Duration;
import java.util.Optional;

/// The part of [Decisions] that takes the place of messages: edits and recalls. Confined to the
/// simulation's thread.
final class Replacements {

  /// Near the end of a window both answers are correct, because stamps may run ahead of the clock
  /// that they are drawn by.
  private static final long WINDOW_BLUR_MICROS = 2_000;

  private final Model model;
  private final AppPolicy policy;

  Replacements(Model model, AppPolicy policy) {
    this.model = model;
    this.policy = policy;
  }

  Consequence recall(Asked asked, Command.Recall recall, long now) {
    Chat chat = model.chat(recall.conversation());
    UserId caller = recall.caller().user();
    Optional<Line> named = named(chat, recall.message());
    if (!chat.isMember(caller)) {
      return Decisions.refused(asked, Refusal.NOT_A_PARTICIPANT);
    }
    if (named.isEmpty()) {
      return Decisions.refused(asked, Refusal.NO_SUCH_MESSAGE);
    }
    Line message = named.get();
    boolean moderates = chat.role(caller) != Role.MEMBER;
    if (!moderates && !message.isBy(caller)) {
      return Decisions.refused(asked, Refusal.NOT_YOURSELF);
    }
    boolean isTooLate =
        !message.isRecalled()
            && !moderates
            && isTooLate(asked, message, policy.recallWindow(), now);
    return isTooLate ? Decisions.refused(asked, Refusal.RECALL_TOO_LATE) : recalled(asked, message);
  }

  /// The app recalls what it likes, when it likes.
  Consequence withdraw(Asked asked, Command.Withdraw withdraw) {
    return named(withdraw.conversation(), withdraw.stamp())
        .map(message -> recalled(asked, message))
        .orElseGet(() -> Decisions.refused(asked, Refusal.NO_SUCH_MESSAGE));
  }

  private Consequence recalled(Asked asked, Line message) {
    if (!message.isRecalled()) {
      model.replace(message, Optional.empty());
      return telling -> {
        telling.answer(asked, new Answer.Recalled(message.message()));
        telling.entry(message, message.state(), asked.over);
      };
    }
    return telling -> telling.answer(asked, new Answer.Recalled(message.message()));
  }

  Consequence edit(Asked asked, Command.Edit edit, long now) {
    Chat chat = model.chat(edit.conversation());
    UserId caller = edit.caller().user();
    Optional<Line> named = named(chat, edit.message());
    if (!chat.isMember(caller)) {
      return Decisions.refused(asked, Refusal.NOT_A_PARTICIPANT);
    }
    if (named.isEmpty()) {
      return Decisions.refused(asked, Refusal.NO_SUCH_MESSAGE);
    }
    Line message = named.get();
    if (!message.isBy(caller)) {
      return Decisions.refused(asked, Refusal.NOT_YOURSELF);
    }
    if (isSettled(message, edit.content())) {
      return settled(asked, message);
    }
    return Decisions.mayNotSay(model, chat, caller)
        .map(refusal -> Decisions.refused(asked, refusal))
        .orElseGet(() ->
            isTooLate(asked, message, policy.editWindow(), now)
                ? Decisions.refused(asked, Refusal.EDIT_TOO_LATE)
                : edited(asked, message, edit.content()));
  }

  /// The app writes what it likes, when it likes.
  Consequence rewrite(Asked asked, Command.Rewrite rewrite) {
    return named(rewrite.conversation(), rewrite.stamp())
        .map(message ->
            isSettled(message, rewrite.content())
                ? settled(asked, message)
                : edited(asked, message, rewrite.content()))
        .orElseGet(() -> Decisions.refused(asked, Refusal.NO_SUCH_MESSAGE));
  }

  /// Whether an edit changes nothing: the message is a tombstone, or the edit is a repeat.
  private static boolean isSettled(Line message, Message.Sent content) {
    return message.isRecalled()
        || (message.isReplaced() && message.newest().equals(Optional.of(content)));
  }

  private static Consequence settled(Asked asked, Line message) {
    int state = message.state();
    return message.isRecalled()
        ? Decisions.refused(asked, Refusal.MESSAGE_RECALLED)
        : telling -> telling.answer(asked, new Answer.Edited(message.message(state)));
  }

  private Consequence edited(Asked asked, Line message, Message.Sent content) {
    model.replace(message, Optional.of(content));
    int state = message.state();
    return telling -> {
      telling.answer(asked, new Answer.Edited(message.message(state)));
      telling.entry(message, state, asked.over);
    };
  }

  /// The message of a conversation that has a name, if it is retained.
  static Optional<Line> named(Chat chat, Command.Named named) {
    return chat.retained().stream()
        .filter(message ->
            switch (named) {
              case Command.Named.BySequence(long sequence) -> message.sequence == sequence;
              case Command.Named.ByStamp(long stamp) -> message.stamp == stamp;
              case Command.Named.ByClientId(var id) -> message.id.equals(id);
            })
        .findFirst();
  }

  private Optional<Line> named(ConversationId conversation, long stamp) {
    return named(model.chat(conversation), new Command.Named.ByStamp(stamp));
  }

  private static boolean isTooLate(Asked asked, Line message, Duration after, long now) {
    long age = message.stamp == 0 ? 0 : now - message.stamp;
    long window = after.toMillis() * 1_000;
    return Math.abs(age - window) > WINDOW_BLUR_MICROS
        ? age > window
        : asked.answers.stream().anyMatch(Answer.Refused.class::isInstance);
  }
}
