package io.whaleshark.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RestoreArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.engine.Inboxes.Bound;
import io.whaleshark.core.engine.Inboxes.Slice;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.engine.cluster.redis.InboxSets;
import io.whaleshark.engine.cluster.redis.RedisClients;
import io.whaleshark.engine.cluster.redis.RedisConfig;
import io.whaleshark.testkit.ReferenceEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Goal: whatever becomes of Redis, a pull says what PostgreSQL holds. Method: random histories on
/// a real PostgreSQL and a real Redis, and on the reference engine. What is committed reaches Redis
/// at once, late, in another order or never. Meanwhile keys vanish and come back as they were once,
/// one of the two or both. After each step pulls are compared; at the end all of them.
@ExtendWith(Servers.class)
class ForkingRedisTest {

  private static final int HISTORIES = 40;
  private static final int STEPS = 60;
  private static final int TOGETHER = 3;

  private long fromRedis;
  private long fills;

  @Test
  @DisplayName("P4 P5 pulls are the same, whatever Redis loses, and whenever it gets what is new")
  void pullsAreTheSame() throws Exception {
    for (long seed = 1; seed <= HISTORIES; seed++) {
      play(seed);
    }
    play(RandomGenerator.getDefault().nextLong());
    assertThat(fromRedis).as("pulls that Redis answered").isGreaterThan(HISTORIES * 20L);
    assertThat(fills).as("sets that were filled").isGreaterThan(HISTORIES * 5L);
  }

