package io.whaleshark.engine.cluster;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// The rows that a transaction holds: that of its node, and those of apps. Whoever holds an app's
/// row is the only one who decides for that app, on any node. Confined to the lane's thread.
///
/// Rows are locked in order, so that two batches never wait for one another, and by a statement of
/// their own: a statement that waits sees afterwards the locked row anew, and everything else as it
/// was before.
final class Locks {

  /// Stands for what is committed without an app; no app has this number.
  static final long NO_APP = -(1L << 40);

  static final String LOCK =
      "SELECT app, newest_stamp FROM apps WHERE app = ANY (?::bigint[]) ORDER BY app FOR UPDATE";

  private static final String MAKE =
      "INSERT INTO apps (app, newest_stamp) SELECT unnest(?::bigint[]), 0 ON CONFLICT DO NOTHING";

  private final Session session;
  private final NodeRow node;
  private final SortedMap<Long, Long> held = new TreeMap<>();
  private final long incarnation;
  private boolean holdsNode;

  Locks(Session session, NodeRow node) {
    this.session = session;
    this.node = node;
    this.incarnation = node.incarnation();
  }

  /// Sees to it that these apps are held. Waits for other nodes, within the patience of the
  /// connection.
  void hold(Collection<Long> apps) throws SQLException {
    hold(apps, _ -> {});
  }

  /// Sees to it that these apps are held, and asks what is to be read then, in the same round trip.
  ///
  /// @param reads adds its questions; called again where a row has to be made first
  void hold(Collection<Long> apps, Consumer<Questions> reads) throws SQLException {
    lockAndAsk(apps, reads);
    long[] missing = missing(apps);
    if (missing.length > 0) {
      session.update(MAKE, missing);
      lockAndAsk(apps, reads);
    }
  }

  private void lockAndAsk(Collection<Long> apps, Consumer<Questions> reads) throws SQLException {
    Questions questions = new Questions();
    AtomicLong theirTime = new AtomicLong();
    Instant askedAt = node.now();
    boolean isFirst = !holdsNode;
    if (isFirst) {
      questions.add(NodeRow.HOLD, row -> theirTime.set(row.getLong(1)), node.name(), incarnation);
    }
    long[] missing = missing(apps);
    if (missing.length > 0) {
      questions.add(LOCK, row -> held.put(row.getLong(1), row.getLong(2)), missing);
    }
    reads.accept(questions);
    questions.ask(session);
    if (isFirst) {
      requireNode(askedAt, theirTime.get());
    }
  }

  /// @param theirTime 0 if there was no row to hold
  private void requireNode(Instant askedAt, long theirTime) {
    if (theirTime == 0) {
      throw node.gone();
    }
    node.requireClock(askedAt, theirTime);
    holdsNode = true;
  }

  /// The run of the node whose row is held.
  long node() {
    return incarnation;
  }

  /// Those that are not held, in order.
  private long[] missing(Collection<Long> apps) {
    return apps.stream()
        .filter(app -> !held.containsKey(app))
        .mapToLong(Long::longValue)
        .sorted()
        .distinct()
        .toArray();
  }

  /// The apps that are held.
  long[] apps() {
    return held.keySet().stream().mapToLong(Long::longValue).toArray();
  }

  /// The newest stamp of all apps that are held, as they were when they were locked.
  long newestStamp() {
    return held.values().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /// The newest stamp of an app that is held, as it was when it was locked.
  long newestStamp(long app) {
    return held.getOrDefault(app, 0L);
  }
}
