package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Command.ImportedState;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.LaneLimits;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.core.news.News;
import io.whaleshark.core.session.Push;
import io.whaleshark.testkit.ReferenceEngine;
import java.util.List;
import java.util.stream.Stream;
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

  private void isImported(String text) {
    var content = new Message.Sent(Payload.ofText(text), Payload.NONE);
    Asked _ =
        world.ask(reply ->
            new Command.ImportMessage(
                CHAT, new ClientMessageId(ALICE, text), content, ImportedState.AS_SENT, 1, reply));
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
    logsInBehind(() -> isImported("old"));
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

  @Test
  @DisplayName("of two logins that wait, the one whose connection ends is refused, and no other")
  void oneOfTwoGoes() {
    Device desktop = world.device("bob", DeviceKind.MAC, "desktop");
    world.holdsQuestions();
    Asked login = bob.logsIn();
    Asked gone = desktop.logsIn();
    desktop.logsOut().done();
    assertThat(gone.refusal()).isEqualTo(Refusal.RETRY_LATER);
    assertThat(login.isAnswered()).isFalse();
    world.asks();
    login.done();
    Message second = alice.sends("second").to(bob).message();
    assertThat(bob.messages()).containsExactly(second);
    assertThat(desktop.messages()).isEmpty();
  }

  @Test
  @DisplayName("logins take effect in their order, although a load that the first needs is in vain")
  void inTheirOrder() {
    bob.logsIn().done();
    world.holdsQuestions();
    isImported("old");
    Device desktop = world.device("bob", DeviceKind.MAC, "desktop");
    Asked first = desktop.logsIn();
    assertThat(first.isAnswered()).isFalse();
    alice.sends("closes the gap").to(bob).done();
    Device tablet = world.device("bob", DeviceKind.IOS, "tablet");
    Asked last = tablet.logsIn(LoginPolicy.ONE_DEVICE);
    world.asks();
    first.done();
    last.done();
    assertThat(desktop.displacedBy()).containsExactly(tablet.id());
    assertThat(tablet.displacedBy()).isEmpty();
  }

  @Test
  @DisplayName("more is told meanwhile than is kept: the user is loaded again")
  void moreThanIsKept() {
    World small =
        new World(AppPolicy.DEFAULT, new LaneLimits(4, 1 << 20, 4), new ReferenceEngine.Disk());
    Device sender = small.phone("alice");
    Device receiver = small.device("bob", DeviceKind.IOS, "phone");
    ConversationId.Group group = small.group("g", "alice");
    List<UserId> many = Stream.of("bob", "c", "d", "e", "f", "g").map(World::user).toList();
    logsInBehind(
        small,
        receiver,
        () -> small.ask(reply -> new Command.AddMembers(Actor.ADMINISTRATION, group, many, reply)));
    Message toAll = sender.sends("to all").to(group).message();
    assertThat(receiver.messages()).containsExactly(toAll);
  }

  @Test
  @DisplayName("who comes once a ban is lifted is let in, and so is who came before")
  void theBanIsLiftedMeanwhile() {
    world.ask(reply -> new Command.Ban(BOB, "spam", Ban.FOR_EVER, reply)).done();
    Device desktop = world.device("bob", DeviceKind.MAC, "desktop");
    Asked[] later = new Asked[1];
    logsInBehind(() -> {
      world.ask(reply -> new Command.LiftBan(BOB, reply));
      later[0] = desktop.logsIn();
    });
    later[0].done();
  }
}
