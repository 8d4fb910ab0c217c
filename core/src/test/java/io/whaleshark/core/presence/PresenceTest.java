package io.whaleshark.core.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.news.News.LoggedIn;
import io.whaleshark.core.news.News.LoggedOut;
import io.whaleshark.core.news.News.SignedOut;
import io.whaleshark.core.presence.Presence.Displaced;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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
    presence.leave(new LoggedOut(ALICE, here.session(), 4));
    presence.leave(new LoggedOut(ALICE, here.session(), 4));
    assertThat(presence.isOnline(ALICE)).isFalse();
    assertThat(presence.isOnline(elsewhere)).isTrue();
  }

  @Test
  @DisplayName("what the same connection did before it has logged in again changes nothing")
  void leftBefore() {
    Presence presence = new Presence();
    LoggedIn again = login(DeviceKind.IOS, LoginPolicy.ALL, 1, 3);
    presence.enter(again);
    LoggedIn before =
        new LoggedIn(ALICE, again.device(), again.session(), LoginPolicy.ONE_DEVICE, 1, 1);
    assertThat(presence.enter(before)).isEmpty();
    presence.leave(new LoggedOut(ALICE, again.session(), 2));
    assertThat(presence.isOnline(ALICE)).isTrue();
    presence.leave(new LoggedOut(ALICE, again.session(), 4));
    assertThat(presence.isOnline(ALICE)).isFalse();
  }

  @Test
  @DisplayName("a session that is heard of late ends none that is younger, whatever its policy")
  void endsNoneThatIsYounger() {
    Presence presence = new Presence();
    LoggedIn older = login(DeviceKind.IOS, LoginPolicy.ONE_DEVICE, 1, 1);
    LoggedIn younger = login(DeviceKind.MAC, LoginPolicy.ALL, 2, 2);
    presence.enter(younger);
    assertThat(presence.enter(older)).isEmpty();
    assertThat(presence.of(ALICE, younger.session())).contains(younger);
    assertThat(presence.displacer(younger)).as("the older one does not").isEmpty();
  }

  @Test
  @DisplayName("a connection that logs in again is ordered by its last login")
  void begunAgain() {
    Presence presence = new Presence();
    LoggedIn before = login(DeviceKind.IOS, LoginPolicy.ALL, 1, 1);
    LoggedIn again = new LoggedIn(ALICE, before.device(), before.session(), LoginPolicy.ALL, 1, 3);
    LoggedIn between = login(DeviceKind.MAC, LoginPolicy.ONE_DEVICE, 2, 2);
    presence.enter(before);
    assertThat(presence.enter(again)).isEmpty();
    assertThat(presence.of(ALICE, again.session())).contains(again);
    assertThat(presence.enter(between)).as("older than the last login").isEmpty();
  }

  @Test
  @DisplayName("who is signed out goes; who has logged in since, and another device, stay")
  void signedOut() {
    Presence presence = new Presence();
    LoggedIn phone = login(DeviceKind.IOS, LoginPolicy.ALL, 1, 1);
    LoggedIn desktop = login(DeviceKind.MAC, LoginPolicy.ALL, 1, 2);
    LoggedIn later = login(DeviceKind.WEB, LoginPolicy.ALL, 2, 5);
    presence.enter(phone);
    presence.enter(desktop);
    presence.enter(later);
    SignedOut onlyPhone = new SignedOut(ALICE, Optional.of(phone.device()), Optional.empty(), 3);
    assertThat(presence.signOut(onlyPhone)).containsExactly(phone);
    assertThat(presence.signOut(onlyPhone)).isEmpty();
    assertThat(presence.signOut(new SignedOut(ALICE, Optional.empty(), Optional.empty(), 4)))
        .containsExactly(desktop);
    assertThat(presence.of(ALICE, later.session())).contains(later);
    assertThat(presence.of(ALICE, desktop.session())).isEmpty();
  }

  @Test
  @DisplayName("who is not in a snapshot has ended, be the device there that took the place or not")
  void snapshot() {
    Presence presence = new Presence();
    LoggedIn desktop = login(DeviceKind.MAC, LoginPolicy.ALL, 1, 1);
    LoggedIn phone = login(DeviceKind.IOS, LoginPolicy.ALL, 1, 2);
    LoggedIn other = login(DeviceKind.ANDROID, LoginPolicy.PHONE_DESKTOP_AND_WEB, 2, 3);
    UserId elsewhere = new UserId(2, "alice");
    presence.enter(desktop);
    presence.enter(phone);
    presence.enter(
        new LoggedIn(elsewhere, desktop.device(), new SessionId(9), LoginPolicy.ALL, 1, 1));
    assertThat(presence.retain(1, List.of(other))).containsExactly(desktop, phone);
    assertThat(presence.isOnline(ALICE)).isFalse();
    assertThat(presence.isOnline(elsewhere)).isTrue();
    presence.enter(other);
    assertThat(presence.displacer(phone)).contains(other.device());
    assertThat(presence.displacer(desktop)).isEmpty();
    assertThat(presence.retain(1, List.of(other))).isEmpty();
  }

  @Test
  @DisplayName("where a session was active is known until it ends, however often it is heard of")
  void activity() {
    Presence presence = new Presence();
    LoggedIn desktop = login(DeviceKind.MAC, LoginPolicy.ALL, 1, 1);
    LoggedIn phone = login(DeviceKind.IOS, LoginPolicy.ALL, 1, 2);
    ConversationId chat = new ConversationId.Group(1, "chat");
    presence.enter(desktop);
    presence.enter(phone);
    presence.noteActivity(ALICE, phone.session(), chat, 100, 90);
    presence.noteActivity(ALICE, new SessionId(77), chat, 100, 90);
    assertThat(presence.isActive(ALICE, chat, 90)).as("by a phone, or by nobody").isFalse();
    presence.noteActivity(ALICE, desktop.session(), chat, 100, 90);
    presence.enter(desktop);
    assertThat(presence.retain(1, List.of(desktop, phone))).isEmpty();
    assertThat(presence.isActive(ALICE, chat, 100)).isTrue();
    assertThat(presence.isActive(ALICE, chat, 101)).isFalse();
    assertThat(presence.isActive(ALICE, new ConversationId.Group(1, "other"), 90)).isFalse();
    presence.enter(login(DeviceKind.WINDOWS, LoginPolicy.PHONE_DESKTOP_AND_WEB, 2, 3));
    assertThat(presence.isActive(ALICE, chat, 90)).as("of who was displaced").isFalse();
  }

  @Test
  @DisplayName("P10 what is too old to count is forgotten, and so is all but sixteen conversations")
  void activityIsBounded() {
    Presence presence = new Presence();
    LoggedIn desktop = login(DeviceKind.MAC, LoginPolicy.ALL, 1, 1);
    presence.enter(desktop);
    for (int i = 0; i < 17; i++) {
      presence.noteActivity(ALICE, desktop.session(), chat(i), 100 + i, 0);
    }
    assertThat(presence.isActive(ALICE, chat(0), 0)).isFalse();
    assertThat(presence.isActive(ALICE, chat(1), 0)).isTrue();
    presence.noteActivity(ALICE, desktop.session(), chat(1), 200, 116);
    assertThat(presence.isActive(ALICE, chat(1), 0)).isTrue();
    assertThat(presence.isActive(ALICE, chat(15), 0)).isFalse();
    assertThat(presence.isActive(ALICE, chat(16), 0)).isTrue();
    presence.noteActivity(ALICE, desktop.session(), chat(2), 300, 301);
    assertThat(presence.isActive(ALICE, chat(2), 300)).as("counts for no time").isTrue();
    assertThat(presence.isActive(ALICE, chat(2), 301)).isFalse();
  }

  private static ConversationId chat(int number) {
    return new ConversationId.Group(1, "chat" + number);
  }
}
