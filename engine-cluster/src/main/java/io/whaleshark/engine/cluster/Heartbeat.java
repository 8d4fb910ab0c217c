package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.EngineException;
import java.time.Duration;
import java.time.Instant;

/// The node's signs of life, one each second, and its look at those of the others. Thread-safe.
final class Heartbeat implements AutoCloseable {

  private static final long EACH_MILLIS = 1_000;

  /// After a longer pause than this, a series of signs of life begins anew.
  private static final Duration IN_TIME = Duration.ofSeconds(2);

  /// Others are looked at after so many signs of life in a row. Where PostgreSQL was away, or this
  /// machine slept, so may have been the others: they get as long for theirs.
  private static final int STEADY = 4;

  private final NodeRow node;
  private final GoneNodes others;

  /// Two threads: what the look waits for holds up no sign of life.
  private final Chore beats;

  private final Chore looks;

  private volatile Runnable gone = () -> {}; // set by the node's owner, read by the heartbeat
  private volatile int inARow; // written by the beat, read by the look
  private Instant last = Instant.EPOCH; // the beat's alone

  private Heartbeat(NodeRow node, GoneNodes others) {
    this.node = node;
    this.others = others;
    this.beats = Chore.start("heartbeat", EACH_MILLIS, this::beat);
    this.looks = Chore.start("others", EACH_MILLIS, this::lookAtOthers);
  }

  static Heartbeat start(NodeRow node, GoneNodes others) {
    return new Heartbeat(node, others);
  }

  void whenGone(Runnable action) {
    gone = action;
  }

  private void beat() {
    int before = inARow;
    inARow = 0; // unless this one succeeds
    if (node.beat()) {
      Instant now = node.now();
      inARow = now.isBefore(last.plus(IN_TIME)) ? before + 1 : 1;
      last = now;
    } else {
      gone.run();
      node.register();
    }
  }

  private void lookAtOthers() {
    if (inARow >= STEADY) {
      others.declare(node.now());
    }
  }

  /// Ends the signs of life, and gives the node's name back.
  @Override
  public void close() {
    looks.close();
    beats.close();
    try {
      node.leave();
    } catch (EngineException _) {
      // Without a sign of life, the node is declared gone soon.
    }
  }
}
