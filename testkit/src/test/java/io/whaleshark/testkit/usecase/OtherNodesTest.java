package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.LaneLimits;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.news.News;
import io.whaleshark.core.session.Push;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Goal: a node knows of the sessions of other nodes, also where it was not told. Method: one node,
/// and a feed that says what the test wants.
class OtherNodesTest {

  private static final long OTHER_NODE = 7;
  private static final UserId BOB = World.user("bob");

  private final OtherNodes others = new OtherNodes();
  private final World world = new World(AppPolicy.DEFAULT, LaneLimits.DEFAULT, others);
  private final Device alice = world.phone("alice");

  private void tell(News news) {
    others.commit(List.of(news), true);
    world.turns();
  }

  /// The node is not told, and asks who is online: alice, and these.
  private void missed(News.LoggedIn... online) {
    List<News.LoggedIn> sessions = new ArrayList<>(List.of(online));
    sessions.add(here(alice));
    others.areOnline(sessions);
    others.commit(List.of(), false);
    world.turns();
  }

  private News.LoggedIn elsewhere(DeviceKind kind, LoginPolicy policy) {
    DeviceId device = new DeviceId(kind, "elsewhere");
    return new News.LoggedIn(BOB, device, SessionId.random(), policy, OTHER_NODE, next());
  }

  private News.LoggedIn here(Device device) {
    return new News.LoggedIn(
        device.user(), device.id(), device.session(), LoginPolicy.ALL, 0, next());
  }

  /// A stamp behind all that was committed.
  private long next() {
    return others.newestStamp() + 1;
  }

  private void isActive(News.LoggedIn session) {
    var conversation = ConversationId.Direct.between(alice.user(), BOB);
    tell(
        new News.ReadAdvanced(
            BOB, conversation, News.Audience.ALL, 0, 1, 0, false, session.session()));
  }

  private boolean isNextSilent(Device device) {
    device.forget();
    alice.sends("hi").to("bob").done();
    return device.pushes(Push.InboxEntry.class).getFirst().silent();
  }

  @Test
  @DisplayName("P10 however often others say that they have committed, one turn waits for that")
  void oneTurnForNews() {
    for (int i = 0; i < 3; i++) {
      others.send(BOB, ConversationId.Direct.between(alice.user(), BOB));
      others.poke();
    }
    assertThat(world.node.lane().depth()).isEqualTo(1);
    world.turns();
    assertThat(alice.messages()).hasSize(3);
    others.send(BOB, ConversationId.Direct.between(alice.user(), BOB));
    others.poke();
    world.turns();
    assertThat(alice.messages()).hasSize(4);
  }

  @Test
  @DisplayName("what a desktop elsewhere did is known to a phone that comes back")
  void activityOutlastsThePhone() {
    Device phone = world.phone("bob");
    News.LoggedIn desktop = elsewhere(DeviceKind.MAC, LoginPolicy.ALL);
    tell(desktop);
    phone.logsOut().done();
    isActive(desktop);
    Device back = world.phone("bob");
    assertThat(isNextSilent(back)).isTrue();
    missed(desktop, here(back));
    assertThat(isNextSilent(back)).as("after news was lost").isTrue();
    tell(new News.LoggedOut(BOB, desktop.session(), next()));
    assertThat(isNextSilent(back)).as("the desktop has gone").isFalse();
  }

  @Test
  @DisplayName("what a desktop did counts no more once its node has gone, or nobody knows of it")
  void activityEndsWithTheSession() {
    Device phone = world.phone("bob");
    News.LoggedIn desktop = elsewhere(DeviceKind.MAC, LoginPolicy.ALL);
    tell(desktop);
    isActive(desktop);
    assertThat(isNextSilent(phone)).isTrue();
    tell(new News.NodeGone(World.APP, OTHER_NODE));
    assertThat(isNextSilent(phone)).isFalse();
    News.LoggedIn again = elsewhere(DeviceKind.MAC, LoginPolicy.ALL);
    tell(again);
    isActive(again);
    assertThat(isNextSilent(phone)).isTrue();
    missed(here(phone));
    assertThat(isNextSilent(phone)).isFalse();
  }

  @Test
  @DisplayName("P9 who was displaced while its node was not told goes when the node finds out")
  void displacedUnheard() {
    Device phone = world.phone("bob");
    News.LoggedIn other = elsewhere(DeviceKind.ANDROID, LoginPolicy.ONE_DEVICE);
    missed(other);
    assertThat(phone.displacedBy()).containsExactly(other.device());
    assertThat(phone.isDisconnected()).isFalse();
    alice.sends("hi").to("bob").done();
    assertThat(phone.pushes()).isEmpty();
  }

  @Test
  @DisplayName("P9 who was displaced by a device that has gone since may log in again")
  void displacedByWhoHasGone() {
    Device phone = world.phone("bob");
    Device desktop = world.desktop("bob");
    missed(here(desktop));
    assertThat(phone.isDisconnected()).isTrue();
    assertThat(phone.displacedBy()).isEmpty();
    assertThat(desktop.isDisconnected()).isFalse();
    alice.sends("hi").to("bob").done();
    assertThat(phone.pushes()).isEmpty();
    assertThat(desktop.messages()).hasSize(1);
  }

  @Test
  @DisplayName("P9 a login that is displaced before its node hears of it goes on, and ends at once")
  void displacedBeforeItGoesOn() {
    Device phone = world.device("bob", DeviceKind.IOS, "phone");
    News.LoggedIn other = elsewhere(DeviceKind.ANDROID, LoginPolicy.ONE_DEVICE);
    var younger =
        new News.LoggedIn(
            BOB, other.device(), other.session(), other.policy(), OTHER_NODE, Long.MAX_VALUE);
    tell(younger);
    Asked login = phone.logsIn();
    assertThat(login.answer()).isInstanceOf(Answer.LoggedIn.class);
    assertThat(phone.displacedBy()).containsExactly(other.device());
    alice.sends("hi").to("bob").done();
    assertThat(phone.pushes()).isEmpty();
  }
}
