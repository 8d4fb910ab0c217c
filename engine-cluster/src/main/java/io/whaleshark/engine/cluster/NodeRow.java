package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.lane.StampClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/// This node's row among the nodes of the cluster. Thread-safe.
///
/// Every batch holds it while it lasts, and writes its newest stamp there. So whoever holds the row
/// knows that the batch before has ended, and whether it was stored. A node whose row is gone, or
/// is another run's, commits nothing.
final class NodeRow {

  /// Holds the row, and tells the time of PostgreSQL.
  static final String HOLD =
      """
      SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint FROM nodes
      WHERE name = ? AND incarnation = ? FOR UPDATE
      """;

  /// Notes the newest stamp of a batch.
  static final String NOTE =
      "UPDATE nodes SET newest_stamp = ?, seen_at = clock_timestamp() WHERE name = ?";

  private static final String REGISTER =
      """
      INSERT INTO nodes (name, incarnation, address, version, started_at, seen_at, newest_stamp)
      VALUES (?, ?, ?, ?, clock_timestamp(), clock_timestamp(), 0)
      ON CONFLICT DO NOTHING
      """;

  private static final String BEAT =
      "UPDATE nodes SET seen_at = clock_timestamp() WHERE name = ? AND incarnation = ?";

  private static final String NEWEST_STAMP =
      "SELECT newest_stamp FROM nodes WHERE name = ? AND incarnation = ?";

  /// Before the name is asked for again.
  private static final String WAIT = "SELECT pg_sleep(0.1)";

  /// After this long without a sign of life, a node counts as gone, and its name is free.
  static final Duration GONE_AFTER = Duration.ofSeconds(3);

  /// How far clocks may be apart.
  private static final Duration APART_AT_MOST = Duration.ofSeconds(1);

  private final Postgres postgres;
  private final GoneNodes gone;
  private final NodeConfig config;
  private final Clock clock;
  private volatile long incarnation; // drawn by whoever registers the node

  NodeRow(Postgres postgres, GoneNodes gone, NodeConfig config, Clock clock) {
    this.postgres = postgres;
    this.gone = gone;
    this.config = config;
    this.clock = clock;
  }

  String cluster() {
    return config.cluster();
  }

  String name() {
    return config.name();
  }

  long incarnation() {
    return incarnation;
  }

  /// Takes the name. If an earlier run did not leave, that takes as long as a node may be silent.
  ///
  /// @throws EngineException if the data is another cluster's, if it is being moved, or if another
  ///   node of this name is alive
  void register() {
    postgres.write(session -> ClusterName.require(session, config.cluster()));
    incarnation = ThreadLocalRandom.current().nextLong();
    Instant until = now().plus(GONE_AFTER).plus(APART_AT_MOST);
    while (!isRegistered()) {
      if (now().isAfter(until)) {
        throw new EngineException(
            EngineException.Kind.REFUSED,
            "node.name: " + name() + " is alive (expected: another name for each node)");
      }
      gone.declare(now(), name());
      postgres.read(session -> session.first(WAIT, _ -> true));
    }
  }

  private boolean isRegistered() {
    return postgres.write(session -> {
      session.update("SET LOCAL synchronous_commit = local");
      MoveLock.requireNone(session);
      return 1 == session.update(REGISTER, name(), incarnation, config.address(), config.version());
    });
  }

  /// Writes to the row; waits for no standby.
  private int write(String sql, Object... values) {
    return postgres.write(session -> {
      session.update("SET LOCAL synchronous_commit = local");
      return session.update(sql, values);
    });
  }

  /// Gives a sign of life.
  ///
  /// @return false if the row is gone, or another run's
  boolean beat() {
    return write(BEAT, name(), incarnation) == 1;
  }

  /// The newest stamp of the last batch of this node; 0 if there was none.
  long newestStamp() {
    return postgres.read(session ->
        session
            .first(NEWEST_STAMP, row -> row.getLong(1), name(), incarnation)
            .orElseThrow(this::gone));
  }

  EngineException gone() {
    return new EngineException(
        EngineException.Kind.UNAVAILABLE,
        "node " + name() + ": others have declared it gone, so it commits nothing");
  }

  Clock clock() {
    return clock;
  }

  /// The time of this node.
  Instant now() {
    return clock.instant();
  }

  /// Stamps are times: a clock that is wrong would put messages of all nodes into the future.
  ///
  /// @param askedAt when PostgreSQL was asked, by this node's clock
  /// @param theirs the microsecond that PostgreSQL told, some time after that
  /// @throws EngineException if the clocks are too far apart
  void requireClock(Instant askedAt, long theirs) {
    long apart = StampClock.microsOf(Instant.EPOCH.plus(APART_AT_MOST));
    boolean isBehind = StampClock.microsOf(clock.instant()) < theirs - apart;
    boolean isAhead = StampClock.microsOf(askedAt) > theirs + apart;
    if (isBehind || isAhead) {
      throw new EngineException(
          EngineException.Kind.UNAVAILABLE,
          "clock: "
              + (isBehind ? "behind" : "ahead of")
              + " PostgreSQL's by more than "
              + APART_AT_MOST.toSeconds()
              + " s, so this node commits nothing (expected: NTP on both machines)");
    }
  }

  /// Gives the name back.
  void leave() {
    gone.leave(now(), name(), incarnation);
  }
}
