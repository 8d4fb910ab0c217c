package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.EngineException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The node's signs of life, one each second. Thread-safe.
final class Heartbeat implements AutoCloseable {

  private static final long EACH_MILLIS = 1_000;

  private final NodeRow node;
  private final ScheduledThreadPoolExecutor beats =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("heartbeat").daemon().factory());
  private volatile Runnable gone = () -> {}; // set by the node's owner, read by the heartbeat

  private Heartbeat(NodeRow node) {
    this.node = node;
  }

  static Heartbeat start(NodeRow node) {
    Heartbeat heartbeat = new Heartbeat(node);
    heartbeat.beats.scheduleWithFixedDelay(
        heartbeat::beat, EACH_MILLIS, EACH_MILLIS, TimeUnit.MILLISECONDS);
    return heartbeat;
  }

  void whenGone(Runnable action) {
    gone = action;
  }

  private void beat() {
    try {
      if (!node.beat()) {
        gone.run();
        node.register();
      }
    } catch (EngineException _) {
      // The next one tries again; the lane's own failures are reported.
    }
  }

  /// Ends the signs of life, and gives the node's name back.
  @Override
  public void close() {
    beats.shutdownNow();
    beats.close();
    try {
      node.leave();
    } catch (EngineException _) {
      // Without a sign of life, the name is free soon.
    }
  }
}
