package io.whaleshark.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Outcome;
import io.whaleshark.core.engine.Inboxes.Bound;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.erasure.Erasure.Erased;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Goal: any node erases a user, wherever their devices are. Method: two nodes on a real
/// PostgreSQL.
@ExtendWith(Servers.class)
@Timeout(120)
class ErasureOfNodesTest {

  private static final UserId ALICE = new UserId(1, "alice");
  private static final UserId BOB = new UserId(1, "bob");
  private static final ConversationId.Direct CHAT = ConversationId.Direct.between(ALICE, BOB);
  private static final ConversationId.Group TEAM = new ConversationId.Group(1, "team");
  private static final Bound WIDE = new Bound(100, 100);

  private static Erased erase(RunningNode node) {
    Outcome<Erased> erased = node.node().erasure().erase(BOB);
    assertThat(erased).isInstanceOf(Outcome.Granted.class);
    return ((Outcome.Granted<Erased>) erased).value();
  }

  private static List<Message> inbox(RunningNode node, UserId user) {
    return node.engine().inboxes().pull(user, 0, PageLimit.of(99), WIDE).messages();
  }

  private static void found(RunningNode node) {
    assertThat(
            node.ask(reply ->
                new Command.PutGroup(
                    Actor.ADMINISTRATION, TEAM, "team", BOB, List.of(ALICE, BOB), reply)))
        .isInstanceOf(Answer.GroupIs.class);
  }

  @Test
  @DisplayName("devices on other nodes are let go, all is gone there too, and who comes is new")
  void onAllNodes() throws Exception {
    PostgresConfig config = Servers.config("erasure");
    try (RunningNode one = RunningNode.start(config);
        RunningNode other = RunningNode.start(config)) {
      found(one);
      RunningNode.Device alice = one.logIn(ALICE);
      RunningNode.Device bob = other.logIn(BOB);
      other.send(bob, CHAT, "to alice");
      other.send(bob, TEAM, "to all");
      one.send(alice, CHAT, "to bob");
      assertThat(erase(one)).isEqualTo(new Erased(1, 1, 2, 2, 0));
      assertThat(bob.await(DeviceId.class, 1)).contains(bob.id());
      assertThat(erase(other)).isEqualTo(new Erased(0, 0, 0, 0, 0));
      for (RunningNode node : List.of(one, other)) {
        assertThat(inbox(node, BOB)).isEmpty();
        assertThat(node.engine().conversations().changedAfter(BOB, 0, 9)).isEmpty();
        assertThat(inbox(node, ALICE)).filteredOn(Message::isRecalled).hasSize(2);
      }
      RunningNode.Device next = other.logIn(BOB, "next");
      Message after = one.send(alice, CHAT, "afterwards");
      next.entries(1);
      assertThat(inbox(one, BOB)).containsExactly(after);
      assertThat(one.engine().conversations().unread(BOB).ringing()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("two nodes that erase at one time come to the same end")
  void atOneTime() throws Exception {
    PostgresConfig config = Servers.config("erasure_twice");
    try (RunningNode one = RunningNode.start(config);
        RunningNode other = RunningNode.start(config)) {
      found(one);
      RunningNode.Device bob = other.logIn(BOB);
      for (int i = 0; i < 30; i++) {
        other.send(bob, i % 2 == 0 ? CHAT : TEAM, "m" + i);
      }
      var second = new FutureTask<>(() -> erase(other));
      Thread.ofPlatform().name("second").start(second);
      Erased first = erase(one);
      assertThat(first.messages() + second.get().messages()).isGreaterThanOrEqualTo(30);
      assertThat(inbox(one, BOB)).isEmpty();
      assertThat(inbox(one, ALICE)).hasSize(30).allMatch(Message::isRecalled);
      assertThat(one.engine().memberships().group(TEAM).orElseThrow().owner()).isEqualTo(ALICE);
      assertThat(erase(other)).isEqualTo(new Erased(0, 0, 0, 0, 0));
    }
  }
}
