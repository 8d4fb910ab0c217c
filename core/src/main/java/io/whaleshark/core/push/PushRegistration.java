package io.whaleshark.core.push;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.Decision;
import io.whaleshark.core.lane.Ledger;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.PushToken;
import io.whaleshark.core.presence.Banning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Decides which devices push services reach. Reads the ledger, changes nothing. Confined to the
/// lane's thread.
///
/// Nobody is told of a token: it is no news, and stands in no journal.
public final class PushRegistration {

  private PushRegistration() {}

  /// Registers a token. It is noted anew each time, also if it is the same: a provider says since
  /// when a token is dead, and one that was registered later lives.
  public static Decision set(Ledger ledger, Command.SetPushToken set) {
    Optional<String> fault = PushToken.fault(set.service(), set.token());
    if (fault.isPresent()) {
      return Decision.refuse(Refusal.MALFORMED, fault.get());
    }
    long now = ledger.nextStamp();
    Optional<Ban> ban = ledger.ban(set.user()).filter(known -> known.isInForce(now));
    if (ban.isPresent()) {
      return Decision.answer(Banning.refusal(ban.get()));
    }
    PushToken token = new PushToken(set.user(), set.device(), set.service(), set.token(), now);
    List<Change> changes = new ArrayList<>(makeRoom(ledger, token));
    changes.add(new Change.PushTokenPut(token));
    return decided(changes);
  }

  /// Removes what has to go for a token: that of its device, that of whoever else has it, and of
  /// too many the one that was registered first.
  private static List<Change> makeRoom(Ledger ledger, PushToken token) {
    List<PushToken> gone = new ArrayList<>();
    ledger
        .pushToken(token.address())
        .filter(known -> !isOfSameDevice(known, token))
        .ifPresent(gone::add);
    List<PushToken> others = new ArrayList<>();
    for (PushToken own : ledger.pushTokens(token.user())) {
      if (!own.device().equals(token.device())) {
        others.add(own);
      } else if (!own.address().equals(token.address())) {
        gone.add(own);
      }
    }
    others.removeAll(gone);
    if (others.size() >= PushToken.PER_USER_AT_MOST) {
      gone.add(
          others.stream().min(Comparator.comparingLong(PushToken::registeredAt)).orElseThrow());
    }
    return Change.PushTokenRemoved.all(gone, token.registeredAt());
  }

  private static boolean isOfSameDevice(PushToken one, PushToken other) {
    return one.user().equals(other.user()) && one.device().equals(other.device());
  }

  /// Removes the token of a device, or those of all, if there are any.
  public static Decision remove(Ledger ledger, Command.RemovePushToken remove) {
    Optional<DeviceId> device = remove.device();
    return remove(
        ledger, remove.user(), token -> device.isEmpty() || device.get().equals(token.device()));
  }

  /// Removes a dead token, unless the device has registered since: with another one, or again.
  public static Decision forget(Ledger ledger, Command.ForgetPushToken forget) {
    return remove(ledger, forget.dead().user(), forget.dead()::equals);
  }

  private static Decision remove(Ledger ledger, UserId user, Predicate<PushToken> those) {
    List<PushToken> gone = ledger.pushTokens(user).stream().filter(those).toList();
    return gone.isEmpty()
        ? Decision.answer(Answer.DONE)
        : decided(Change.PushTokenRemoved.all(gone, ledger.nextStamp()));
  }

  private static Decision decided(List<Change> changes) {
    return new Decision(changes, Answer.DONE, Optional.empty());
  }
}
