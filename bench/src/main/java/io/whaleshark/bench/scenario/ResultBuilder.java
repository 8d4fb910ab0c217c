package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Load;
import io.whaleshark.bench.load.Phase;
import io.whaleshark.bench.report.Check;
import io.whaleshark.bench.report.Figure;
import io.whaleshark.bench.report.Latency;
import io.whaleshark.bench.report.Result;
import io.whaleshark.bench.subject.Processes;
import io.whaleshark.checker.Anomaly.Kind;
import io.whaleshark.checker.StreamChecker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/// Builds a result from the measurements of a load. Confined to one thread.
final class ResultBuilder {
  private static final double MILLION = 1e6;

  private final String scenario;
  private final Bench bench;
  private final Load load;
  private final Map<String, String> plan = new LinkedHashMap<>();
  private final List<Figure> figures = new ArrayList<>();
  private final List<Latency> latencies = new ArrayList<>();
  private final Map<String, Long> checks = new LinkedHashMap<>();
  private long verified;

  private ResultBuilder(String scenario, Bench bench, Load load) {
    this.scenario = scenario;
    this.bench = bench;
    this.load = load;
  }

  static ResultBuilder of(String scenario, Bench bench, Load load) {
    return new ResultBuilder(scenario, bench, load);
  }

  /// Adds a parameter of the run.
  ResultBuilder plan(String name, long value) {
    plan.put(name, String.valueOf(value));
    return this;
  }

  /// Adds a figure.
  ResultBuilder figure(String name, double value, String unit) {
    figures.add(new Figure(name, value, unit));
    return this;
  }

  /// Adds the rate per second of an event in the last measured phase.
  ResultBuilder rate(String meter) throws InterruptedException {
    return rate(meter, load.phase());
  }

  /// Adds the rate of another phase.
  ResultBuilder rate(String meter, Phase phase) throws InterruptedException {
    return rate(meter, load.measured(meter), phase);
  }

  /// Adds the rate of this many events in a phase.
  ResultBuilder rate(String name, long times, Phase phase) {
    return figure(name, times / phase.seconds(), "/s");
  }

  /// Adds the server's CPU time per million events, and the cores that the server and the generator
  /// kept busy. The rest of the machine may have been used by other processes.
  ResultBuilder cost(String meter) throws InterruptedException {
    return cost(meter, load.phase(), "");
  }

  /// Adds the same for one phase of several.
  ResultBuilder cost(String meter, Phase phase) throws InterruptedException {
    return cost(meter, phase, ", while " + meter);
  }

  private ResultBuilder cost(String meter, Phase phase, String when) throws InterruptedException {
    if (phase.serverSeconds() > 0) {
      perMillion(Processes.SERVER, phase.serverSeconds(), meter);
      if (phase.serverCpu().size() > 1) {
        for (String part : new TreeSet<>(phase.serverCpu().keySet())) {
          perMillion(part, phase.serverSeconds(part), meter);
        }
      }
      figure("server" + when, phase.serverSeconds() / phase.seconds(), "cores");
    }
    return figure("generator" + when, phase.generatorSeconds() / phase.seconds(), "cores");
  }

  /// Adds what a part of the server costs, or all of it.
  private void perMillion(String part, double seconds, String meter) throws InterruptedException {
    double each = seconds / load.measured(meter);
    figure(part + ", per million " + meter, each * MILLION, "CPU-s");
  }

  /// Adds the latencies of a meter.
  ResultBuilder latency(String name, String meter) throws InterruptedException {
    return latency(name, load.latency(meter));
  }

  /// Adds latencies that the load no longer holds.
  ResultBuilder latency(String name, Histogram histogram) {
    latencies.add(new Latency(name, histogram));
    return this;
  }

  /// Adds a check and how often it failed.
  ResultBuilder check(String anomaly, long times) {
    checks.merge(anomaly, times, Long::sum);
    return this;
  }

  /// Adds to the number of verified facts.
  ResultBuilder verified(long facts) {
    verified += facts;
    return this;
  }

  /// Adds the checks that sent messages were acknowledged and delivered correctly.
  ResultBuilder streams(List<StreamChecker> streams) {
    verified(sum(streams, stream -> stream.acked() + stream.arrived()));
    check("unanswered", sum(streams, stream -> stream.sent() - stream.acked()));
    for (Kind kind : StreamChecker.kinds()) {
      check(words(kind), sum(streams, stream -> stream.count(kind)));
    }
    return this;
  }

  /// A constant's name for reports.
  static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static long sum(List<StreamChecker> streams, ToLongFunction<StreamChecker> of) {
    return streams.stream().mapToLong(of).sum();
  }

  Result result() throws InterruptedException {
    plan.put("body", bench.bodyBytes() + " bytes");
    return new Result(
        scenario,
        bench.dialect().name() + " " + bench.subject().name(),
        plan,
        figures,
        latencies,
        verified,
        checks.entrySet().stream().map(e -> new Check(e.getKey(), e.getValue())).toList(),
        load.reasons());
  }
}
