package io.whaleshark.core.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.news.News.LoggedIn;
import io.whaleshark.core.presence.Presence.Displaced;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Goal: who stays online depends on the order of the logins alone. Method: the same sessions in
/// any order.
class PresenceTest {

  private static final UserId ALICE = new UserId(1, "alice");

  private static LoggedIn login(DeviceKind kind, LoginPolicy policy, long node, long stamp) {
    DeviceId device = new DeviceId(kind, "d" + stamp);
    return new LoggedIn(ALICE, device, new SessionId(stamp), policy, node, stamp);
  }

  private static Displaced displaced(LoggedIn which, LoggedIn by) {
    return new Displaced(which.session(), by.device());
  }

  @Test
  @DisplayName("a login ends the older sessions that may not stay beside it")
  void policy() {
    Presence presence = new Presence();
    LoggedIn phone = login(DeviceKind.IOS, LoginPolicy.PHONE_DESKTOP_AND_WEB, 1, 1);
    LoggedIn desktop = login(DeviceKind.MAC, LoginPolicy.PHONE_DESKTOP_AND_WEB, 2, 2);
    LoggedIn other = login(DeviceKind.ANDROID, LoginPolicy.PHONE_DESKTOP_AND_WEB, 2, 3);
    LoggedIn only = login(DeviceKind.WEB, LoginPolicy.ONE_DEVICE, 1, 4);
    assertThat(presence.enter(phone)).isEmpty();
    assertThat(presence.enter(desktop)).isEmpty();
    assertThat(presence.enter(other)).containsExactly(displaced(phone, other));
    assertThat(presence.enter(only))
        .containsExactly(displaced(desktop, only), displaced(other, only));
    assertThat(presence.of(ALICE, only.session())).contains(only);
    assertThat(presence.of(ALICE, other.session())).isEmpty();
  }

  @Test
  @DisplayName(
      "a session that is heard of late is ended by the younger one that does not let it be")
  void late() {
    Presence presence = new Presence();
    LoggedIn older = login(DeviceKind.IOS, LoginPolicy.ONE_DEVICE, 1, 1);
    LoggedIn younger = login(DeviceKind.IOS, LoginPolicy.ONE_DEVICE, 2, 2);
    assertThat(presence.enter(younger)).isEmpty();
    assertThat(presence.enter(older)).containsExactly(displaced(older, younger));
    assertThat(presence.of(ALICE, older.session())).isEmpty();
    assertThat(presence.enter(younger)).as("heard again").isEmpty();
    assertThat(presence.of(ALICE, younger.session())).isPresent();
  }

  @Test
  @DisplayName("nobody has more than 64 sessions: the oldest goes, heard of in whatever order")
  void tooMany() {
    List<LoggedIn> logins = new ArrayList<>();
    for (int i = 1; i <= Presence.DEVICES_AT_MOST + 6; i++) {
      logins.add(login(DeviceKind.WEB, LoginPolicy.ALL, i % 2, i));
    }
    Collections.shuffle(logins, new Random(1));
    Presence presence = new Presence();
    List<SessionId> ended = new ArrayList<>();
    logins.forEach(each -> presence.enter(each).forEach(gone -> ended.add(gone.session())));
    assertThat(ended)
        .extracting(SessionId::value)
        .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L);
  }

  @Test
  @DisplayName("who has left, alone or with a node, is not online")
  void leaves() {
    Presence presence = new Presence();
    LoggedIn here = login(DeviceKind.IOS, LoginPolicy.ALL, 1, 1);
    LoggedIn there = login(DeviceKind.MAC, LoginPolicy.ALL, 2, 2);
    UserId elsewhere = new UserId(2, "alice");
    presence.enter(here);
    presence.enter(there);
    presence.enter(new LoggedIn(elsewhere, here.device(), here.session(), LoginPolicy.ALL, 2, 3));
    presence.leaveAll(1, 2);
    assertThat(presence.of(ALICE, there.session())).isEmpty();
    assertThat(presence.isOnline(ALICE)).isTrue();
    assertThat(presence.isOnline(elsewhere)).isTrue();
    presence.leave(ALICE, here.session());
    presence.leave(ALICE, here.session());
    assertThat(presence.isOnline(ALICE)).isFalse();
    presence.forget(2);
    assertThat(presence.isOnline(elsewhere)).isFalse();
  }
}
