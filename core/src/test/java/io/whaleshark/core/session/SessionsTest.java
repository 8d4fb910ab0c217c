package io.whaleshark.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Participation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Goal: who is connected here, and what they see, is known until the last device goes. Method:
/// connections that note how they are closed.
class SessionsTest {

  private static final UserId ALICE = new UserId(1, "alice");
  private static final UserId BOB = new UserId(1, "bob");
  private static final DeviceId PHONE = new DeviceId(DeviceKind.IOS, "phone");
  private static final DeviceId DESKTOP = new DeviceId(DeviceKind.MAC, "desktop");
  private static final ConversationId.Group TEAM = new ConversationId.Group(1, "team");
  private static final ConversationId.Group CLUB = new ConversationId.Group(1, "club");

  private final AtomicLong clock = new AtomicLong(100);
  private final Sessions sessions = new Sessions(clock::get);
  private final OnlineUser alice = new OnlineUser(ALICE, 0);

  /// A connection that is told nothing but its end.
  private static final class Line implements Connection {

    private final SessionId session;
    private final List<String> ends = new ArrayList<>();

    Line(long session) {
      this.session = new SessionId(session);
    }

    @Override
    public SessionId session() {
      return session;
    }

    @Override
    public void push(Push push) {
      throw new AssertionError("pushed " + push);
    }

    @Override
    public void displace(DeviceId by) {
      ends.add("displaced by " + by.name());
    }

    @Override
    public void signOut(DeviceId own, Optional<Ban> ban) {
      ends.add("signed out " + own.name());
    }

    @Override
    public void disconnect() {
      ends.add("disconnected");
    }
  }

  private Line phone(long session) {
    Line line = new Line(session);
    sessions.logIn(alice, PHONE, line);
    return line;
  }

  private static Membership period(ConversationId in, long joined, long left, long changedAt) {
    return new Membership(
        in, ALICE, joined, left, joined, joined, 0, Membership.Standing.PLAIN, changedAt);
  }

  @Test
  @DisplayName("a device goes once, in the way it is asked to, and whoever asks hears if it was")
  void letGo() {
    sessions.enter(alice, List.of());
    Line first = phone(1);
    Line second = phone(2);
    Line third = phone(3);
    assertThat(sessions.displace(first.session(), DESKTOP)).isTrue();
    assertThat(sessions.displace(first.session(), DESKTOP)).isFalse();
    assertThat(sessions.signOut(second.session(), PHONE, Optional.empty())).isTrue();
    assertThat(sessions.signOut(second.session(), PHONE, Optional.empty())).isFalse();
    assertThat(sessions.disconnect(third.session())).isTrue();
    assertThat(sessions.disconnect(third.session())).isFalse();
    assertThat(first.ends).containsExactly("displaced by desktop");
    assertThat(second.ends).containsExactly("signed out phone");
    assertThat(third.ends).containsExactly("disconnected");
    assertThat(sessions.of(ALICE)).isEmpty();
  }

  @Test
  @DisplayName("a user is here while a device is, and somebody else when they come again")
  void isHere() {
    sessions.enter(alice, List.of());
    Line line = phone(1);
    assertThat(sessions.isHere(alice)).isTrue();
    assertThat(sessions.isHere(new OnlineUser(ALICE, 0))).isFalse();
    assertThat(sessions.isHere(new OnlineUser(BOB, 0))).isFalse();
    assertThat(sessions.logOut(line.session())).contains(ALICE);
    assertThat(sessions.logOut(line.session())).isEmpty();
    assertThat(sessions.isHere(alice)).isFalse();
  }

  @Test
  @DisplayName("a device tells since when it is connected")
  void since() {
    sessions.enter(alice, List.of());
    var _ = phone(1);
    clock.set(200);
    var _ = phone(2);
    assertThat(alice.devices())
        .extracting(OnlineUser.DeviceSession::since)
        .containsExactly(100L, 200L);
  }

  @Test
  @DisplayName("with the last device, the groups of a user are forgotten, and no one else's")
  void forgets() {
    OnlineUser bob = new OnlineUser(BOB, 0);
    sessions.enter(alice, List.of(period(TEAM, 0, 2, 1), period(TEAM, 5, Membership.OPEN, 2)));
    sessions.enter(bob, List.of(period(TEAM, 0, Membership.OPEN, 1)));
    Line first = phone(1);
    Line second = phone(2);
    var _ = sessions.logOut(first.session());
    assertThat(sessions.in(TEAM)).containsOnlyKeys(alice, bob);
    assertThat(sessions.isInInbox(alice, TEAM, 1)).as("of an earlier period").isTrue();
    var _ = sessions.logOut(second.session());
    assertThat(sessions.in(TEAM)).containsOnlyKeys(bob);
    assertThat(alice.groups()).isEmpty();
    assertThat(alice.sees(period(TEAM, 5, Membership.OPEN, 2), 1)).isFalse();
    sessions.forgetMemberships(bob);
    assertThat(sessions.in(TEAM)).isEmpty();
  }

