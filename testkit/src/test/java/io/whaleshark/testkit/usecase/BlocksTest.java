package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.LaneLimits;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.core.session.Push;
import io.whaleshark.testkit.FaultyEngine.Fault;
import io.whaleshark.testkit.Readout;
import io.whaleshark.testkit.ReferenceEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Blocks: direct messages of who is blocked are refused and reach nobody, and nothing else changes
/// for anybody.
class BlocksTest {

  private static final UserId ALICE = World.user("alice");
  private static final UserId BOB = World.user("bob");
  private static final ConversationId.Direct CHAT = ConversationId.Direct.between(ALICE, BOB);
  private static final Answer REFUSED =
      new Answer.Refused(Refusal.NOT_ACCEPTED, "toId: this message cannot be delivered");

  private final ReferenceEngine.Disk disk = new ReferenceEngine.Disk();
  private final World world = new World(AppPolicy.DEFAULT, LaneLimits.DEFAULT, disk);

  private static Asked blocks(World in, UserId blocker, UserId blocked) {
    return in.ask(reply -> new Command.PutBlock(new Block(blocker, blocked), reply));
  }

  /// Alice takes no messages of Bob.
  private Asked blocks() {
    return blocks(world, ALICE, BOB);
  }

  private Asked lifts() {
    return world.ask(reply -> new Command.LiftBlock(new Block(ALICE, BOB), reply));
  }

  @Test
  @DisplayName("a message of who is blocked is refused, reaches nobody, and leaves nothing behind")
  void isRefused() {
    Device alice = world.phone("alice");
    Device phone = world.phone("bob");
    Device desktop = world.desktop("bob");
    phone.sends("before").to(alice).done();
    blocks().done();
    List.of(alice, phone, desktop).forEach(Device::forget);
    List<Fact> before = Readout.facts(world.engine);
    long stamp = world.engine.newestStamp();
    assertThat(phone.sends("x").to(alice).answer()).isEqualTo(REFUSED);
    assertThat(Readout.facts(world.engine)).isEqualTo(before);
    assertThat(world.engine.newestStamp()).isEqualTo(stamp);
    assertThat(world.unread("alice", CHAT)).isEqualTo(1);
    for (Device device : List.of(alice, phone, desktop)) {
      assertThat(device.pushes()).isEmpty();
    }
  }

  @Test
  @DisplayName("the first message to somebody leaves no conversation in any list")
  void theFirstMessage() {
    Device bob = world.phone("bob");
    blocks().done();
    assertThat(bob.sends("x").to("alice").answer()).isEqualTo(REFUSED);
    assertThat(world.engine.conversations().of(ALICE)).isEmpty();
    assertThat(world.engine.conversations().of(BOB)).isEmpty();
  }

  @Test
  @DisplayName("who blocks may still write, and a lifted block lets the other one answer")
  void bindsOneSideUntilItIsLifted() {
    Device alice = world.phone("alice");
    Device bob = world.phone("bob");
    blocks().done();
    assertThat(alice.sends("still here").to(bob).message().sequence()).isEqualTo(1);
    assertThat(bob.messages()).hasSize(1);
    assertThat(bob.sends("x").as("once").to(alice).answer()).isEqualTo(REFUSED);
    lifts().done();
    assertThat(bob.sends("x").as("once").to(alice).message().sequence()).isEqualTo(2);
    assertThat(alice.messages()).hasSize(1);
  }

  @Test
  @DisplayName("a message that was acknowledged before keeps its answer (P3)")
  void repeatsKeepTheirAnswer() {
    Device bob = world.phone("bob");
    Message sent = bob.sends("x").as("once").to("alice").message();
    blocks().done();
    assertThat(bob.sends("x").as("once").to("alice").message()).isEqualTo(sent);
  }

  @Test
  @DisplayName("what was sent before is still received, read and recalled, and both are told")
  void receiptsGoOn() {
    Device alice = world.phone("alice");
    Device bob = world.phone("bob");
    Message ofBob = bob.sends("x").to(alice).message();
    Message ofAlice = alice.sends("y").to(bob).message();
    blocks().done();
    List.of(alice, bob).forEach(Device::forget);
    alice.received(ofBob).done();
    alice.reads(ofBob).done();
    bob.received(ofAlice).done();
    bob.reads(ofAlice).done();
    for (Device told : List.of(alice, bob)) {
      assertThat(told.pushes(Push.Received.class)).hasSize(1);
      assertThat(told.pushes(Push.PeerRead.class)).hasSize(1);
    }
    bob.recalls(ofBob).done();
    assertThat(alice.messages()).singleElement().matches(Message::isRecalled);
  }

  @Test
  @DisplayName("groups are not concerned")
  void groupsGoOn() {
    ConversationId.Group team = world.group("team", "alice", "bob");
    Device alice = world.phone("alice");
    blocks().done();
    world.phone("bob").sends("x").to(team).done();
    assertThat(alice.messages()).hasSize(1);
  }

