package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Loop;
import java.util.List;

/// A series of visits. Confined to the thread of the loop that runs all visitors.
final class Visits {
  /// The meter of visits.
  static final String DONE = "visits";

  private final List<Visitor> visitors;
  private final String kind;
  private int begun;
  private int done;

  /// @param visitors in the order of their visits; one may appear several times
  /// @param kind the prefix of its meters' names
  Visits(List<Visitor> visitors, String kind) {
    this.visitors = List.copyOf(visitors);
    this.kind = kind;
  }

  /// Gives the visits to the visitors: the first one begins when the load starts.
  Visits give() {
    visitors.forEach(visitor -> visitor.take(this));
    return this;
  }

  /// Starts the first visit, once.
  void begin() {
    if (begun == 0) {
      next();
    }
  }

  /// A visit has ended.
  ///
  /// @param beganNanos when its login began
  void done(Loop loop, int page, long beganNanos) {
    done++;
    loop.meter(kind + page).record(beganNanos);
    loop.meter(DONE).count(1);
  }

  /// Starts the next visit, if there is one.
  void next() {
    if (begun < visitors.size()) {
      visitors.get(begun++).visit();
    }
  }

  /// The number of visits that did not end.
  int undone() {
    return visitors.size() - done;
  }
}
