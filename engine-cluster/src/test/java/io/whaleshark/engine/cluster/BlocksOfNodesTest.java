package io.whaleshark.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Goal: a block that one node has acknowledged holds on all of them. Method: two nodes on a real
/// PostgreSQL.
@ExtendWith(Servers.class)
@Timeout(120)
class BlocksOfNodesTest {

  private static final UserId ALICE = new UserId(1, "alice");
  private static final UserId BOB = new UserId(1, "bob");
  private static final Block BLOCK = new Block(ALICE, BOB);
  private static final ConversationId.Direct CHAT = ConversationId.Direct.between(ALICE, BOB);

  /// Bob writes to Alice.
  private static Answer send(RunningNode node, String id) {
    return node.ask(reply ->
        new Command.Send(
            Caller.backendFor(BOB),
            CHAT,
            new ClientMessageId(BOB, id),
            new Message.Sent(Payload.ofText(id), Payload.NONE),
            reply));
  }

  private static boolean isRefused(Answer answer) {
    return answer instanceof Answer.Refused(Refusal refusal, _) && refusal == Refusal.NOT_ACCEPTED;
  }

  @Test
  @DisplayName("what one node blocks and lifts, the next send on another node obeys")
  void holdsOnAllNodes() throws Exception {
    PostgresConfig config = Servers.config("blocks");
    try (RunningNode one = RunningNode.start(config);
        RunningNode other = RunningNode.start(config)) {
      for (int i = 0; i < 10; i++) {
        assertThat(send(other, "free " + i)).isInstanceOf(Answer.Sent.class);
        assertThat(one.ask(reply -> new Command.PutBlock(BLOCK, reply))).isEqualTo(Answer.DONE);
        assertThat(isRefused(send(other, "blocked " + i))).isTrue();
        assertThat(one.ask(reply -> new Command.LiftBlock(BLOCK, reply))).isEqualTo(Answer.DONE);
      }
    }
  }

  @Test
  @DisplayName("a block and sends at one time: what follows a refused send is refused too")
  void atOneTime() throws Exception {
    PostgresConfig config = Servers.config("blocks_while");
    try (RunningNode one = RunningNode.start(config);
        RunningNode other = RunningNode.start(config)) {
      for (int round = 0; round < 10; round++) {
        String name = round + " ";
        var sends =
            new FutureTask<>(() -> {
              boolean wasRefused = false;
              for (int i = 0; i < 10; i++) {
                boolean isRefused = isRefused(send(other, name + i));
                assertThat(isRefused || !wasRefused).isTrue();
                wasRefused = isRefused;
              }
              return wasRefused;
            });
        Thread.ofPlatform().name("sends").start(sends);
        one.ask(reply -> new Command.PutBlock(BLOCK, reply));
        assertThat(isRefused(send(one, name + "behind"))).isTrue();
        boolean _ = sends.get();
        assertThat(isRefused(send(other, name + "behind"))).isTrue();
        one.ask(reply -> new Command.LiftBlock(BLOCK, reply));
      }
    }
  }
}