  private void play(long seed) throws InterruptedException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    RedisConfig redis =
        Servers.redis(
            new RedisConfig.Sizes(
                3 + random.nextInt(14), random.nextInt(8), Duration.ofMinutes(10)));
    PostgresConfig config = Servers.config("forks" + Long.toHexString(seed));
    try (Engine engine = Servers.open(config);
        Engine reference = new ReferenceEngine();
        Postgres postgres = new Postgres(config);
        RedisClients clients = new RedisClients(redis);
        Chaos chaos = new Chaos(random, redis)) {
      InboxSets sets = InboxSets.of(clients, redis.sizes(), Schema.madeAt(postgres));
      RedisInboxes inboxes = new RedisInboxes(postgres, sets);
      while (sets.look(RandomHistory.USERS.getFirst(), 0, 1, 1).isEmpty()) {
        Thread.onSpinWait(); // until it has connected
      }
      try (InboxAdditions additions =
          InboxAdditions.start(postgres, sets, redis.sizes().fanOut())) {
        new Play(seed, random, List.of(engine, reference), inboxes, additions, chaos).all();
      }
      fromRedis += inboxes.fromRedis();
      fills += inboxes.fills();
    }
  }

  /// One history.
  private static final class Play {

    private final long seed;
    private final RandomGenerator random;
    private final List<Engine> engines; // the tested one, the reference
    private final Inboxes inboxes;
    private final InboxAdditions additions;
    private final Chaos chaos;
    private final RandomHistory history;
    private final List<List<Change>> late = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    private Play(
        long seed,
        RandomGenerator random,
        List<Engine> engines,
        Inboxes inboxes,
        InboxAdditions additions,
        Chaos chaos) {
      this.seed = seed;
      this.random = random;
      this.engines = engines;
      this.inboxes = inboxes;
      this.additions = additions;
      this.chaos = chaos;
      this.history = new RandomHistory(random);
    }

    private void all() throws InterruptedException {
      commit(history.beginning());
      for (int step = 0; step < STEPS; step++) {
        step();
        if (random.nextInt(3) > 0) {
          compare(history.pick(RandomHistory.USERS), 0);
        }
      }
      for (UserId user : RandomHistory.USERS) {
        for (long cursor : cursors(user)) {
          compare(user, cursor);
        }
      }
    }

    private void step() throws InterruptedException {
      switch (random.nextInt(10)) {
        case 0, 1 -> told.add(chaos.strike());
        case 2 -> {
          if (!late.isEmpty()) {
            told.add("late");
            add(late.remove(random.nextInt(late.size())));
          }
        }
        case 3 -> expire();
        case 4 -> commitAndAddSeveral();
        default -> commitAndAdd();
      }
    }

    private void commitAndAdd() throws InterruptedException {
      List<Change> changes = history.batch();
      commit(changes);
      switch (random.nextInt(8)) {
        case 0 -> told.add("not added: " + changes);
        case 1 -> {
          told.add("to be added late: " + changes);
          late.add(changes);
        }
        default -> {
          told.add("added: " + changes);
          add(changes);
        }
      }
    }

    /// Redis may get them as one.
    private void commitAndAddSeveral() throws InterruptedException {
      List<List<Change>> batches = new ArrayList<>();
      for (int i = 0; i < TOGETHER; i++) {
        List<Change> changes = history.batch();
        commit(changes);
        batches.add(changes);
      }
      told.add("added together: " + batches);
      batches.forEach(additions::committed);
      additions.awaitQuiet();
    }

    private void add(List<Change> changes) throws InterruptedException {
      additions.committed(changes);
      additions.awaitQuiet();
    }

    private void expire() {
      Optional<Change.FloorRaised> raised = history.expiry();
      if (raised.isPresent()) {
        told.add("expired: " + raised.get());
        commit(List.of(raised.get()));
        if (random.nextBoolean()) {
          engines.forEach(engine -> engine.retention().delete(raised.get().conversation()));
        }
      }
    }

    private void commit(List<Change> changes) {
      if (!changes.isEmpty()) {
        for (Engine engine : engines) {
          try (Transaction transaction = engine.begin(Announcement.NOTHING)) {
            transaction.commit(changes, List.of(), history.stamp());
          }
        }
      }
    }

    private Set<Long> cursors(UserId user) {
      Set<Long> cursors = new HashSet<>(Set.of(0L));
      Slice all =
          engines.get(1).inboxes().pull(user, 0, PageLimit.of(500), new Bound(9_999, 9_999));
      for (Message message : all.messages()) {
        cursors.add(message.stamp());
        cursors.add(message.inboxPosition());
        cursors.add(message.inboxPosition() - 1);
      }
      return cursors;
    }

    /// @param cursor 0 for any
    private void compare(UserId user, long cursor) {
      long after = cursor == 0 ? history.pick(new ArrayList<>(cursors(user))) : cursor;
      int entries = 1 + random.nextInt(16);
      Bound bound = new Bound(entries, 1 + random.nextInt(entries));
      PageLimit limit = new PageLimit(1 + random.nextInt(8), 200 + random.nextInt(4_000));
      Slice expected = engines.get(1).inboxes().pull(user, after, limit, bound);
      Slice actual = inboxes.pull(user, after, limit, bound);
      String what = "seed " + seed + ": " + user + " after " + after + ", " + bound + ", " + limit;
      assertThat(inAnyOrder(actual))
          .as(() -> what + "\n" + String.join("\n", told))
          .isEqualTo(inAnyOrder(expected));
    }

    private static List<Object> inAnyOrder(Slice slice) {
      return List.of(
          slice.messages(), slice.completed(), slice.truncated(), Set.copyOf(slice.gaps()));
    }
  }

  /// What becomes of the keys.
  private static final class Chaos implements AutoCloseable {

    /// A key as it was once; empty if it was not there.
    private record Copy(String key, Payload value) {}

    private final RandomGenerator random;
    private final PlainRedis plain;
    private final RedisCommands<String, byte[]> redis;
    private final List<List<Copy>> copies = new ArrayList<>();
    private final Map<String, List<Copy>> byKey = new HashMap<>();

    private Chaos(RandomGenerator random, RedisConfig config) {
      this.random = random;
      this.plain = PlainRedis.of(config);
      this.redis = plain.commands();
    }

    private <T> T pick(List<T> from) {
      return from.get(random.nextInt(from.size()));
    }

    private List<String> keys() {
      return redis.keys("*OfflineMessage:*").stream().sorted().toList();
    }

    private static List<String> both(String key) {
      String set = key.startsWith("{") ? key.substring(1, key.lastIndexOf('}')) : key;
      return List.of(set, "{" + set + "}:state");
    }

    private String strike() {
      List<String> keys = keys();
      if (keys.isEmpty()) {
        return "nothing there";
      }
      String key = pick(keys);
      return switch (random.nextInt(9)) {
        case 0 -> {
          redis.del(key);
          yield "lost " + key;
        }
        case 1 -> {
          redis.del(both(key).toArray(String[]::new));
          yield "lost both of " + key;
        }
        case 2 -> restoreBoth();
        case 3 -> restoreOne(key);
        case 4 -> loseOne(both(key).getFirst());
        case 5 -> {
          redis.scriptFlush();
          yield "scripts lost";
        }
        case 6 -> random.nextInt(4) == 0 ? flush() : copy(key);
        default -> copy(key);
      };
    }

    private String flush() {
      redis.flushall();
      return "all lost";
    }

    private String copy(String key) {
      List<Copy> copy = both(key).stream().map(this::copyOf).toList();
      copies.add(copy);
      copy.forEach(one -> byKey.computeIfAbsent(one.key(), _ -> new ArrayList<>()).add(one));
      return "copied " + key;
    }

    private Copy copyOf(String key) {
      byte[] value = redis.dump(key);
      return new Copy(key, value == null ? Payload.NONE : Payload.of(value));
    }

    private String restoreBoth() {
      if (copies.isEmpty()) {
        return "no copy";
      }
      List<Copy> copy = pick(copies);
      copy.forEach(this::restore);
      return "both as they were once: " + copy.getFirst().key();
    }

    private String restoreOne(String key) {
      List<Copy> of = byKey.getOrDefault(key, List.of());
      if (of.isEmpty()) {
        return "no copy";
      }
      restore(pick(of));
      return "one as it was once: " + key;
    }

    private void restore(Copy copy) {
      if (copy.value().isNone()) {
        redis.del(copy.key());
      } else {
        redis.restore(copy.key(), copy.value().bytes(), RestoreArgs.Builder.ttl(0).replace());
      }
    }

    private String loseOne(String set) {
      List<byte[]> members = redis.zrange(set, 0, -1);
      if (!members.isEmpty()) {
        redis.zrem(set, pick(members));
      }
      return "an entry lost of " + set;
    }

    @Override
    public void close() {
      plain.close();
    }
  }
}
