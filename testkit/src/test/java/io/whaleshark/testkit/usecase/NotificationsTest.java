package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.command.Command;
import io.whaleshark.core.engine.ConversationList.Unread;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.notification.Notifications.Notification;
import io.whaleshark.core.notification.Notifications.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Who is to be notified of a message beside their devices.
class NotificationsTest {

  private final World world = new World();
  private final Device alice = world.phone("alice");

  private List<UserId> receivers(Message message, int limit) throws Exception {
    List<UserId> all = new ArrayList<>();
    Optional<String> next = Optional.of("");
    while (next.isPresent()) {
      String after = next.get();
      Page page =
          world.asksBeside(() -> world.node.notifications().receivers(message, after, limit));
      all.addAll(page.receivers());
      next = page.next();
    }
    return all;
  }

  private Optional<Notification> now(Message message, String receiver) throws Exception {
    return world.asksBeside(() -> world.node.notifications().now(message, World.user(receiver)));
  }

  @Test
  void whoHasNoDeviceOnlineIsNotifiedWithTheirBadge() throws Exception {
    Device bob = world.phone("bob");
    bob.logsOut().done();
    world.phone("carol").sends("hi").to("bob").done();
    Message message = alice.sends("hi").to("bob").message();
    assertThat(receivers(message, 1)).containsExactly(World.user("bob"));
    assertThat(now(message, "bob"))
        .contains(new Notification(World.user("bob"), false, new Unread(2, 0), 1));
  }

  @Test
  void whoHasADeviceOnlineIsToldByItAlone() throws Exception {
    Device bob = world.desktop("bob");
    Message message = alice.sends("hi").to(bob).message();
    assertThat(now(message, "bob")).isEmpty();
    bob.logsOut().done();
    assertThat(now(message, "bob")).isPresent();
  }

  @Test
  void whoHasMutedTheConversationIsNotifiedWithoutASound() throws Exception {
    Device bob = world.phone("bob");
    bob.mutes(alice.with(bob), true);
    alice.sends("before").to(bob).done();
    bob.mutes(alice.with(bob), true).done();
    Message message = alice.sends("hi").to(bob).message();
    assertThat(now(message, "bob"))
        .as("all devices are silent")
        .contains(new Notification(World.user("bob"), true, new Unread(0, 2), 2));
    bob.logsOut().done();
    assertThat(now(message, "bob")).map(Notification::silent).contains(true);
  }

  @Test
  void aPhoneThatIsSilentBesideAnActiveDesktopIsNotNotified() throws Exception {
    Device desktop = world.desktop("bob");
    world.phone("bob");
    desktop.sends("here").to(alice).done();
    Message message = alice.sends("hi").to(desktop).message();
    assertThat(now(message, "bob")).isEmpty();
  }

  @Test
  void whoHasReceivedOrReadItIsNotNotified() throws Exception {
    Device bob = world.phone("bob");
    Message first = alice.sends("1").to(bob).message();
    Message second = alice.sends("2").to(bob).message();
    bob.received(first).done();
    bob.logsOut().done();
    assertThat(now(first, "bob")).as("received").isEmpty();
    assertThat(now(second, "bob")).isPresent();
    Device desktop = world.desktop("bob");
    desktop.reads(second).done();
    desktop.logsOut().done();
    assertThat(now(second, "bob")).as("read").isEmpty();
  }

  @Test
  void whoIsBannedIsNotNotified() throws Exception {
    Message message = alice.sends("hi").to("bob").message();
    UserId bob = World.user("bob");
    world.ask(reply -> new Command.Ban(bob, "spam", Ban.FOR_EVER, reply)).done();
    assertThat(now(message, "bob")).isEmpty();
    world.ask(reply -> new Command.LiftBan(bob, reply)).done();
    assertThat(now(message, "bob")).isPresent();
  }

  @Test
  void whatIsRecalledOrExpiredIsOfNoConcern() throws Exception {
    Message recalled = alice.sends("1").to("bob").message();
    Message expired = alice.sends("2").to("bob").message();
    alice.recalls(recalled).done();
    assertThat(now(recalled, "bob")).isEmpty();
    assertThat(now(expired, "bob")).map(Notification::unread).contains(new Unread(2, 0));
    world.everythingExpires();
    assertThat(now(expired, "bob")).isEmpty();
  }

  @Test
  void ofAGroupThePresentMembersAreNotifiedWhomNoDeviceTells() throws Exception {
    ConversationId.Group group =
        world.group("g", "alice", "bob", "carol", "dave", "erin", "frank", "gina");
    Device bob = world.phone("bob"); // online
    Device carol = world.phone("carol"); // online, muted
    carol.mutes(group, true).done();
    Device dave = world.phone("dave"); // reads
    Message message = alice.sends("hi").to(group).message();
    dave.reads(message).done();
    dave.logsOut().done();
    world.leaves(group, "erin").done();
    world.joins(group, "hugo").done();
    for (int limit = 1; limit <= 9; limit++) {
      assertThat(receivers(message, limit))
          .as("pages of %s", limit)
          .containsExactly(World.user("carol"), World.user("frank"), World.user("gina"));
    }
    for (String other : List.of("alice", "bob", "dave", "erin", "hugo", "nobody")) {
      assertThat(now(message, other)).as(other).isEmpty();
    }
    assertThat(now(message, "carol")).map(Notification::silent).contains(true);
    assertThat(now(message, "frank")).map(Notification::silent).contains(false);
    bob.logsOut().done();
    assertThat(now(message, "bob")).isPresent();
  }

  @Test
  void nobodyIsNotifiedOfTheirOwnMessages() throws Exception {
    alice.logsOut().done();
    Message noted = world.desktop("alice").sends("note").to("alice").message();
    assertThat(receivers(noted, 9)).isEmpty();
    assertThat(now(noted, "alice")).isEmpty();
  }
}
