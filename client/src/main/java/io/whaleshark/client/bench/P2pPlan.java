package io.whaleshark.client.bench;

import java.time.Duration;

/// What to measure. Immutable, valid once it exists.
///
/// @param pairs senders, each with a receiver of its own, 1..100000
/// @param inFlight messages of one sender that are sent and not acknowledged, 1..10000
/// @param bodyBytes length of the text that a message carries, 1..60000
/// @param threads selector threads of the generator, 1..64
/// @param drain how long to wait at the end for what is still under way
record P2pPlan(
    String host,
    int port,
    int appId,
    int pairs,
    int inFlight,
    int bodyBytes,
    int threads,
    Duration warmUp,
    Duration measure,
    Duration drain) {

  P2pPlan {
    require("port", port, 65_535);
    require("pairs", pairs, 100_000);
    require("in-flight", inFlight, 10_000);
    require("body-bytes", bodyBytes, 60_000);
    require("threads", threads, 64);
    if (!measure.isPositive() || warmUp.isNegative()) {
      throw new IllegalArgumentException(
          "seconds, warmup: "
              + measure.toSeconds()
              + ", "
              + warmUp.toSeconds()
              + " (expected: at least 1, at least 0)");
    }
  }

  private static void require(String name, int value, int atMost) {
    if (value < 1 || value > atMost) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: 1.." + atMost + ")");
    }
  }

  String server() {
    return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
  }
}
