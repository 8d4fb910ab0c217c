package io.whaleshark.bench.load;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A schedule with individual times for each device. Confined to its loop's thread.
final class Timetable implements Schedule {

  /// @param afterNanos from the start of the schedule
  private record Entry(long afterNanos, LoadDevice device) {}

  private final List<Entry> entries = new ArrayList<>();
  private long startNanos;
  private int next;

  /// @param times the due times and their devices, in any order
  static <D extends LoadDevice> Timetable of(List<D> devices, Load.Times<D> times) {
    var table = new Timetable();
    for (D device : devices) {
      for (long after : times.of(device)) {
        table.entries.add(new Entry(after, device));
      }
    }
    table.entries.sort(Comparator.comparingLong(Entry::afterNanos));
    return table;
  }

  @Override
  public void restart(long nowNanos) {
    startNanos = nowNanos;
    next = 0;
  }

  @Override
  public boolean isDue(long nowNanos) {
    return next < entries.size() && nowNanos - startNanos >= entries.get(next).afterNanos();
  }

  @Override
  public void wakeDue(long nowNanos) {
    while (isDue(nowNanos)) {
      Entry entry = entries.get(next++);
      entry.device().wakeFor(startNanos + entry.afterNanos());
    }
  }
}
