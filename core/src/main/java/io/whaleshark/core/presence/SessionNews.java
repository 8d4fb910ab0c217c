package io.whaleshark.core.presence;

import io.whaleshark.core.command.Command;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.Ledger;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.news.News;
import java.util.List;
import java.util.Optional;

/// Says of news of sessions whether a user comes online or goes offline by it: with the first
/// session on any node, and with the last. Sessions and their news are committed together, in the
/// order of the app. So of each user the two take turns, whatever is killed (P13). Stateless.
public final class SessionNews {

  private SessionNews() {}

  /// The news that a session begins.
  static News.LoggedIn loggedIn(Ledger ledger, Command.TellLogin login, long stamp) {
    return new News.LoggedIn(
        login.user(),
        login.device(),
        login.session(),
        login.policy(),
        ledger.node(),
        stamp,
        sessions(ledger, login.user()).isEmpty());
  }

  /// The news that a session has ended.
  static News.LoggedOut loggedOut(Ledger ledger, Command.TellLogout logout, long stamp) {
    UserId user = logout.user();
    var ends = new News.LoggedOut(user, logout.session(), stamp);
    return new News.LoggedOut(user, logout.session(), stamp, last(ledger, user, ends));
  }

  /// The news that sessions of a user end.
  ///
  /// @param device the one whose session ends; empty for all
  /// @param ban why none of them may begin again; empty if they may
  public static News.SignedOut signedOut(
      Ledger ledger, UserId user, Optional<DeviceId> device, Optional<Ban> ban, long stamp) {
    var ends = new News.SignedOut(user, device, ban, stamp);
    return new News.SignedOut(user, device, ban, stamp, last(ledger, user, ends));
  }

  /// The device that logged in last, if all sessions end by that.
  private static Optional<DeviceId> last(Ledger ledger, UserId user, News.OfSession ends) {
    List<News.LoggedIn> before = sessions(ledger, user);
    return before.isEmpty() || !Presence.after(user, before, List.of(ends)).isEmpty()
        ? Optional.empty()
        : Optional.of(before.getLast().device());
  }

  private static List<News.LoggedIn> sessions(Ledger ledger, UserId user) {
    return Presence.after(user, ledger.sessions(user), ledger.sessionNews(user));
  }
}
