package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.session.Push;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Sessions: which devices stay logged in, the chain of positions in pushes (P4), and which pushes
/// are silent.
class SessionTest {

  private final World world = new World();

  private List<Long> previousPositions(Device device) {
    return device.pushes(Push.InboxEntry.class).stream()
        .map(Push.InboxEntry::previousPosition)
        .toList();
  }

  @Test
  @DisplayName("P10 of more devices than a user may have, the oldest login is displaced")
  void devicesOfAUserAreBounded() {
    List<Device> devices = new ArrayList<>();
    for (int i = 0; i < 66; i++) {
      Device device = world.device("alice", DeviceKind.IOS, "phone-" + i);
      device.logsIn(LoginPolicy.ALL).done();
      devices.add(device);
    }
    assertThat(devices.get(0).displacedBy()).containsExactly(devices.get(64).id());
    assertThat(devices.get(1).displacedBy()).containsExactly(devices.get(65).id());
    assertThat(devices.get(2).displacedBy()).isEmpty();
    world.phone("bob").sends("hi").to("alice").done();
    assertThat(devices.get(1).pushes(Push.InboxEntry.class)).isEmpty();
    assertThat(devices.get(2).pushes(Push.InboxEntry.class)).hasSize(1);
  }

  @ParameterizedTest(name = "policy {0}: {2} logs in, {1} is displaced: {3}")
  @CsvSource({
    "1, IOS, ANDROID, true",
    "1, IOS, MAC, true",
    "1, IOS, WEB, true",
    "1, WEB, WEB, true",
    "1, WEB, IOS, true",
    "2, IOS, ANDROID, true",
    "2, IOS, MAC, true",
    "2, WINDOWS, MAC, true",
    "2, IOS, WEB, false",
    "2, WEB, IOS, false",
    "2, WEB, API, false",
    "3, IOS, ANDROID, true",
    "3, IOS, IOS, true",
    "3, WINDOWS, MAC, true",
    "3, IOS, MAC, false",
    "3, MAC, WEB, false",
    "3, WEB, WEB, false",
    "4, IOS, IOS, false",
    "4, IOS, ANDROID, false",
    "4, WEB, WEB, false",
  })
  void loginPolicies(int policy, DeviceKind there, DeviceKind incoming, boolean displaced) {
    Device first = world.device("alice", there, "one");
    Device second = world.device("alice", incoming, "two");
    first.logsIn(LoginPolicy.of(policy)).done();
    second.logsIn(LoginPolicy.of(policy)).done();
    assertThat(first.displacedBy()).isEqualTo(displaced ? List.of(second.id()) : List.of());
    world.phone("bob").sends("hi").to("alice").done();
    assertThat(first.messages()).hasSize(displaced ? 0 : 1);
    assertThat(second.messages()).hasSize(1);
  }

  @Test
  void sameDeviceReplacesItsOlderConnectionUnderEveryPolicy() {
    Device bob = world.phone("bob");
    for (LoginPolicy policy : LoginPolicy.values()) {
      String name = "user" + policy.number();
      Device old = world.device(name, DeviceKind.IOS, "phone");
      Device again = world.device(name, DeviceKind.IOS, "phone");
      old.logsIn(policy).done();
      again.logsIn(policy).done();
      assertThat(old.displacedBy()).containsExactly(again.id());
      old.logsOut().done();
      bob.sends("hi").to(name).done();
      assertThat(again.messages()).hasSize(1);
    }
  }

  @Test
  @DisplayName("P4 every push names the position before it, own messages included")
  void pushesAreChained() {
    Device alice = world.phone("alice");
    Device bob = world.phone("bob");
    Device bobsDesktop = world.desktop("bob");
    ConversationId.Group group = world.group("g", "alice", "bob");
    Message first = alice.sends("1").to(bob).message();
    Message own = bob.sends("2").to(alice).message();
    Message third = alice.sends("3").to(group).message();
    Message tombstone = alice.recalls(first).tombstone();
    alice.sends("5").to(bob).done();
    assertThat(previousPositions(bobsDesktop))
        .containsExactly(0L, first.stamp(), own.stamp(), third.stamp(), tombstone.inboxPosition());
    assertThat(previousPositions(bob))
        .containsExactly(0L, own.stamp(), third.stamp(), tombstone.inboxPosition());
    assertThat(bobsDesktop.pushes(Push.InboxEntry.class))
        .extracting(Push.InboxEntry::owner)
        .containsOnly(bob.user());
  }

  @Test
  @DisplayName("P4 a login tells the newest position, and the next push continues from it")
  void loginTellsTheNewestPosition() {
    Device alice = world.phone("alice");
    Message before = alice.sends("1").to("bob").message();
    Device bob = world.device("bob", DeviceKind.IOS, "phone");
    assertThat(bob.logsIn().answer()).isEqualTo(new Answer.LoggedIn(before.stamp()));
    alice.sends("2").to("bob").done();
    assertThat(previousPositions(bob)).containsExactly(before.stamp());
  }

