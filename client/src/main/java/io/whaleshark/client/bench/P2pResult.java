package io.whaleshark.client.bench;

import io.whaleshark.checker.Anomaly.Kind;
import io.whaleshark.checker.StreamChecker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/// What was measured and verified.
///
/// @param measured how long the measurement lasted
/// @param acked messages acknowledged in that time
/// @param delivered messages delivered in that time
/// @param checks of all messages, those of the warm-up included
/// @param ackLatency nanoseconds from sending to the acknowledgement, in the measured time
/// @param deliveryLatency nanoseconds from sending to the arrival at the receiver, likewise
/// @param driverCores how many cores the generator kept busy from the first message to the last
/// @param reasons why pairs broke, the first few
record P2pResult(
    P2pPlan plan,
    Duration measured,
    long acked,
    long delivered,
    Checks checks,
    Histogram ackLatency,
    Histogram deliveryLatency,
    double driverCores,
    List<String> reasons) {

  private static final int REASONS_AT_MOST = 5;
  private static final double NANOS_PER_SECOND = 1e9;

  P2pResult {
    reasons = List.copyOf(reasons);
  }

  /// Sums over all pairs.
  ///
  /// @param unanswered sent and never acknowledged: their outcome is unknown
  /// @param lost acknowledged and never delivered
  /// @param reordered delivered after a later one
  /// @param mismatched acknowledged or delivered with a sequence that isn't the next one
  /// @param broken pairs that lost a connection or were refused something
  record Checks(
      long sent,
      long acked,
      long unanswered,
      long lost,
      long duplicated,
      long reordered,
      long mismatched,
      long broken) {

    static Checks of(List<Pair> pairs) {
      long sent = 0;
      long acked = 0;
      long lost = 0;
      long duplicated = 0;
      long reordered = 0;
      long mismatched = 0;
      long broken = 0;
      for (Pair pair : pairs) {
        StreamChecker checker = pair.checker();
        sent += checker.sent();
        acked += checker.acked();
        lost += checker.count(Kind.UNSEEN);
        duplicated += checker.count(Kind.DUPLICATE);
        reordered += checker.count(Kind.BACKWARDS_POLL);
        mismatched += checker.count(Kind.GAP) + checker.count(Kind.INCONSISTENT_SEQUENCE);
        broken += pair.broken() == null ? 0 : 1;
      }
      return new Checks(sent, acked, sent - acked, lost, duplicated, reordered, mismatched, broken);
    }

    /// Whether every message was acknowledged, and delivered exactly once and in order.
    boolean isFlawless() {
      return unanswered + lost + duplicated + reordered + mismatched + broken == 0;
    }
  }

  static List<String> reasons(List<Driver> drivers) {
    var reasons = new ArrayList<String>();
    for (Driver driver : drivers) {
      var failure = driver.failure();
      if (failure != null) {
        reasons.add(failure);
      }
      for (Pair pair : driver.pairs()) {
        var why = pair.broken();
        if (why != null && reasons.size() < REASONS_AT_MOST) {
          reasons.add(why);
        }
      }
    }
    return reasons;
  }

  double seconds() {
    return measured.toNanos() / NANOS_PER_SECOND;
  }

  long ackedPerSecond() {
    return Math.round(acked / seconds());
  }

  long deliveredPerSecond() {
    return Math.round(delivered / seconds());
  }

  /// Whether anything was measured, and all of it was as promised.
  boolean isGood() {
    return checks.isFlawless() && reasons.isEmpty() && acked > 0;
  }
}
