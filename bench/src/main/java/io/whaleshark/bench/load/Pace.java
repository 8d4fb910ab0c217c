package io.whaleshark.bench.load;

import java.util.List;

/// The schedule of an open loop: the devices have an action due in turn, at even intervals, whether
/// or not the server keeps up. Confined to its loop's thread.
final class Pace implements Schedule {
  private static final double NANOS_PER_SECOND = 1e9;

  private final List<? extends LoadDevice> devices;
  private final double perNano;
  private long startNanos;
  private long done;
  private int turn;

  /// @param perSecond above 0
  /// @param devices at least one
  Pace(List<? extends LoadDevice> devices, double perSecond) {
    this.devices = devices;
    this.perNano = perSecond / NANOS_PER_SECOND;
  }

  @Override
  public void restart(long nowNanos) {
    startNanos = nowNanos;
    done = 0;
  }

  @Override
  public boolean isDue(long nowNanos) {
    return nowNanos >= dueNanos();
  }

  private long dueNanos() {
    return startNanos + Math.round(done / perNano);
  }

  @Override
  public void wakeDue(long nowNanos) {
    for (long due = dueNanos(); nowNanos >= due; due = dueNanos()) {
      devices.get(turn).wakeFor(due);
      turn = (turn + 1) % devices.size();
      done++;
    }
  }
}
