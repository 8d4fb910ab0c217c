package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whaleshark.core.Node;
import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.lane.LaneLimits;
import io.whaleshark.protocol.FrameLimits;
import io.whaleshark.server.auth.Gatekeeper;
import io.whaleshark.server.auth.TokenKeys;
import io.whaleshark.server.gateway.Gateway;
import io.whaleshark.server.gateway.shared.GatewayConfig;
import io.whaleshark.server.limits.RateLimits;
import io.whaleshark.server.limits.Rates;
import io.whaleshark.server.metrics.Metrics;
import io.whaleshark.server.sockets.NamedHost;
import io.whaleshark.server.sockets.Sockets;
import io.whaleshark.server.tour.WireClient.Transport;
import io.whaleshark.server.webhook.BeforeSend;
import io.whaleshark.testkit.FaultyEngine;
import io.whaleshark.testkit.ReferenceEngine;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// P10 under overload. Goal: what finds no room is refused after a while, in its order, and when
/// the lane moves again so does everyone. Method: a lane with room for two, over an engine that
/// stands still when it is told to.
class OverloadTest {

  private static final int SENDS = 10;
  private static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(3);
  private static final String HISTORY = "{'conversationType':0,'toId':'bob'}";
  private static final String HISTORY_OF_BOB = "{'conversationType':0,'toId':'alice'}";

  private final Semaphore commits = new Semaphore(0);
  private final FaultyEngine engine = new FaultyEngine(new ReferenceEngine()).onlyAnnounced();
  private final Gateway.LaneEnd laneEnd = new Gateway.LaneEnd();
  private final Metrics metrics = new Metrics(laneEnd::spaceAvailable);
  private final Node node =
      new Node(
          engine,
          new Node.Surroundings(
              _ -> AppPolicy.DEFAULT,
              new LaneLimits(2, 1 << 20, 1),
              metrics,
              laneEnd::endTurn,
              Runnable::run,
              Clock.systemUTC()));
  private final Sockets sockets = new Sockets(new NamedHost("host", "127.0.0.1"), 1, null);
  private Gateway gateway;

  @BeforeEach
  void start() throws IOException {
    engine.beforeCommit(commits::acquireUninterruptibly);
    gateway =
        Gateway.open(
            node,
            new GatewayConfig(
                sockets,
                "tcp-port",
                0,
                Duration.ofSeconds(90),
                LOGIN_TIMEOUT,
                Duration.ofMillis(100),
                FrameLimits.DEFAULT,
                new Gatekeeper(true, _ -> TokenKeys.NONE, Duration.ZERO, Clock.systemUTC()),
                new Rates(RateLimits.NONE, Clock.systemUTC()),
                10,
                _ -> AppPolicy.DEFAULT,
                new BeforeSend(FrameLimits.DEFAULT, Clock.systemUTC(), metrics)),
            metrics,
            laneEnd,
            Clock.systemUTC());
    node.lane().start(Thread.ofPlatform().name("lane").factory());
  }

  @AfterEach
  void stop() {
    commits.release(1_000);
    node.close();
    gateway.close();
    sockets.close();
    metrics.close();
  }

  @Test
  @DisplayName("P10 what waited too long is refused in its order, what was taken is acknowledged")
  void overloadIsRefusedAndEnds() {
    try (WireClient alice = new WireClient(Transport.TCP, gateway.tcpPort(), 3, "phone")) {
      alice.logIn("alice");
      for (int i = 0; i < SENDS; i++) {
        alice.send(1103, send(i));
      }
      awaitRefusal();
      commits.release(1_000);
      List<String> answered = new ArrayList<>();
      int refused = 0;
      for (int i = 0; i < SENDS; i++) {
        JsonNode answer = alice.expect(1046);
        answered.add(answer.get("data").get("messageId").stringValue());
        if (answer.get("code").intValue() != 200) {
          assertThat(answer.get("code").intValue()).isEqualTo(50300);
          refused++;
        } else {
          alice.expect(1107);
        }
      }
      assertThat(answered).isEqualTo(IntStream.range(0, SENDS).mapToObj(i -> "m" + i).toList());
      assertThat(refused).isBetween(1, SENDS - 1);
      alice.send(1103, send(SENDS)).success(1046);
    }
  }

  @Test
  @DisplayName("P12 a question waits for its own connection's changes, and for nothing else")
  void aQuestionWaitsForOwnChangesOnly() {
    try (WireClient alice = new WireClient(Transport.TCP, gateway.tcpPort(), 3, "phone");
        WireClient bob = new WireClient(Transport.TCP, gateway.tcpPort(), 3, "phone")) {
      alice.logIn("alice");
      bob.logIn("bob");
      alice.sendBoth(1103, send(0), 1210, HISTORY);
      await().until(commits::hasQueuedThreads); // the lane stands still
      assertThat(bob.send(1210, HISTORY_OF_BOB).expect(1211).get("dataList").isEmpty()).isTrue();
      alice.expectNothing();
      commits.release(1_000);
      alice.success(1046);
      assertThat(alice.expect(1211).get("dataList").size()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("P12 a question behind refused and waiting commands sees those that were taken")
  void aQuestionWaitsInAnOverloadedLane() {
    try (WireClient alice = new WireClient(Transport.TCP, gateway.tcpPort(), 3, "phone")) {
      alice.logIn("alice");
      for (int i = 0; i < SENDS; i++) {
        alice.send(1103, send(i));
      }
      alice.send(1210, HISTORY);
      awaitRefusal();
      commits.release(1_000);
      int taken = 0;
      for (int i = 0; i < SENDS; i++) {
        if (alice.expect(1046).get("code").intValue() == 200) {
          alice.expect(1107);
          taken++;
        }
      }
      WireClient.Frame answer = alice.next();
      while (answer.command() == 9010) { // its own turn may have found no room in time
        answer = alice.send(1210, HISTORY).next();
      }
      assertThat(answer.command()).isEqualTo(1211);
      assertThat(answer.data().get("dataList").size()).isEqualTo(taken).isBetween(1, SENDS - 1);
    }
  }

  @Test
  void whoseLoginIsRefusedAfterTheTimeForItIsClosed() {
    try (WireClient alice = new WireClient(Transport.TCP, gateway.tcpPort(), 3, "phone");
        WireClient bob = new WireClient(Transport.TCP, gateway.tcpPort(), 3, "phone")) {
      alice.logIn("alice");
      for (int i = 0; i < SENDS; i++) {
        alice.send(1103, send(i));
      }
      awaitRefusal();
      bob.send(9000, "{'userId':'bob'}");
      await().pollDelay(LOGIN_TIMEOUT.plusMillis(500)).until(() -> true);
      commits.release(1_000);
      assertThat(bob.refusal(9001)).isEqualTo(50300);
      bob.expectClosed();
    }
  }

  /// Waits until the lane holds more than it takes: a refusal that has its turn to come.
  private void awaitRefusal() {
    await().until(() -> node.lane().depth() > 2);
  }

  private static String send(int i) {
    return "{'messageId':'m" + i + "','fromId':'alice','toId':'bob','messageBody':1}";
  }
}
