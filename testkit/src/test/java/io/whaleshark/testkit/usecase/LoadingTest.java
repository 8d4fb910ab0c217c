package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.LaneLimits;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.core.news.News;
import io.whaleshark.core.session.Push;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Goal: what happens while a user is loaded for a login is part of what is known of them
/// afterwards. Method: it is submitted before the load reads, and takes its turn behind that.
class LoadingTest {

  private static final UserId ALICE = World.user("alice");
  private static final UserId BOB = World.user("bob");
  private static final ConversationId.Direct CHAT = ConversationId.Direct.between(ALICE, BOB);

  private final World world = new World();
  private final Device alice = world.phone("alice");
  private final Device bob = world.device("bob", DeviceKind.IOS, "phone");

  LoadingTest() {
    alice.sends("first").to("bob").done();
  }

  /// Bob's login is loaded from what was stored before the steps, and comes behind them.
  private Asked logsInBehind(World in, Device device, Runnable steps) {
    in.holdsQuestions();
    Asked login = device.logsIn();
    in.withoutTurn(steps);
    in.asks();
    return login.done();
  }

  private void logsInBehind(Runnable steps) {
    logsInBehind(world, bob, steps);
  }

  private boolean isSilent(Asked sent) {
    Message message = sent.message();
    return bob.pushes(Push.InboxEntry.class).stream()
        .filter(entry -> entry.message().equals(message))
        .findFirst()
        .orElseThrow()
        .silent();
  }

  @Test
  void whoMutesMeanwhileHasMuted() {
    Device desktop = world.device("bob", DeviceKind.MAC, "desktop");
    logsInBehind(() -> desktop.mutes(CHAT, true));
    assertThat(isSilent(alice.sends("second").to(bob))).isTrue();
  }

  @Test
  @DisplayName("P4 a message that comes meanwhile is counted by the login or pushed")
  void messagesMeanwhile() {
    logsInBehind(() -> alice.sends("second").to(bob));
    Message second = world.history(CHAT).getLast();
    Asked third = alice.sends("third").to(bob);
    assertThat(bob.messages()).containsExactly(third.message());
    assertThat(bob.pushes(Push.InboxEntry.class).getFirst().previousPosition())
        .isEqualTo(second.inboxPosition());
  }

  @Test
  @DisplayName("P4 a message that is imported meanwhile is found by pulling")
  void importsMeanwhile() {
    var content = new Message.Sent(Payload.ofText("old"), Payload.NONE);
    logsInBehind(() ->
        world.ask(reply ->
            new Command.ImportMessage(
                CHAT, new ClientMessageId(ALICE, "old"), content, false, 1, reply)));
    Message imported = world.history(CHAT).getLast();
    assertThat(imported.isImported()).isTrue();
    assertThat(bob.messages()).as("one entry, which makes the device pull").contains(imported);
    Asked next = alice.sends("next").to(bob);
    assertThat(bob.messages().getLast()).isEqualTo(next.message());
  }

  @Test
  void whoJoinsMeanwhileIsPushed() {
    ConversationId.Group group = world.group("g", "alice", "carol");
    logsInBehind(() -> world.joins(group, "bob"));
    assertThat(bob.messages()).isEmpty();
    alice.sends("to all").to(group).done();
    assertThat(bob.messages()).hasSize(1);
  }

  @Test
  @DisplayName("P9 who is removed meanwhile is pushed nothing more")
  void whoLeavesMeanwhile() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    logsInBehind(() -> world.leaves(group, "bob"));
    alice.sends("without Bob").to(group).done();
    assertThat(bob.messages()).isEmpty();
    assertThat(bob.pushes(Push.GroupRenamed.class)).isEmpty();
  }

  @Test
  void whoIsBannedMeanwhileIsRefused() {
    world.holdsQuestions();
    Asked login = bob.logsIn();
    world.withoutTurn(() -> world.ask(reply -> new Command.Ban(BOB, "spam", Ban.FOR_EVER, reply)));
    world.asks();
    assertThat(login.refusal()).isEqualTo(Refusal.BANNED);
  }

  @Test
  @DisplayName("P4 what cannot be told meanwhile makes the device pull")
  void unknownMeanwhile() {
    OtherNodes others = new OtherNodes();
    World behind = new World(AppPolicy.DEFAULT, LaneLimits.DEFAULT, others);
    Device sender = behind.phone("alice");
    Device receiver = behind.device("bob", DeviceKind.IOS, "phone");
    sender.sends("first").to("bob").done();
    logsInBehind(
        behind, receiver, () -> others.commit(List.of(new News.Unknown(World.APP)), false));
    Message second = others.send(ALICE, CHAT);
    others.poke();
    behind.turns();
    behind.asks();
    assertThat(receiver.messages()).contains(second);
  }
}
