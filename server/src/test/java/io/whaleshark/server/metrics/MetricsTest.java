package io.whaleshark.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MetricsTest {

  @Test
  @DisplayName("what Redis does is counted under names of its own, as it is at each scrape")
  void redis() {
    AtomicLong pulls = new AtomicLong(7);
    AtomicLong fills = new AtomicLong(8);
    AtomicLong pokes = new AtomicLong(9);
    Metrics metrics = new Metrics(() -> {});
    metrics.watchRedis(pulls::get, fills::get, pokes::get);
    pulls.set(10);
    assertThat(metrics.scrape())
        .contains("whaleshark_redis_pulls_total 10.0")
        .contains("whaleshark_redis_fills_total 8.0")
        .contains("whaleshark_redis_pokes_total 9.0");
  }
}
