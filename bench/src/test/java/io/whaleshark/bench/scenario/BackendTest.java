package io.whaleshark.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.bench.report.Check;
import io.whaleshark.bench.report.Result;
import io.whaleshark.bench.whale.BackendConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what a backend is told is checked, and what it costs is counted. Method: a real server.
@Timeout(180)
class BackendTest {

  private static final int PUSH = 1103;
  private static final int THE_ONE = 20;

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

  private HttpCaller call(HttpCaller.Call call) throws InterruptedException {
    HttpCaller caller =
        new HttpCaller(server.http(), "backend", call, Duration.ZERO, Duration.ofMillis(300));
    caller.join();
    return caller;
  }

  @Test
  void soundServerIsFoundSound() throws Exception {
    Result result =
        server.run(
            new BackendCommand(), "--connections", "2", "--batch", "5", "--conversations", "7");
    assertThat(result.isGood()).as("%s", result).isTrue();
    assertThat(result.figure("one by one, acknowledged")).isPositive();
    assertThat(result.figure("one by one, share of the devices")).isPositive();
    assertThat(result.figure("in batches, messages")).isPositive();
    assertThat(result.figure("GET of a user, answers")).isPositive();
    assertThat(result.checks())
        .contains(
            new Check("unanswered", 0),
            new Check("unseen", 0),
            new Check("messages that are not there, or too many", 0),
            new Check("wrong answers", 0));
  }

  @Test
  void whatABackendSentAndNobodyGotIsFound() throws Exception {
    AtomicInteger seen = new AtomicInteger();
    server.spoil(frame ->
        frame.command() == PUSH && seen.incrementAndGet() == THE_ONE ? List.of() : List.of(frame));
    Result result =
        server.run(
            new BackendCommand(), "--connections", "2", "--batch", "5", "--conversations", "7");
    assertThat(result.checks()).contains(new Check("unseen", 1));
  }

  @Test
  void wrongAnswersAreCounted() throws Exception {
    HttpCaller caller = call((over, number) -> number != 0 && isReady(over));
    assertThat(caller.made()).isGreaterThan(1);
    assertThat(caller.wrong()).isOne();
    assertThat(caller.failure()).isEmpty();
  }

  private static boolean isReady(BackendConnection over) {
    return over.ask("GET", "/ready", new byte[0]).contains("ready");
  }

  @Test
  void aRefusalEndsTheRunAndIsTold() throws Exception {
    HttpCaller caller =
        call((over, _) -> over.ask("GET", "/v1/apps/x/stats", new byte[0]).isEmpty());
    assertThat(caller.made()).isZero();
    assertThat(caller.failure().orElseThrow()).contains("400").contains("appId");
  }
}
