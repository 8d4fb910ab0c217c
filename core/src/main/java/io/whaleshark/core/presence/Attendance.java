package io.whaleshark.core.presence;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.lane.Decision;
import io.whaleshark.core.lane.Ledger;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.PushToken;
import io.whaleshark.core.news.News;
import java.util.List;
import java.util.Optional;

/// Decides who comes and goes: logins and logouts where anybody else hears of them, and who is
/// signed out. Nobody is refused who is not [banned][Banning]: whom a login displaces, and who is
/// signed out, each node finds out when it hears of it.
public final class Attendance {

  private Attendance() {}

  public static Decision logIn(Ledger ledger, Command.TellLogin login) {
    long stamp = ledger.nextStamp();
    Optional<Ban> ban = ledger.ban(login.user()).filter(known -> known.isInForce(stamp));
    if (ban.isPresent()) {
      return Decision.answer(Banning.refusal(ban.get()));
    }
    News news = SessionNews.loggedIn(ledger, login, stamp);
    return new Decision(List.of(), new Answer.Announced(stamp), news);
  }

  public static Decision logOut(Ledger ledger, Command.TellLogout logout) {
    News news = SessionNews.loggedOut(ledger, logout, ledger.nextStamp());
    return new Decision(List.of(), Answer.DONE, news);
  }

  /// Whoever is signed out is not reached by a push service either.
  public static Decision signOut(Ledger ledger, Command.SignOut out) {
    long now = ledger.nextStamp();
    List<PushToken> tokens =
        ledger.pushTokens(out.user()).stream()
            .filter(token -> out.device().isEmpty() || out.device().get().equals(token.device()))
            .toList();
    News news = SessionNews.signedOut(ledger, out.user(), out.device(), Optional.empty(), now);
    return new Decision(Change.PushTokenRemoved.all(tokens, now), Answer.DONE, news);
  }
}
