package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Loop;
import java.util.List;

/// Visits that follow one another. Confined to the thread of the loop that all visitors live on.
final class Visits {
  /// What it counts.
  static final String DONE = "visits";

  private final List<Visitor> visitors;
  private final String kind;
  private int begun;
  private int done;

  /// @param visitors in the order of their visits; one may come again
  /// @param kind what its meters' names begin with
  Visits(List<Visitor> visitors, String kind) {
    this.visitors = List.copyOf(visitors);
    this.kind = kind;
  }

  /// Tells the visitors: the first one begins once the load lets it.
  Visits give() {
    visitors.forEach(visitor -> visitor.take(this));
    return this;
  }

  /// Begins with the first one, once.
  void begin() {
    if (begun == 0) {
      next();
    }
  }

  /// One visit is over.
  ///
  /// @param beganNanos when its login began
  void done(Loop loop, int page, long beganNanos) {
    done++;
    loop.meter(kind + page).record(beganNanos);
    loop.meter(DONE).count(1);
  }

  /// The next one begins, if there is one.
  void next() {
    if (begun < visitors.size()) {
      visitors.get(begun++).visit();
    }
  }

  /// How many did not come to an end.
  int undone() {
    return visitors.size() - done;
  }
}
