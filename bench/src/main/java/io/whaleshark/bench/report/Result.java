package io.whaleshark.bench.report;

import java.util.List;
import java.util.Map;

/// What a scenario measured and verified.
///
/// @param plan what was asked for, in the order to show it
/// @param verified how many facts were checked: messages, receipts, counts
/// @param reasons why devices broke, the first few
public record Result(
    String scenario,
    String server,
    Map<String, String> plan,
    List<Figure> figures,
    List<Latency> latencies,
    long verified,
    List<Check> checks,
    List<String> reasons) {

  /// Copies.
  public Result {
    figures = List.copyOf(figures);
    latencies = List.copyOf(latencies);
    checks = List.copyOf(checks);
    reasons = List.copyOf(reasons);
  }

  /// Whether anything was verified, and all of it was as promised.
  public boolean isGood() {
    return verified > 0
        && reasons.isEmpty()
        && checks.stream().allMatch(check -> check.times() == 0);
  }
}