  @Test
  @DisplayName("the backend that writes as who is blocked is refused, asked before or not")
  void bindsTheBackend() {
    blocks().done();
    var content = new Message.Sent(Payload.ofText("x"), Payload.NONE);
    var id = new ClientMessageId(BOB, "m");
    assertThat(
            world
                .ask(reply -> new Command.Send(Caller.backendFor(BOB), CHAT, id, content, reply))
                .answer())
        .isEqualTo(REFUSED);
    assertThat(
            world
                .ask(reply ->
                    new Command.Vetted(
                        new Command.Send(Caller.backendFor(BOB), CHAT, id, content, reply),
                        Optional.empty(),
                        Optional.empty()))
                .answer())
        .isEqualTo(REFUSED);
  }

  @Test
  @DisplayName("in one batch, a block binds what comes behind it, and not what came before it")
  void inOneBatch() {
    Device bob = world.phone("bob");
    List<Asked> sends = new ArrayList<>();
    world.together(() -> {
      sends.add(bob.sends("1").to("alice"));
      blocks();
      sends.add(bob.sends("2").to("alice"));
      lifts();
      sends.add(bob.sends("3").to("alice"));
    });
    assertThat(sends.get(0).message().sequence()).isEqualTo(1);
    assertThat(sends.get(1).answer()).isEqualTo(REFUSED);
    assertThat(sends.get(2).message().sequence()).isEqualTo(2);
  }

  @Test
  @DisplayName("to block again and to lift nothing changes nothing; nobody blocks themselves")
  void isIdempotent() {
    lifts().done();
    assertThat(world.engine.newestStamp()).isZero();
    blocks().done();
    long stamp = world.engine.newestStamp();
    blocks().done();
    assertThat(world.engine.newestStamp()).isEqualTo(stamp);
    assertThat(blocks(world, ALICE, ALICE).refusal()).isEqualTo(Refusal.MALFORMED);
    Device alice = world.phone("alice");
    alice.sends("a note").to(alice).done();
    assertThat(world.engine.blocks().of(ALICE)).containsExactly(BOB);
  }

  @Test
  @DisplayName("P10 one user blocks at most a thousand, also within one batch")
  void isBounded() {
    List<Asked> last = new ArrayList<>();
    world.together(() -> {
      for (int i = 1; i < Block.PER_USER_AT_MOST; i++) {
        blocks(world, ALICE, World.user("user" + i));
      }
    });
    world.together(() -> {
      last.add(blocks());
      last.add(blocks(world, ALICE, World.user("one-more")));
      lifts();
      last.add(blocks(world, ALICE, World.user("one-more")));
      last.add(blocks());
    });
    last.get(0).done();
    assertThat(last.get(1).refusal()).isEqualTo(Refusal.TOO_LARGE);
    last.get(2).done();
    assertThat(last.get(3).refusal()).isEqualTo(Refusal.TOO_LARGE);
    assertThat(world.engine.blocks().of(ALICE)).hasSize(Block.PER_USER_AT_MOST);
    blocks(world, ALICE, World.user("user1")).done();
    blocks(world, BOB, ALICE).done();
  }

  @Test
  @DisplayName("P1 a block is durable, also one that was stored without anybody knowing")
  void isDurable() {
    world.engine.failBy(Fault.COMMIT_STORED);
    assertThat(blocks().refusal()).isEqualTo(Refusal.RETRY_LATER);
    world.engine.failBy(Fault.NONE);
    World next = new World(AppPolicy.DEFAULT, LaneLimits.DEFAULT, disk);
    assertThat(next.phone("bob").sends("x").to("alice").answer()).isEqualTo(REFUSED);
  }

  /// What Bob, and others of the app, see in a world where Alice has perhaps blocked Bob.
  private static List<Object> seen(boolean isBlocked) {
    World world = new World(AppPolicy.DEFAULT);
    ConversationId.Group team = world.group("team", "alice", "bob", "carol");
    Device alice = world.phone("alice");
    Device bob = world.phone("bob");
    Device carol = world.phone("carol");
    Message ofBob = bob.sends("before").to(alice).message();
    alice.sends("hi").to(bob).done();
    if (isBlocked) {
      blocks(world, ALICE, BOB).done();
    }
    alice.received(ofBob).done();
    alice.reads(ofBob).done();
    alice.sends("to all").to(team).done();
    bob.sends("to all too").to(team).done();
    alice.sends("more").to(bob).done();
    carol.sends("hello").to(alice).done();
    List<Object> seen = new ArrayList<>();
    for (Device device : List.of(bob, carol)) {
      seen.addAll(device.pushes());
      String name = device.user().name();
      seen.add(world.inbox(name, 0));
      seen.add(world.engine.conversations().changedAfter(device.user(), 0, 99));
      seen.add(world.node.conversations().unread(device.user()));
    }
    seen.add(world.history(CHAT));
    return seen;
  }

  /// The stamps of a world: a block takes one, as any change of the app does.
  private static List<String> withoutStamps(List<Object> seen) {
    return seen.stream().map(what -> what.toString().replaceAll("\\d{10,}", "stamp")).toList();
  }

  @Test
  @DisplayName("P9 until who is blocked writes, a block makes no difference that others can see")
  void leaksNothing() {
    assertThat(withoutStamps(seen(true))).isEqualTo(withoutStamps(seen(false)));
  }
}
