package io.whaleshark.core.messaging;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.Decision;
import io.whaleshark.core.lane.Ledger;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Reacted;
import io.whaleshark.core.model.Reaction;
import io.whaleshark.core.model.Tally;
import io.whaleshark.core.news.News;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/// Decides which signs users have at messages (ADR 41). A reaction is no message: it touches no
/// inbox, no unread count and no marker. Reads the ledger, changes nothing. Confined to the lane's
/// thread.
public final class Reacting {

  private final IntFunction<AppPolicy> policies;
  private final Speaking speaking;

  public Reacting(IntFunction<AppPolicy> policies) {
    this.policies = policies;
    this.speaking = new Speaking(policies);
  }

  /// Sets a sign at a message which the caller sees, or takes an own one back. Whoever may not say
  /// anything there may not set one, either, but may always take back what they see.
  public Decision react(Ledger ledger, Command.React react) {
    return NamedMessage.decide(
        ledger,
        react.caller(),
        react.conversation(),
        react.message(),
        found ->
            refusal(ledger, react, found).orElseGet(() -> put(ledger, react, found.message())));
  }

  private Optional<Decision> refusal(Ledger ledger, Command.React react, NamedMessage found) {
    UserId caller = react.caller().user();
    String sign = react.sign();
    Optional<Decision> unfit =
        unfit(react.isSet() ? Reaction.newSignFault(sign) : Reaction.signFault(sign));
    if (unfit.isPresent()) {
      return unfit;
    }
    if (!isOwn(ledger, react, found) && !found.isSeenBy(ledger, caller)) {
      return Optional.of(NamedMessage.NOT_SEEN);
    }
    return react.isSet()
        ? speaking.refusal(ledger, react.conversation(), caller)
        : Optional.empty();
  }

  private static Optional<Decision> unfit(Optional<String> fault) {
    return fault.map(what -> Decision.refuse(Refusal.MALFORMED, "reaction: " + what));
  }

  /// Whether it takes back what is the caller's own: who has left and come back sees that in
  /// history, and learns nothing new by it.
  private static boolean isOwn(Ledger ledger, Command.React react, NamedMessage found) {
    Message message = found.message();
    return !react.isSet()
        && ledger.isSet(
            message.conversation(),
            new Reaction(message.sequence(), react.sign(), react.caller().user()));
  }

  private Decision put(Ledger ledger, Command.React react, Message message) {
    Reaction reaction = new Reaction(message.sequence(), react.sign(), react.caller().user());
    return react.isSet()
        ? set(ledger, message, reaction, react.caller().session())
        : takeBack(ledger, message, reaction, react.caller().session());
  }

  private Decision set(Ledger ledger, Message message, Reaction reaction, SessionId by) {
    if (message.isRecalled()) {
      return Decision.refuse(Refusal.MESSAGE_RECALLED, "message: it was recalled");
    }
    Tally before = ledger.tally(message.conversation(), message.sequence());
    if (ledger.isSet(message.conversation(), reaction)) {
      return answer(message, reaction, true, before);
    }
    return full(before, reaction.sign())
        .orElseGet(() -> told(ledger, message, put(ledger, message, reaction, before), by));
  }

  private static Optional<Decision> full(Tally before, String sign) {
    return before.of(sign) == 0 && before.counts().size() >= Tally.SIGNS_AT_MOST
        ? Optional.of(
            Decision.refuse(
                Refusal.TOO_LARGE,
                "reaction: another sign (expected: at most "
                    + Tally.SIGNS_AT_MOST
                    + " different ones at a message)"))
        : Optional.empty();
  }

  private static Change.ReactionPut put(
      Ledger ledger, Message message, Reaction reaction, Tally before) {
    return new Change.ReactionPut(
        message.conversation(), reaction, true, before.with(reaction.sign()), ledger.nextStamp());
  }

  /// Takes any reaction away. The others are told as if its user had done it.
  public Decision takeBack(Ledger ledger, Command.TakeBack taken) {
    return ledger
        .message(taken.conversation(), taken.reaction().sequence())
        .map(message -> takeBack(ledger, message, taken.reaction(), SessionId.NONE))
        .orElse(NamedMessage.NO_SUCH_MESSAGE);
  }

  private Decision takeBack(Ledger ledger, Message message, Reaction reaction, SessionId by) {
    if (message.isRecalled()) {
      return answer(message, reaction, false, Tally.none(message.sequence()));
    }
    Tally before = ledger.tally(message.conversation(), message.sequence());
    if (!ledger.isSet(message.conversation(), reaction)) {
      return answer(message, reaction, false, before);
    }
    Tally after = before.without(reaction.sign());
    return told(
        ledger,
        message,
        new Change.ReactionPut(message.conversation(), reaction, false, after, ledger.nextStamp()),
        by);
  }

  private static Decision answer(Message message, Reaction reaction, boolean isSet, Tally tally) {
    return Decision.answer(new Answer.ReactionSet(Reacted.to(message, reaction, isSet, tally)));
  }

  private Decision told(Ledger ledger, Message message, Change.ReactionPut put, SessionId by) {
    Reacted reacted = Reacted.to(message, put.reaction(), put.isSet(), put.tally());
    return new Decision(
        List.of(put),
        new Answer.ReactionSet(reacted),
        new News.MessageReacted(reacted, isPushed(ledger, message.conversation()), by));
  }

  /// A reaction in a large group would be pushed to more people than look at its message.
  private boolean isPushed(Ledger ledger, ConversationId conversation) {
    int atMost = policies.apply(conversation.app()).reactionMembersAtMost();
    return switch (conversation) {
      case ConversationId.Direct _ -> true;
      case ConversationId.Group id ->
          ledger.group(id).map(Group::memberCount).filter(count -> count <= atMost).isPresent();
    };
  }

  /// Takes over a reaction. Nobody is told: who shows the message asks for its reactions. Who is
  /// not in the conversation has none there: an erasure would not find it. It is passed of who did
  /// not see the message: an export could not be read back.
  public static Decision takeOver(Ledger ledger, Command.ImportReaction taken) {
    return NamedMessage.imported(
        ledger, taken.conversation(), taken.message(), message -> takeOver(ledger, taken, message));
  }

  private static Decision takeOver(Ledger ledger, Command.ImportReaction taken, Message message) {
    if (ledger.participation(taken.user(), taken.conversation()).isEmpty()) {
      return Decision.refuse(Refusal.NOT_A_PARTICIPANT, "userId: not in this conversation");
    }
    Optional<Decision> unfit = unfit(Reaction.signFault(taken.sign()));
    if (unfit.isPresent()) {
      return unfit.get();
    }
    Reaction reaction = new Reaction(message.sequence(), taken.sign(), taken.user());
    boolean isSeen =
        ledger
            .membership(taken.conversation(), taken.user())
            .filter(membership -> membership.sees(message.sequence()))
            .isPresent();
    if (!isSeen || message.isRecalled() || ledger.isSet(message.conversation(), reaction)) {
      return Decision.answer(Answer.PASSED);
    }
    Tally before = ledger.tally(message.conversation(), message.sequence());
    return full(before, reaction.sign())
        .orElseGet(() ->
            new Decision(
                List.of(put(ledger, message, reaction, before)), Answer.DONE, Optional.empty()));
  }
}
