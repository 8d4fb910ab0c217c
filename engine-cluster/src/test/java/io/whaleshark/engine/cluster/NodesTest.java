package io.whaleshark.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Head;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Goal: the batches of all nodes stand in one order. Method: two engines on the same tables of a
/// real PostgreSQL.
@ExtendWith(Servers.class)
class NodesTest {

  private static final UserId ALICE = new UserId(1, "alice");
  private static final UserId BOB = new UserId(1, "bob");
  private static final ConversationId.Direct DIRECT = ConversationId.Direct.between(ALICE, BOB);
  private static final Announcement ANNOUNCED = reads -> reads.conversation(DIRECT);

  /// Sends one message, decided from what the transaction sees.
  private static Message send(Transaction transaction, String id) {
    Head head = transaction.head(DIRECT);
    long own = transaction.sentCount(DIRECT, ALICE, head.sequence());
    return new Message(
        DIRECT,
        head.sequence() + 1,
        head.stamp() + 1,
        new ClientMessageId(ALICE, id),
        new Message.Sent(Payload.ofText(id), Payload.NONE),
        own + 1,
        1);
  }

  private static void send(Engine engine, String id) {
    try (Transaction transaction = engine.begin(ANNOUNCED)) {
      Message message = send(transaction, id);
      transaction.commit(List.of(new Change.MessageAppended(message)), List.of(), message.stamp());
    }
  }

  private static <T> FutureTask<T> start(String name, Callable<T> task) {
    FutureTask<T> started = new FutureTask<>(task);
    Thread.ofPlatform().name(name).start(started);
    return started;
  }

  @Test
  @DisplayName("P2 whoever sends over whichever node, sequences are dense and in order of commit")
  void denseOverNodes() throws Exception {
    PostgresConfig config = Servers.config("dense");
    try (Engine one = Servers.open(config);
        Engine other = Servers.open(config)) {
      List<FutureTask<Integer>> nodes = new ArrayList<>();
      for (Engine engine : List.of(one, other)) {
        nodes.add(
            start(
                "node",
                () -> {
                  for (int i = 0; i < 50; i++) {
                    send(engine, System.identityHashCode(engine) + "-" + i);
                  }
                  return 50;
                }));
      }
      for (FutureTask<Integer> node : nodes) {
        assertThat(node.get()).isEqualTo(50);
      }
      List<Message> history = one.messages().after(DIRECT, 0, Long.MAX_VALUE, PageLimit.of(500));
      assertThat(history)
          .extracting(Message::sequence)
          .isEqualTo(LongStream.rangeClosed(1, 100).boxed().toList());
      assertThat(history).extracting(Message::stamp).isSorted();
      assertThat(history.getLast().senderOrdinal()).isEqualTo(100);
    }
  }

  @Test
  @Timeout(60)
  @DisplayName("a batch waits for the other node's batch of its app, and then sees it")
  void waitsAndSees() throws Exception {
    PostgresConfig config = Servers.config("waits");
    try (Engine one = Servers.open(config);
        Engine other = Servers.open(config)) {
      send(one, "first");
      FutureTask<Long> waiting;
      try (Transaction transaction = one.begin(ANNOUNCED)) {
        Message second = send(transaction, "second");
        waiting =
            start(
                "other",
                () -> {
                  try (Transaction late = other.begin(ANNOUNCED)) {
                    return late.head(DIRECT).sequence();
                  }
                });
        awaitLockWait(config);
        transaction.commit(List.of(new Change.MessageAppended(second)), List.of(), second.stamp());
      }
      assertThat(waiting.get()).isEqualTo(2);
    }
  }

  /// Until a backend waits for a row that another one holds.
  private static void awaitLockWait(PostgresConfig config) {
    try (Postgres asking = new Postgres(config)) {
      boolean waits = false;
      while (!waits) {
        waits =
            asking.write(session ->
                session
                    .first(
                        "SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event_type = 'Lock'",
                        row -> row.getBoolean(1))
                    .orElseThrow());
      }
    }
  }

  @Test
  @DisplayName("an app does not wait for another one's batch")
  void appsAreApart() {
    PostgresConfig config = Servers.config("apart");
    var elsewhere = new ConversationId.Group(2, "g");
    try (Engine one = Servers.open(config);
        Engine other = Servers.open(config);
        Transaction first = one.begin(ANNOUNCED);
        Transaction second = other.begin(reads -> reads.conversation(elsewhere))) {
      assertThat(first.head(DIRECT)).isEqualTo(Head.EMPTY);
      assertThat(second.head(elsewhere)).isEqualTo(Head.EMPTY);
    }
  }

  @Test
  @DisplayName("P4 a stamp that is not above the app's newest one is not committed")
  void stampsGrowOverNodes() {
    PostgresConfig config = Servers.config("stamps");
    try (Engine one = Servers.open(config);
        Engine other = Servers.open(config)) {
      send(one, "first");
      try (Transaction probe = one.begin(ANNOUNCED)) {
        probe.commit(List.of(new Change.MessageAppended(send(probe, "second"))), List.of(), 1_000);
      }
      try (Transaction behind = other.begin(ANNOUNCED)) {
        Message message = send(behind, "third");
        assertThatThrownBy(() ->
                behind.commit(
                    List.of(new Change.MessageAppended(message)), List.of(), message.stamp()))
            .isInstanceOf(EngineException.class)
            .hasMessageContaining("expected: above 1000");
      }
      assertThat(other.messages().after(DIRECT, 0, 9, PageLimit.of(9))).hasSize(2);
    }
  }
}
