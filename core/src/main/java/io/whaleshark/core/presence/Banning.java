package io.whaleshark.core.presence;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Bans;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.id.Names;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.Decision;
import io.whaleshark.core.lane.Ledger;
import io.whaleshark.core.lane.StampClock;
import io.whaleshark.core.model.Ban;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who may log in: everybody but those whom the app has banned.
///
/// A ban is stored and then told as the end of the user's sessions, in the order of the app. So a
/// login is either ordered behind the ban, and is refused since it reads it, or before it, and is
/// ended by it, on whichever node it waits. Thread-safe; blocks while it asks.
public final class Banning {

  private final Bans bans;
  private final Clock clock;

  public Banning(Bans bans, Clock clock) {
    this.bans = bans;
    this.clock = clock;
  }

  /// The ban that keeps a user out now; empty if none does.
  public Optional<Ban> ban(UserId user) {
    return bans.of(user).filter(ban -> ban.isInForce(StampClock.microsOf(clock.instant())));
  }

  /// How a banned user is refused.
  public static Answer.Refused refusal(Ban ban) {
    return new Answer.Refused(Refusal.BANNED, ban.told());
  }

  /// Bans a user, or changes the ban.
  public static Decision ban(Ledger ledger, Command.Ban ban) {
    long now = ledger.nextStamp();
    Optional<Decision> wrong = whatIsWrong(ban, now);
    if (wrong.isPresent()) {
      return wrong.get();
    }
    Ban put = new Ban(ban.user(), ban.reason(), ban.until(), now);
    boolean isSame =
        ledger
            .ban(ban.user())
            .filter(known -> known.reason().equals(put.reason()) && known.until() == put.until())
            .isPresent();
    return isSame
        ? Decision.answer(Answer.DONE)
        : new Decision(
            changes(ledger, put),
            Answer.DONE,
            SessionNews.signedOut(ledger, ban.user(), Optional.empty(), Optional.of(put), now));
  }

  /// Who is banned is not reached by a push service either, also not once the ban has ended: a
  /// device registers again when it logs in.
  private static List<Change> changes(Ledger ledger, Ban put) {
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.BanPut(put));
    changes.addAll(Change.PushTokenRemoved.all(ledger.pushTokens(put.user()), put.changedAt()));
    return changes;
  }

  private static Optional<Decision> whatIsWrong(Command.Ban ban, long now) {
    String reason = ban.reason();
    if (reason.length() > Ban.REASON_CHARS_AT_MOST) {
      String length = "reason: " + reason.length() + " characters (expected: at most ";
      return Optional.of(
          Decision.refuse(Refusal.TOO_LARGE, length + Ban.REASON_CHARS_AT_MOST + ")"));
    }
    Optional<String> fault = reason.isEmpty() ? Optional.empty() : Names.displayFault(reason);
    if (fault.isPresent()) {
      return Optional.of(Decision.refuse(Refusal.MALFORMED, "reason: " + fault.get()));
    }
    return ban.until() > now
        ? Optional.empty()
        : Optional.of(
            Decision.refuse(Refusal.MALFORMED, "until: in the past (expected: after now)"));
  }

  /// Lifts a ban, if one is in force.
  public static Decision lift(Ledger ledger, Command.LiftBan lift) {
    long now = ledger.nextStamp();
    return ledger
        .ban(lift.user())
        .filter(ban -> ban.isInForce(now))
        .map(ban ->
            new Decision(
                List.of(new Change.BanPut(ban.lifted(now))), Answer.DONE, Optional.empty()))
        .orElseGet(() -> Decision.answer(Answer.DONE));
  }
}
