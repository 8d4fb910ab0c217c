package io.whaleshark.bench.load;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The plan in which each device has times of its own. Confined to its loop's thread.
final class Timetable implements Plan {

  private record Entry(long dueNanos, Device device) {}

  private final List<Entry> entries = new ArrayList<>();
  private int next;

  /// @param times when something is due, and at which device, in any order
  static <D extends Device> Timetable of(List<D> devices, Load.Times<D> times, long startNanos) {
    var table = new Timetable();
    for (D device : devices) {
      for (long after : times.of(device)) {
        table.entries.add(new Entry(startNanos + after, device));
      }
    }
    table.entries.sort(Comparator.comparingLong(Entry::dueNanos));
    return table;
  }

  @Override
  public boolean isDue(long nowNanos) {
    return next < entries.size() && nowNanos >= entries.get(next).dueNanos();
  }

  @Override
  public void wakeDue(long nowNanos) {
    while (isDue(nowNanos)) {
      Entry entry = entries.get(next++);
      entry.device().wakeFor(entry.dueNanos());
    }
  }
}
