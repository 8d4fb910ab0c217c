package io.whaleshark.bench.report;

import io.whaleshark.protocol.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/// A result for programs: one line of JSON. Stateless.
public final class Json {
  private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99};
  private static final String[] NAMES = {"p50", "p90", "p99", "p99.9", "p99.99"};
  private static final long NANOS_PER_MICRO = 1_000;

  private Json() {}

  /// The line, without its end. Latencies are in microseconds; figures are texts, since the wire's
  /// JSON, which this is written with, has no fractions.
  public static String of(Result result) {
    var json = new JsonWriter(1024).startObject();
    json.name("scenario").text(result.scenario());
    json.name("server").text(result.server());
    json.name("good").flag(result.isGood());
    json.name("plan").startObject();
    result.plan().forEach((name, value) -> json.name(name).text(value));
    json.endObject().name("figures").startArray();
    for (Figure figure : result.figures()) {
      json.startObject().name("name").text(figure.name());
      json.name("value").text(String.format(Locale.ROOT, "%.3f", figure.value()));
      json.name("unit").text(figure.unit()).endObject();
    }
    json.endArray().name("latencyMicros").startObject();
    result.latencies().forEach(latency -> latency(json, latency));
    json.endObject().name("verified").number(result.verified());
    json.name("anomalies").startObject();
    result.checks().forEach(check -> json.name(check.anomaly()).number(check.times()));
    json.endObject().name("reasons").startArray();
    result.reasons().forEach(json::text);
    return new String(json.endArray().endObject().toBytes(), StandardCharsets.UTF_8);
  }

  private static void latency(JsonWriter json, Latency latency) {
    Histogram histogram = latency.histogram();
    json.name(latency.name()).startObject();
    json.name("count").number(histogram.getTotalCount());
    for (int i = 0; i < PERCENTILES.length; i++) {
      json.name(NAMES[i]).number(histogram.getValueAtPercentile(PERCENTILES[i]) / NANOS_PER_MICRO);
    }
    json.name("max").number(histogram.getMaxValue() / NANOS_PER_MICRO).endObject();
  }
}
