package io.whaleshark.core.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.CommandQueue.Offered;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Goal: what waits before the lane is bounded in number and bytes (P10) and keeps its order.
/// Method: at each limit and one beyond it.
class CommandQueueTest {

  private static final UserId ALICE = new UserId(1, "alice");
  private static final SessionId SESSION = new SessionId(1);

  private static Command turn() {
    return new Command.Turn(Reply.NONE);
  }

  private static Command send(int bodyBytes) {
    return new Command.Send(
        new Caller(ALICE, SESSION),
        ConversationId.Direct.between(ALICE, new UserId(1, "bob")),
        new ClientMessageId(ALICE, "m"),
        new Message.Sent(Payload.of(new byte[bodyBytes]), Payload.NONE),
        Reply.NONE);
  }

  @Test
  void takesItsLimitOfCommandsAndNotOneMore() {
    CommandQueue queue = new CommandQueue(new LaneLimits(3, 1_000, 10));
    for (int i = 0; i < 3; i++) {
      assertThat(queue.offer(turn())).isEqualTo(Offered.QUEUED);
    }
    assertThat(queue.offer(turn())).isEqualTo(Offered.FULL);
    assertThat(queue.size()).isEqualTo(3);
    assertThat(queue.take()).hasSize(3);
    assertThat(queue.hasMadeRoom()).isTrue();
    assertThat(queue.hasMadeRoom()).isFalse();
    assertThat(queue.offer(turn())).isEqualTo(Offered.QUEUED);
  }

  @Test
  void takesNothingMoreOnceItsBytesWait() {
    CommandQueue queue = new CommandQueue(new LaneLimits(100, 1_000, 10));
    assertThat(queue.offer(send(999))).isEqualTo(Offered.QUEUED);
    assertThat(queue.offer(send(1))).isEqualTo(Offered.QUEUED);
    assertThat(queue.offer(send(1))).isEqualTo(Offered.FULL);
    queue.take();
    assertThat(queue.offer(send(1))).isEqualTo(Offered.QUEUED);
  }

  @Test
  void whoWaitsForRoomGetsInOnceThereIsSome() throws Exception {
    CommandQueue queue = new CommandQueue(new LaneLimits(1, 1_000, 10));
    Command first = turn();
    Command second = turn();
    queue.offer(first);
    assertThat(queue.offerWithin(Duration.ZERO, second)).isEqualTo(Offered.FULL);
    assertThat(queue.hasMadeRoom()).as("nobody is told who will not ask again").isFalse();
    FutureTask<Offered> waits =
        new FutureTask<>(() -> queue.offerWithin(Duration.ofMinutes(1), second));
    Thread waiter = Thread.ofPlatform().start(waits);
    while (waiter.isAlive() && waiter.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    assertThat(queue.take()).containsExactly(first);
    assertThat(waits.get()).isEqualTo(Offered.QUEUED);
    assertThat(queue.take()).containsExactly(second);
  }

  @Test
  void whoWaitsForRoomIsToldThatItCloses() throws Exception {
    CommandQueue queue = new CommandQueue(new LaneLimits(1, 1_000, 10));
    queue.offer(turn());
    FutureTask<Offered> waits =
        new FutureTask<>(() -> queue.offerWithin(Duration.ofMinutes(1), turn()));
    Thread.ofPlatform().start(waits);
    queue.close();
    assertThat(waits.get(30, TimeUnit.SECONDS)).isEqualTo(Offered.CLOSED);
  }

  @Test
  void whatMustNotGetLostGoesInWhenItIsFull() {
    CommandQueue queue = new CommandQueue(new LaneLimits(1, 1_000, 10));
    queue.offer(turn());
    queue.offerAlways(turn());
    assertThat(queue.take()).hasSize(2);
  }

  @Test
  void batchesAreBoundedAndKeepTheOrder() {
    CommandQueue queue = new CommandQueue(new LaneLimits(10, 1_000, 2));
    Command first = turn();
    Command second = turn();
    Command third = turn();
    queue.offer(first);
    queue.offer(second);
    queue.offer(third);
    assertThat(queue.take()).containsExactly(first, second);
    assertThat(queue.take()).containsExactly(third);
    assertThat(queue.take()).isEmpty();
  }

  @Test
  void whatLetsMessagesExpireIsABatchOfItsOwn() {
    CommandQueue queue = new CommandQueue(new LaneLimits(10, 1_000, 10));
    Command before = turn();
    Command floors = new Command.RaiseFloors(List.of(), Reply.NONE);
    Command after = turn();
    for (Command command : List.of(before, floors, floors, after)) {
      queue.offer(command);
    }
    assertThat(queue.take()).containsExactly(before);
    assertThat(queue.take()).containsExactly(floors);
    assertThat(queue.take()).containsExactly(floors);
    assertThat(queue.take()).containsExactly(after);
    assertThat(queue.take()).isEmpty();
  }

  @Test
  void closedTakesNothingMoreAndIsFinishedWhenItIsEmpty() {
    CommandQueue queue = new CommandQueue(new LaneLimits(10, 1_000, 10));
    queue.offer(turn());
    queue.close();
    assertThat(queue.offer(turn())).isEqualTo(Offered.CLOSED);
    assertThat(queue.isFinished()).isFalse();
    assertThat(queue.take()).hasSize(1);
    assertThat(queue.isFinished()).isTrue();
  }

  @Test
  void whatWaitsGathersUntilThereIsEnough() throws Exception {
    CommandQueue queue = new CommandQueue(new LaneLimits(10, 1_000, 10));
    queue.offer(turn());
    FutureTask<List<Command>> gathered =
        new FutureTask<>(() -> {
          queue.gather(3, TimeUnit.MINUTES.toMicros(1));
          return queue.take();
        });
    Thread lane = Thread.ofPlatform().start(gathered);
    while (lane.isAlive() && lane.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    queue.offer(turn());
    queue.offer(turn());
    assertThat(gathered.get(30, TimeUnit.SECONDS)).hasSize(3);
  }

  @Test
  void nothingGathersForLongerThanItMay() {
    CommandQueue queue = new CommandQueue(new LaneLimits(10, 1_000, 2));
    queue.gather(3, Long.MAX_VALUE); // nothing waits
    queue.offer(turn());
    queue.gather(3, 1);
    queue.gather(3, -1);
    assertThat(queue.take()).hasSize(1);
    queue.offer(turn());
    queue.offer(turn());
    queue.offer(turn());
    assertThat(queue.take()).hasSize(2);
    queue.gather(3, Long.MAX_VALUE); // the rest of the batch before goes on at once
    assertThat(queue.take()).hasSize(1);
    queue.offer(turn());
    queue.close();
    queue.gather(3, Long.MAX_VALUE);
    assertThat(queue.take()).hasSize(1);
  }
}
