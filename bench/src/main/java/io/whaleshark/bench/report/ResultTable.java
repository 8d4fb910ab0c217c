package io.whaleshark.bench.report;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/// A result for people. Stateless.
public final class ResultTable {
  private static final double[] PERCENTILES = {50, 90, 99, 99.9};
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double LARGE = 100;

  private ResultTable() {}

  /// Prints all of it.
  public static void print(Result result, PrintWriter out) {
    out.printf("%s, %s%n", result.scenario(), result.server());
    out.printf(
        "%s%n%n",
        result.plan().entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", ")));
    int width = width(result.figures().stream().map(Figure::name));
    for (Figure figure : result.figures()) {
      String format = figure.value() >= LARGE ? "  %s %,14.0f %s%n" : "  %s %,14.2f %s%n";
      out.printf(Locale.ROOT, format, padded(figure.name(), width), figure.value(), figure.unit());
    }
    latencies(result, out);
    verdict(result, out);
    out.flush();
  }

  private static int width(Stream<String> names) {
    return names.mapToInt(String::length).max().orElse(0);
  }

  private static String padded(String name, int width) {
    return name + " ".repeat(width - name.length());
  }

  private static void latencies(Result result, PrintWriter out) {
    if (result.latencies().isEmpty()) {
      return;
    }
    int width = width(result.latencies().stream().map(Latency::name));
    out.printf(
        "%n  %s %9s %9s %9s %9s %9s%n", padded("ms", width), "p50", "p90", "p99", "p99.9", "max");
    for (Latency latency : result.latencies()) {
      Histogram histogram = latency.histogram();
      out.printf("  %s", padded(latency.name(), width));
      for (double percentile : PERCENTILES) {
        out.printf(
            Locale.ROOT, " %9.2f", histogram.getValueAtPercentile(percentile) / NANOS_PER_MILLI);
      }
      out.printf(Locale.ROOT, " %9.2f%n", histogram.getMaxValue() / NANOS_PER_MILLI);
    }
  }

  private static void verdict(Result result, PrintWriter out) {
    out.println();
    if (result.isGood()) {
      out.printf(
          Locale.ROOT,
          "  Verified %,d facts. Found 0 of: %s.%n",
          result.verified(),
          result.checks().stream().map(Check::anomaly).collect(Collectors.joining(", ")));
      return;
    }
    out.printf(
        Locale.ROOT,
        "  FAILED. Verified %,d facts; found: %s.%n",
        result.verified(),
        result.checks().stream()
            .filter(check -> check.times() > 0)
            .map(check -> String.format(Locale.ROOT, "%,d %s", check.times(), check.anomaly()))
            .collect(Collectors.joining(", ")));
    result.reasons().forEach(reason -> out.println("  " + reason));
  }
}