  @Test
  @DisplayName("of what is told about a membership, the newest counts, in whatever order it comes")
  void newestCounts() {
    sessions.enter(alice, List.of(period(TEAM, 3, Membership.OPEN, 5)));
    sessions.noteMembership(period(TEAM, 3, 4, 9));
    sessions.noteMembership(period(TEAM, 3, Membership.OPEN, 7));
    assertThat(sessions.in(TEAM)).as("left since").containsEntry(alice, period(TEAM, 3, 4, 9));
    sessions.noteMembership(period(TEAM, 6, Membership.OPEN, 11));
    assertThat(sessions.in(TEAM)).containsEntry(alice, period(TEAM, 6, Membership.OPEN, 11));
    assertThat(sessions.isInInbox(alice, TEAM, 4)).isTrue();
    assertThat(sessions.isInInbox(alice, TEAM, 5)).isFalse();
    assertThat(sessions.isInInbox(alice, TEAM, 7)).isTrue();
    assertThat(sessions.isInInbox(alice, CLUB, 7)).isFalse();
  }

  @Test
  @DisplayName("nothing is noted of who is not here, nor of direct conversations")
  void notNoted() {
    sessions.noteMembership(period(TEAM, 0, Membership.OPEN, 1));
    assertThat(sessions.in(TEAM)).isEmpty();
    var direct = new ConversationId.Direct(ALICE, BOB);
    sessions.enter(alice, List.of(period(direct, 0, Membership.OPEN, 1)));
    assertThat(alice.groups()).isEmpty();
    assertThat(sessions.isInInbox(alice, direct, 1)).isTrue();
    assertThat(sessions.isInInbox(new OnlineUser(new UserId(1, "carol"), 0), direct, 1)).isFalse();
  }

  @Test
  @DisplayName("behind a gap, an entry names a predecessor that no device has, once")
  void gap() {
    OnlineUser user = new OnlineUser(ALICE, 10);
    assertThat(user.advanceInbox(10)).isEqualTo(-1);
    assertThat(user.advanceInbox(20)).isEqualTo(10);
    user.leaveGap();
    assertThat(user.hasGap()).isTrue();
    assertThat(user.advanceInbox(30)).isEqualTo(29);
    assertThat(user.advanceInbox(40)).isEqualTo(30);
    user.leaveGap();
    user.closeGap(45);
    assertThat(user.advanceInbox(50)).isEqualTo(45);
    user.passEntry(48);
    assertThat(user.newestPosition()).isEqualTo(50);
    user.passEntry(60);
    assertThat(user.newestPosition()).isEqualTo(60);
  }

  @Test
  @DisplayName("who lags behind has caught up when that is said")
  void lag() {
    assertThat(alice.isBehind()).isFalse();
    alice.lagBehind();
    assertThat(alice.isBehind()).isTrue();
    alice.hasCaughtUp();
    assertThat(alice.isBehind()).isFalse();
  }

  @Test
  @DisplayName("muting as another state does leaves nothing of before")
  void muteAs() {
    OnlineUser loaded = new OnlineUser(ALICE, 0);
    loaded.setMuted(CLUB, true);
    alice.setMuted(TEAM, true);
    alice.ownAs(loaded);
    assertThat(alice.hasMuted(TEAM)).isFalse();
    assertThat(alice.hasMuted(CLUB)).isTrue();
    alice.setMuted(CLUB, false);
    assertThat(alice.hasMuted(CLUB)).isFalse();
  }

  @Test
  @DisplayName(
      "of what was erased nothing is seen, in an earlier period neither, until it is known")
  void erased() {
    var direct = new ConversationId.Direct(ALICE, BOB);
    alice.setOwn(Participation.entered(ALICE, direct, 1).erased(3, 0, 2));
    sessions.enter(alice, List.of(period(TEAM, 0, 2, 1), period(TEAM, 5, Membership.OPEN, 2)));
    var _ = phone(1);
    assertThat(sessions.isInInbox(alice, direct, 3)).isFalse();
    assertThat(sessions.isInInbox(alice, direct, 4)).isTrue();
    assertThat(sessions.isInInbox(alice, TEAM, 1)).isTrue();
    OnlineUser reloaded = new OnlineUser(ALICE, 0);
    reloaded.setOwn(Participation.entered(ALICE, TEAM, 1).erased(6, 0, 2));
    alice.ownAs(reloaded);
    assertThat(sessions.isInInbox(alice, direct, 3)).as("of another state").isTrue();
    assertThat(sessions.isInInbox(alice, TEAM, 1)).isFalse();
    assertThat(sessions.isInInbox(alice, TEAM, 6)).isFalse();
    assertThat(sessions.isInInbox(alice, TEAM, 7)).isTrue();
  }

  @Test
  @DisplayName("a user has others than a device if another one is connected")
  void hasOthers() {
    sessions.enter(alice, List.of());
    Line first = phone(1);
    assertThat(alice.hasOthers(first.session())).isFalse();
    assertThat(alice.hasOthers(new SessionId(9))).isTrue();
    var _ = phone(2);
    assertThat(alice.hasOthers(first.session())).isTrue();
  }
}
