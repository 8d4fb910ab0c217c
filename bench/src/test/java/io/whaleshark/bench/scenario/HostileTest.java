package io.whaleshark.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.bench.report.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a crowd of hostile clients and an overload take nothing from anybody (P10). Method: a real
/// server and the scenarios that measure it.
@Timeout(180)
class HostileTest {
  @TempDir private Path folder;
  private ServerHere server;

  @BeforeEach
  void start() throws IOException {
    server = new ServerHere(folder);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void thePeacefulLoseNothingWhileACrowdIsThere() throws Exception {
    Result result = server.run(new HostileCommand(), "--rate", "1000", "--crowd", "20");
    assertThat(result.isGood()).as("%s", result).isTrue();
  }

  @Test
  void overloadLosesNothingThatWasAcknowledged() throws Exception {
    Result result = server.run(new OverloadCommand(), "--times", "3");
    assertThat(result.reasons()).isEmpty();
    assertThat(result.checks())
        .filteredOn(check -> check.times() > 0)
        .extracting(check -> check.anomaly())
        .isSubsetOf("not recovered"); // for that a busy machine is no place
  }

  @Test
  void answersOutOfTurnAreFound() throws Exception {
    server.spoil(frame ->
        frame.command() == 1046 && frame.body().contains("m000000000007")
            ? List.of()
            : List.of(frame));
    Result result = server.run(new OverloadCommand(), "--times", "1");
    assertThat(result.isGood()).isFalse();
    assertThat(result.checks())
        .filteredOn(check -> check.anomaly().equals("answered out of turn"))
        .allMatch(check -> check.times() > 0);
  }
}
