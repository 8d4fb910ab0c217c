package io.whaleshark.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.bench.report.Check;
import io.whaleshark.bench.report.Latency;
import io.whaleshark.bench.report.Result;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what a webhook is not told of is found, and what hooks cost is counted. Method: a real
/// server, with the settings of the scenario and without them.
@Timeout(300)
class HooksTest {

  @TempDir private Path folder;

  private Result run(boolean hasWebhooks) throws Exception {
    HooksCommand scenario = new HooksCommand();
    Path config = Path.of(scenario.settings().get("WHALESHARK_CONFIG"));
    try (ServerHere server =
        new ServerHere(folder, hasWebhooks ? Optional.of(config) : Optional.empty())) {
      return server.run(
          scenario, "--pairs", "2", "--rate", "100", "--in-flight", "2", "--rounds", "1");
    }
  }

  @Test
  void soundServerIsFoundSound() throws Exception {
    Result result = run(true);
    assertThat(result.isGood()).as("%s", result).isTrue();
    assertThat(result.figure("told")).isPositive();
    assertThat(result.figure("as fast as it goes, a webhook that is told, told")).isPositive();
    assertThat(result.latencies())
        .extracting(Latency::name)
        .contains(
            "send to webhook",
            "no webhook, send to acknowledgement",
            "no webhook, beside a hook that hangs, send to acknowledgement");
    assertThat(result.latencies()).allMatch(each -> each.histogram().getTotalCount() > 0);
  }

  @Test
  void whatAWebhookIsNotToldOfIsFound() throws Exception {
    Result result = run(false);
    assertThat(result.isGood()).isFalse();
    assertThat(result.checks())
        .filteredOn(check -> check.times() > 0)
        .extracting(Check::anomaly)
        .containsExactly("unseen");
  }
}
