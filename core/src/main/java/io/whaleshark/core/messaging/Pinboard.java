package io.whaleshark.core.messaging;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.app.PinPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.Decision;
import io.whaleshark.core.lane.Ledger;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Pin;
import io.whaleshark.core.model.Pinning;
import io.whaleshark.core.news.News;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/// Decides which messages of a conversation are pinned (ADR 40). A pin is a line of the
/// conversation and no message: it touches no inbox, no count and no marker. Reads the ledger,
/// changes nothing. Confined to the lane's thread.
public final class Pinboard {

  private final IntFunction<AppPolicy> policies;
  private final Speaking speaking;

  public Pinboard(IntFunction<AppPolicy> policies) {
    this.policies = policies;
    this.speaking = new Speaking(policies);
  }

  /// What is to become of a message.
  ///
  /// @param by empty for the app
  private record Wish(Message message, boolean isPinned, Optional<UserId> by, SessionId session) {

    Decision answered(Optional<Pin> pin) {
      return Decision.answer(new Answer.Pinned(pinning(pin)));
    }

    Pinning pinning(Optional<Pin> pin) {
      return Pinning.of(message, by, pin);
    }
  }

  /// Pins a message which the caller sees, or lets it be pinned no more. Whoever may not say
  /// anything there may not pin there, either. What is pinned counts whether or not the caller sees
  /// it, so those who run the conversation need not see it to end that.
  public Decision pin(Ledger ledger, Command.PinMessage pin) {
    return NamedMessage.decide(
        ledger,
        pin.caller(),
        pin.conversation(),
        pin.message(),
        found -> refusal(ledger, pin, found).orElseGet(() -> pin(ledger, pin, found.message())));
  }

  private Decision pin(Ledger ledger, Command.PinMessage pin, Message message) {
    UserId caller = pin.caller().user();
    return put(
        ledger, new Wish(message, pin.isPinned(), Optional.of(caller), pin.caller().session()));
  }

  private Optional<Decision> refusal(Ledger ledger, Command.PinMessage pin, NamedMessage found) {
    UserId caller = pin.caller().user();
    boolean isOfAll = pin.conversation() instanceof ConversationId.Direct;
    boolean isModerator = found.isByModerator(ledger);
    // Those who run a group now clear away what others have pinned there before they came.
    boolean maySeeNot = !pin.isPinned() && (isOfAll || isModerator);
    if (!maySeeNot && !found.isSeenBy(ledger, caller)) {
      return Optional.of(NamedMessage.NOT_SEEN);
    }
    Optional<Decision> silenced = speaking.refusal(ledger, pin.conversation(), caller);
    if (silenced.isPresent()) {
      return silenced;
    }
    return isOfAll
            || isModerator
            || policies.apply(caller.app()).pins().inGroups() == PinPolicy.Pinners.MEMBERS
        ? Optional.empty()
        : Optional.of(
            Decision.refuse(
                Refusal.PIN_NOT_ALLOWED, "groupId: only those who run the group pin messages"));
  }

  /// Pins any message, or lets it be pinned no more: the app has a say in all of them.
  public Decision pinAny(Ledger ledger, Command.PinAny pin) {
    return ledger
        .messageByStamp(pin.conversation(), pin.stamp())
        .map(message ->
            put(ledger, new Wish(message, pin.isPinned(), Optional.empty(), SessionId.NONE)))
        .orElse(NamedMessage.NO_SUCH_KEY);
  }

  private Decision put(Ledger ledger, Wish wish) {
    Message message = wish.message();
    if (wish.isPinned() && message.isRecalled()) {
      return Decision.refuse(Refusal.MESSAGE_RECALLED, "message: it was recalled");
    }
    List<Pin> before = ledger.pins(message.conversation());
    Optional<Pin> known =
        before.stream().filter(pin -> pin.sequence() == message.sequence()).findFirst();
    if (known.isPresent() == wish.isPinned()) {
      return wish.answered(known);
    }
    int atMost = policies.apply(message.conversation().app()).pins().atMost();
    if (wish.isPinned() && before.size() >= atMost) {
      return full(before, atMost);
    }
    long now = ledger.nextStamp();
    Optional<Pin> pin =
        wish.isPinned() ? Optional.of(new Pin(message.sequence(), now)) : Optional.empty();
    Pinning pinning = wish.pinning(pin);
    return new Decision(
        List.of(new Change.PinsPut(message.conversation(), after(before, message, pin), now)),
        new Answer.Pinned(pinning),
        new News.MessagePinned(pinning, wish.session()));
  }

  private static Decision full(List<Pin> before, int atMost) {
    return Decision.refuse(
        Refusal.TOO_LARGE,
        "pins: "
            + (before.size() + 1)
            + " (expected: at most "
            + atMost
            + " of a conversation at once)");
  }

  private static List<Pin> after(List<Pin> before, Message message, Optional<Pin> pin) {
    List<Pin> after = new ArrayList<>(before);
    after.removeIf(there -> there.sequence() == message.sequence());
    pin.ifPresent(after::add);
    after.sort(Comparator.comparingLong(Pin::sequence));
    return after;
  }

  /// Takes over a pin with its time. Nobody is told: who opens the conversation asks for its pins.
  public Decision takeOver(Ledger ledger, Command.ImportPin taken) {
    return NamedMessage.imported(
        ledger, taken.conversation(), taken.message(), message -> takeOver(ledger, taken, message));
  }

  private Decision takeOver(Ledger ledger, Command.ImportPin taken, Message message) {
    List<Pin> before = ledger.pins(taken.conversation());
    boolean isThere = before.stream().anyMatch(pin -> pin.sequence() == message.sequence());
    if (isThere || message.isRecalled()) {
      return Decision.answer(Answer.PASSED);
    }
    int atMost = policies.apply(taken.conversation().app()).pins().atMost();
    if (before.size() >= atMost) {
      return full(before, atMost);
    }
    long now = ledger.nextStamp();
    Pin pin = new Pin(message.sequence(), Math.clamp(taken.time(), message.time(), now));
    List<Pin> after = after(before, message, Optional.of(pin));
    return new Decision(
        List.of(new Change.PinsPut(taken.conversation(), after, now)),
        Answer.DONE,
        Optional.empty());
  }
}
