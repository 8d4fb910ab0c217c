package io.whaleshark.testkit.simulation;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Reacted;
import io.whaleshark.core.model.Reaction;
import io.whaleshark.core.model.Tally;
import io.whaleshark.core.session.Push;
import io.whaleshark.testkit.simulation.Decisions.Consequence;
import java.util.List;
import java.util.Optional;

/// The part of [Decisions] that sets signs at messages. Confined to the simulation's thread.
final class ReactionDecisions {

  private final Model model;
  private final int membersAtMost;

  /// @param membersAtMost the most members of a group that are told
  ReactionDecisions(Model model, int membersAtMost) {
    this.model = model;
    this.membersAtMost = membersAtMost;
  }

  /// @param isSet whether the sign is to be set
  private record Wish(Line message, String sign, UserId user, boolean isSet) {

    Reacted told(int count) {
      return new Reacted(
          message.chat.id,
          message.stamp,
          message.id.value(),
          new Reaction(message.sequence, sign, user),
          isSet,
          count);
    }
  }

  Consequence react(Asked asked, Command.React react) {
    Chat chat = model.chat(react.conversation());
    UserId caller = react.caller().user();
    if (!chat.isMember(caller)) {
      return Decisions.refused(asked, Refusal.NOT_A_PARTICIPANT);
    }
    Optional<Line> named = Replacements.named(chat, react.message());
    if (named.isEmpty()) {
      return Decisions.refused(asked, Refusal.NO_SUCH_MESSAGE);
    }
    Wish wish = new Wish(named.get(), react.sign(), caller, react.isSet());
    return refusal(wish)
        .map(refusal -> Decisions.refused(asked, refusal))
        .orElseGet(() -> put(asked, wish));
  }

  private Optional<Refusal> refusal(Wish wish) {
    boolean isOwn =
        model.marks().reactions().users(wish.message(), wish.sign()).contains(wish.user());
    boolean mayTakeBack = !wish.isSet() && isOwn;
    if (!mayTakeBack && !PinDecisions.isSeenNow(wish.user(), wish.message())) {
      return Optional.of(Refusal.NOT_A_PARTICIPANT);
    }
    if (!wish.isSet()) {
      return Optional.empty();
    }
    Optional<Refusal> silenced = Decisions.mayNotSay(model, wish.message().chat, wish.user());
    return silenced.isEmpty() && wish.message().isRecalled()
        ? Optional.of(Refusal.MESSAGE_RECALLED)
        : silenced;
  }

  /// The app takes away what it likes.
  Consequence takeBack(Asked asked, Command.TakeBack taken) {
    Reaction reaction = taken.reaction();
    return Replacements.named(
            model.chat(taken.conversation()), new Command.Named.BySequence(reaction.sequence()))
        .map(message -> put(asked, new Wish(message, reaction.sign(), reaction.user(), false)))
        .orElseGet(() -> Decisions.refused(asked, Refusal.NO_SUCH_MESSAGE));
  }

  private Consequence put(Asked asked, Wish wish) {
    Line message = wish.message();
    ReactionBook book = model.marks().reactions();
    boolean isNew = book.users(message, wish.sign()).contains(wish.user()) != wish.isSet();
    boolean isNewSign = book.users(message, wish.sign()).isEmpty();
    if (wish.isSet() && isNewSign && book.signCount(message) == Tally.SIGNS_AT_MOST) {
      return Decisions.refused(asked, Refusal.TOO_LARGE);
    }
    if (isNew && wish.isSet()) {
      book.set(message, wish.sign(), wish.user());
    } else if (isNew) {
      book.takeBack(message, wish.sign(), wish.user());
    }
    int count = book.users(message, wish.sign()).size();
    List<UserId> told = isNew && isTold(message.chat) ? PinDecisions.seeing(message) : List.of();
    return telling -> {
      Reacted reacted = wish.told(count);
      telling.answer(asked, new Answer.ReactionSet(reacted));
      telling.marked(told, user -> new Push.MessageReacted(reacted, user), asked.over);
    };
  }

  private boolean isTold(Chat chat) {
    return switch (chat.id) {
      case ConversationId.Direct _ -> true;
      case ConversationId.Group _ -> chat.members().size() <= membersAtMost;
    };
  }
}