  @Test
  @DisplayName("P4 a login and messages in one batch: each is pushed, or counted by the login")
  void loginAmongMessages() {
    Device alice = world.phone("alice");
    Device bob = world.device("bob", DeviceKind.IOS, "phone");
    List<Asked> asked = new ArrayList<>();
    world.together(() -> {
      alice.sends("1").to("bob");
      asked.add(bob.logsIn());
      asked.add(alice.sends("2").to("bob"));
    });
    long newest = asked.get(1).message().stamp();
    assertThat(asked.get(0).answer()).isEqualTo(new Answer.LoggedIn(newest));
    assertThat(bob.pushes()).isEmpty();
    alice.sends("3").to("bob").done();
    assertThat(previousPositions(bob)).containsExactly(newest);
    assertThat(world.inbox("bob", 0).messages()).hasSize(3);
  }

  @Test
  @DisplayName("P4 a second device that logs in gets the chain of the first")
  void secondDeviceJoinsTheChain() {
    Device alice = world.phone("alice");
    Device bob = world.phone("bob");
    Message first = alice.sends("1").to(bob).message();
    Device desktop = world.device("bob", DeviceKind.MAC, "desktop");
    assertThat(desktop.logsIn().answer()).isEqualTo(new Answer.LoggedIn(first.stamp()));
    Message second = alice.sends("2").to(bob).message();
    assertThat(desktop.messages()).containsExactly(second);
    assertThat(previousPositions(desktop)).containsExactly(first.stamp());
  }

  @Test
  void loggedOutDevicesGetNothing() {
    Device alice = world.phone("alice");
    Device bob = world.phone("bob");
    ConversationId.Group group = world.group("g", "alice", "bob");
    bob.forget();
    bob.logsOut().done();
    alice.sends("1").to(bob).done();
    alice.sends("2").to(group).done();
    assertThat(bob.pushes()).isEmpty();
    bob.logsOut().done();
    bob.logsIn().done();
    alice.sends("3").to(group).done();
    assertThat(bob.messages()).hasSize(1);
  }

  @Test
  void senderHearsOfTheOwnMessageOnOtherDevicesOnly() {
    Device phone = world.phone("alice");
    Device desktop = world.desktop("alice");
    phone.sends("hi").to("bob").done();
    assertThat(phone.messages()).isEmpty();
    assertThat(desktop.messages()).hasSize(1);
  }

  @Test
  void phoneIsSilentWhileADesktopIsActiveInTheConversation() {
    Device alice = world.phone("alice");
    Device phone = world.phone("bob");
    Device desktop = world.desktop("bob");
    Message first = alice.sends("1").to(phone).message();
    desktop.reads(first).done();
    alice.sends("2").to(phone).done();
    world.clock.advance(Duration.ofSeconds(30));
    alice.sends("3").to(phone).done();
    world.clock.advance(Duration.ofMillis(1));
    alice.sends("4").to(phone).done();
    assertThat(silences(phone)).containsExactly(false, true, true, false);
    assertThat(silences(desktop)).containsExactly(false, false, false, false);
  }

  private static List<Boolean> silences(Device device) {
    return device.pushes(Push.InboxEntry.class).stream().map(Push.InboxEntry::silent).toList();
  }

  @ParameterizedTest
  @CsvSource({"15,true", "16,false"})
  @DisplayName("P10 where a device was active is remembered of the last sixteen conversations")
  void activityIsForgotten(int later, boolean silent) {
    Device alice = world.phone("alice");
    Device phone = world.phone("bob");
    Device desktop = world.desktop("bob");
    desktop.sends("hello").to(alice).done();
    for (int i = 0; i < later; i++) {
      desktop.sends("hello").to("carol-" + i).done();
    }
    phone.forget();
    alice.sends("1").to(phone).done();
    assertThat(silences(phone)).containsExactly(silent);
  }

  @Test
  void activityElsewhereSilencesNothing() {
    Device alice = world.phone("alice");
    Device phone = world.phone("bob");
    Device desktop = world.desktop("bob");
    alice.sends("1").to(phone).done();
    desktop.sends("hello").to("carol").done();
    phone.forget();
    alice.sends("2").to(phone).done();
    assertThat(silences(phone)).containsExactly(false);
    desktop.sends("hello").to(alice).done();
    phone.forget();
    alice.sends("3").to(phone).done();
    assertThat(silences(phone)).containsExactly(true);
    desktop.logsOut().done();
    phone.forget();
    alice.sends("4").to(phone).done();
    assertThat(silences(phone)).containsExactly(false);
  }

  @Test
  void phonesDoNotSilenceOneAnother() {
    Device alice = world.phone("alice");
    Device phone = world.phone("bob");
    Device tablet = world.device("bob", DeviceKind.ANDROID, "tablet");
    tablet.logsIn().done();
    Message first = alice.sends("1").to(phone).message();
    tablet.reads(first).done();
    alice.sends("2").to(phone).done();
    assertThat(silences(phone)).containsExactly(false, false);
  }

  @Test
  void mutedConversationIsSilentEverywhere() {
    Device alice = world.phone("alice");
    Device phone = world.phone("bob");
    Device desktop = world.desktop("bob");
    ConversationId.Direct both = alice.with(phone);
    alice.sends("1").to(phone).done();
    phone.mutes(both, true).done();
    alice.sends("2").to(phone).done();
    phone.logsOut().done();
    desktop.logsOut().done();
    phone.logsIn().done();
    alice.sends("3").to(phone).done();
    phone.mutes(both, false).done();
    alice.sends("4").to(phone).done();
    assertThat(silences(phone)).containsExactly(false, true, true, false);
    assertThat(silences(desktop)).containsExactly(false, true);
  }
}
