package io.whaleshark.client.bench;

import io.whaleshark.protocol.JsonWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/// Shows a result, for people or for programs. Stateless.
final class P2pReport {
  private static final double[] PERCENTILES = {50, 90, 99, 99.9};
  private static final String[] PERCENTILE_NAMES = {"p50", "p90", "p99", "p99.9"};
  private static final double NANOS_PER_MILLI = 1e6;
  private static final long NANOS_PER_MICRO = 1_000;
  private static final int PERCENT = 100;

  private P2pReport() {}

  /// Prints the progress as the rows of a table.
  static final class Table implements P2pBench.Progress {
    private final P2pPlan plan;
    private final PrintWriter out;
    private int row;
    private boolean measuring;

    Table(P2pPlan plan, PrintWriter out) {
      this.plan = plan;
      this.out = out;
    }

    @Override
    public void connected(int connections, Duration took) {
      out.printf(
          Locale.ROOT,
          "bench p2p: %d pairs, %d in flight each, bodies of %d bytes, server %s%n",
          plan.pairs(),
          plan.inFlight(),
          plan.bodyBytes(),
          plan.server());
      out.printf(
          Locale.ROOT,
          "%d connections in %.1f s; warm-up %d s, then %d s measured%n%n",
          connections,
          took.toMillis() / 1e3,
          plan.warmUp().toSeconds(),
          plan.measure().toSeconds());
      out.printf("  second       acked/s   delivered/s%n");
      out.flush();
    }

    @Override
    public void interval(boolean measured, Duration length, long acked, long delivered) {
      if (measured != measuring) {
        measuring = measured;
        row = 0;
      }
      row++;
      double seconds = length.toNanos() / 1e9;
      out.printf(
          Locale.ROOT,
          "  %-9s %,10.0f    %,10.0f%n",
          measured ? String.valueOf(row) : "warm-up " + row,
          acked / seconds,
          delivered / seconds);
      out.flush();
    }
  }

  /// No progress, for programs.
  static final class Quiet implements P2pBench.Progress {
    @Override
    public void connected(int connections, Duration took) {
      // A program waits for the result.
    }

    @Override
    public void interval(boolean measured, Duration length, long acked, long delivered) {
      // A program waits for the result.
    }
  }

  static void print(P2pResult result, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%n  acked      %,d messages/s%n  delivered  %,d messages/s%n%n",
        result.ackedPerSecond(),
        result.deliveredPerSecond());
    out.printf("  latency in ms            p50       p90       p99     p99.9       max%n");
    latency(out, "send to ack", result.ackLatency());
    latency(out, "send to delivered", result.deliveryLatency());
    out.printf(
        Locale.ROOT,
        "  Closed loop: each sender always has %d messages under way, so these times include%n"
            + "  waiting behind them. They say how the server queues at full load, not how fast%n"
            + "  a single message is.%n%n",
        result.plan().inFlight());
    out.printf(
        Locale.ROOT,
        "  This generator kept %.0f %% of one core busy.%n",
        result.driverCores() * PERCENT);
    checks(result, out);
    out.flush();
  }

  private static void latency(PrintWriter out, String name, Histogram histogram) {
    out.printf("  %-17s", name);
    for (double percentile : PERCENTILES) {
      out.printf(
          Locale.ROOT, " %9.2f", histogram.getValueAtPercentile(percentile) / NANOS_PER_MILLI);
    }
    out.printf(Locale.ROOT, " %9.2f%n", histogram.getMaxValue() / NANOS_PER_MILLI);
  }

  private static void checks(P2pResult result, PrintWriter out) {
    var checks = result.checks();
    if (result.isGood()) {
      out.printf(
          Locale.ROOT,
          "  Verified: all %,d messages acknowledged, and delivered exactly once and in order.%n",
          checks.acked());
      return;
    }
    out.printf(
        Locale.ROOT,
        "  FAILED: of %,d messages sent, %,d acknowledged; lost %,d, duplicated %,d,%n  out of"
            + " order %,d, with a wrong sequence %,d, without an answer %,d; %d broken pairs.%n",
        checks.sent(),
        checks.acked(),
        checks.lost(),
        checks.duplicated(),
        checks.reordered(),
        checks.mismatched(),
        checks.unanswered(),
        checks.broken());
    result.reasons().forEach(reason -> out.println("  " + reason));
  }

  /// The result as one line of JSON; times in microseconds.
  static String json(P2pResult result) {
    var plan = result.plan();
    var checks = result.checks();
    var json = new JsonWriter(1024).startObject();
    json.name("bench").text("p2p");
    json.name("good").flag(result.isGood());
    number(json, "pairs", plan.pairs());
    number(json, "inFlight", plan.inFlight());
    number(json, "bodyBytes", plan.bodyBytes());
    number(json, "threads", plan.threads());
    number(json, "measuredMillis", result.measured().toMillis());
    number(json, "acked", result.acked());
    number(json, "delivered", result.delivered());
    number(json, "ackedPerSecond", result.ackedPerSecond());
    number(json, "deliveredPerSecond", result.deliveredPerSecond());
    latency(json, "sendToAckMicros", result.ackLatency());
    latency(json, "sendToDeliveredMicros", result.deliveryLatency());
    number(json, "driverCorePercent", Math.round(result.driverCores() * PERCENT));
    json.name("checks").startObject();
    number(json, "sent", checks.sent());
    number(json, "acked", checks.acked());
    number(json, "unanswered", checks.unanswered());
    number(json, "lost", checks.lost());
    number(json, "duplicated", checks.duplicated());
    number(json, "reordered", checks.reordered());
    number(json, "mismatched", checks.mismatched());
    number(json, "brokenPairs", checks.broken());
    json.endObject().name("reasons").startArray();
    result.reasons().forEach(json::text);
    return new String(json.endArray().endObject().toBytes(), StandardCharsets.UTF_8);
  }

  private static void latency(JsonWriter json, String name, Histogram histogram) {
    json.name(name).startObject();
    for (int i = 0; i < PERCENTILES.length; i++) {
      number(
          json,
          PERCENTILE_NAMES[i],
          histogram.getValueAtPercentile(PERCENTILES[i]) / NANOS_PER_MICRO);
    }
    number(json, "max", histogram.getMaxValue() / NANOS_PER_MICRO);
    json.endObject();
  }

  private static void number(JsonWriter json, String name, long value) {
    json.name(name).number(value);
  }
}
