package io.whaleshark.bench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The measurements and checks of a scenario.
///
/// @param plan the parameters of the run, in display order
/// @param verified the number of facts checked: messages, receipts, counts
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

  /// Returns whether something was verified and every check passed.
  public boolean isGood() {
    return verified > 0
        && reasons.isEmpty()
        && checks.stream().allMatch(check -> check.times() == 0);
  }

  /// The first figure of that name.
  ///
  /// @throws IllegalArgumentException if there is none
  public double figure(String name) {
    return figures.stream()
        .filter(figure -> figure.name().equals(name))
        .mapToDouble(Figure::value)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no figure " + name));
  }

  /// Merges this result with another one that was measured with it: the name qualifies the other's
  /// figures and latencies; the checks are added up.
  public Result and(String name, Result other) {
    return new Result(
        scenario,
        server,
        plan,
        joined(figures, other.figures.stream().map(figure -> figure.of(name)).toList()),
        joined(latencies, other.latencies.stream().map(latency -> latency.of(name)).toList()),
        verified + other.verified,
        together(checks, other.checks),
        joined(reasons, other.reasons));
  }

  /// The checks of this result, without what was measured.
  public Result verification() {
    return new Result(scenario, server, plan, List.of(), List.of(), verified, checks, reasons);
  }

  /// This result with one more figure.
  public Result and(Figure figure) {
    return new Result(
        scenario,
        server,
        plan,
        joined(figures, List.of(figure)),
        latencies,
        verified,
        checks,
        reasons);
  }

  private static List<Check> together(List<Check> some, List<Check> others) {
    Map<String, Long> times = new LinkedHashMap<>();
    joined(some, others).forEach(check -> times.merge(check.anomaly(), check.times(), Long::sum));
    return times.entrySet().stream().map(e -> new Check(e.getKey(), e.getValue())).toList();
  }

  private static <T> List<T> joined(List<T> some, List<T> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }
}
