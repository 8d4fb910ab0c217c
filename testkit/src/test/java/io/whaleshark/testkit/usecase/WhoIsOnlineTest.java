package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Outcome;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Feed.Count;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.LaneLimits;
import io.whaleshark.core.lane.StampClock;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.news.News;
import io.whaleshark.core.presence.WhoIsOnline.OnlineDevice;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Who is online: on one node those who are connected to it, on several nodes those of all.
class WhoIsOnlineTest {

  private static final UserId ALICE = World.user("alice");
  private static final UserId BOB = World.user("bob");
  private static final UserId CAROL = World.user("carol");
  private static final List<UserId> ALL = List.of(ALICE, BOB, CAROL);

  @Test
  @DisplayName("one node answers in its turn, with the devices that are connected in their order")
  void alone() throws Exception {
    World world = new World();
    long before = StampClock.microsOf(world.clock.instant());
    Device phone = world.phone("alice");
    world.clock.advance(Duration.ofSeconds(1));
    Device desktop = world.desktop("alice");
    world.phone("bob");
    List<OnlineDevice> devices =
        world.asksBeside(() -> world.node.online().devices(ALICE)).granted();
    assertThat(devices).extracting(OnlineDevice::device).containsExactly(phone.id(), desktop.id());
    assertThat(devices.get(0).since()).isGreaterThanOrEqualTo(before);
    assertThat(devices.get(1).since()).isGreaterThanOrEqualTo(devices.get(0).since() + 1_000_000);
    assertThat(world.asksBeside(() -> world.node.online().devices(CAROL)).granted()).isEmpty();
    assertThat(world.asksBeside(() -> world.node.online().among(ALL)).granted())
        .isEqualTo(Set.of(ALICE, BOB));
    assertThat(world.asksBeside(() -> world.node.online().count(World.APP)).granted())
        .isEqualTo(new Count(2, 3));
    assertThat(world.asksBeside(() -> world.node.online().count(World.APP + 1)).granted())
        .isEqualTo(new Count(0, 0));
  }

  @Test
  @DisplayName("several nodes ask the store, which knows of all, and wait for no turn")
  void ofSeveral() {
    OtherNodes others = new OtherNodes();
    World world = new World(AppPolicy.DEFAULT, LaneLimits.DEFAULT, others);
    Device phone = world.phone("alice");
    var elsewhere =
        new News.LoggedIn(
            BOB,
            new DeviceId(DeviceKind.WEB, "elsewhere"),
            SessionId.random(),
            LoginPolicy.ALL,
            7,
            others.newestStamp() + 1);
    others.commit(List.of(elsewhere), true);
    assertThat(world.node.online().devices(ALICE).granted())
        .extracting(OnlineDevice::device)
        .containsExactly(phone.id());
    assertThat(world.node.online().devices(BOB).granted())
        .containsExactly(new OnlineDevice(elsewhere.device(), elsewhere.stamp()));
    assertThat(world.node.online().among(ALL).granted()).isEqualTo(Set.of(ALICE, BOB));
    assertThat(world.node.online().count(World.APP).granted()).isEqualTo(new Count(2, 2));
  }

  @Test
  @DisplayName("a node that ends says so, and does not say that nobody is online")
  void refused() throws Exception {
    World world = new World();
    world.phone("alice");
    world.node.lane().close();
    Outcome<List<OnlineDevice>> asked = world.asksBeside(() -> world.node.online().devices(ALICE));
    assertThat(asked)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.refusal()).isEqualTo(Refusal.RETRY_LATER));
  }
}
