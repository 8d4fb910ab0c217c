package io.whaleshark.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Inboxes.Bound;
import io.whaleshark.core.engine.Inboxes.Slice;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Users send, edit and recall while their devices pull. In the end each device has what PostgreSQL
/// holds for its user, and nothing came twice.
final class InboxLoad {

  private static final Bound BOUND = new Bound(100_000, 100_000);
  private static final PageLimit PAGE = PageLimit.of(20);
  private static final int DEVICES_EACH = 2;

  private record Key(ConversationId conversation, long sequence) {}

  /// A device that keeps what it pulled. Confined to one thread at a time.
  private static final class Device {

    private final Engine engine;
    private final UserId user;
    private final Map<Key, Message> messages = new HashMap<>();
    private long cursor;

    private Device(Engine engine, UserId user) {
      this.engine = engine;
      this.user = user;
    }

    /// @return whether nothing was left
    private boolean pull() {
      Slice slice = engine.inboxes().pull(user, cursor, PAGE, BOUND);
      assertThat(slice.truncated()).isFalse();
      for (Message message : slice.messages()) {
        assertThat(message.inboxPosition()).isGreaterThan(cursor);
        cursor = message.inboxPosition();
        Message before = messages.put(key(message), message);
        assertThat(before == null || isReplacement(message, before))
            .as(() -> user + " was given twice: " + before + ", " + message)
            .isTrue();
      }
      return slice.completed();
    }

    /// Whether it was edited or recalled after that; a recall is final.
    private static boolean isReplacement(Message message, Message before) {
      return message.isReplaced()
          && message.inboxPosition() > before.inboxPosition()
          && !before.isRecalled();
    }

    private static Key key(Message message) {
      return new Key(message.conversation(), message.sequence());
    }
  }

  private final RandomGenerator random;
  private final RandomHistory history;
  private final List<Engine> writers;
  private final Engine truth;
  private final List<Device> devices = new ArrayList<>();
  private volatile boolean over;

  /// @param writers who commit in turn, by chance
  /// @param readers which devices ask, in turn
  /// @param truth is asked in the end
  InboxLoad(long seed, List<Engine> writers, List<Engine> readers, Engine truth) {
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    this.history = new RandomHistory(random);
    this.writers = writers;
    this.truth = truth;
    for (UserId user : RandomHistory.USERS) {
      for (int i = 0; i < DEVICES_EACH; i++) {
        devices.add(new Device(readers.get(i % readers.size()), user));
      }
    }
  }

  /// What else happens meanwhile.
  interface Meanwhile {
    /// Called after each batch, with its number.
    void after(int batch) throws InterruptedException;
  }

  void run(int batches, Meanwhile meanwhile) throws InterruptedException, ExecutionException {
    commit(history.beginning());
    List<FutureTask<Boolean>> pulling = new ArrayList<>();
    for (Device device : devices) {
      FutureTask<Boolean> task =
          new FutureTask<>(() -> {
            while (!over) {
              device.pull();
            }
            return device.pull();
          });
      pulling.add(task);
      Thread.ofPlatform().name("device").start(task);
    }
    try {
      for (int batch = 0; batch < batches; batch++) {
        commit(history.batch());
        meanwhile.after(batch);
      }
    } finally {
      over = true;
      for (FutureTask<Boolean> task : pulling) {
        task.get();
      }
    }
    devices.forEach(this::compare);
  }

  private void commit(List<Change> changes) {
    if (!changes.isEmpty()) {
      try (Transaction transaction = history.pick(writers).begin(Announcement.NOTHING)) {
        transaction.commit(changes, List.of(), history.stamp());
      }
    }
  }

  private void compare(Device device) {
    while (!device.pull()) {
      assertThat(device.cursor).isPositive();
    }
    Device fresh = new Device(truth, device.user);
    while (!fresh.pull()) {
      assertThat(fresh.cursor).isPositive();
    }
    assertThat(device.messages).isEqualTo(fresh.messages);
  }
}
