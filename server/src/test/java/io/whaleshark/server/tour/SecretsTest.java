package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.whaleshark.server.auth.Token;
import io.whaleshark.server.auth.TokenKey;
import io.whaleshark.server.tour.WireClient.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/// Goal: no secret and no body stands in a log line, a metric, a refusal or a problem document.
/// Method: a real server that logs all it has, and markers in everything that is nobody's business:
/// tokens, keys, bodies that are good, broken and refused, over every port.
class SecretsTest {

  /// In every body and every credential of this test.
  private static final String MARKER = "xyzzy";

  private static final String ADMIN_KEY = "an-admin-key-" + MARKER;

  private final Queue<String> written = new ConcurrentLinkedQueue<>();
  private final TokenKey.Signing key = TokenKey.newShared();

  /// Of a clock that stands still, so that it is the requests alone which are too many.
  private final Instant now = Clock.systemUTC().instant();

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Logger own = (Logger) LoggerFactory.getLogger("whaleshark");
  private final AppenderBase<ILoggingEvent> log =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          written.add(
              event.getLoggerName()
                  + " "
                  + event.getFormattedMessage()
                  + event.getKeyValuePairs()
                  + event.getMDCPropertyMap()
                  + ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
      };

  @TempDir Path folder;
  private String adminKeyHash = "";
  private TourServer server;

  @BeforeEach
  void start() throws NoSuchAlgorithmException {
    log.setContext(root.getLoggerContext());
    log.start();
    root.addAppender(log);
    // Libraries at a level more than they are shipped with: what they debug is not ours to promise.
    root.setLevel(Level.INFO);
    own.setLevel(Level.TRACE);
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(ADMIN_KEY.getBytes(StandardCharsets.UTF_8));
    adminKeyHash = HexFormat.of().formatHex(digest);
    server = serve(128);
  }

  private TourServer serve(int diskReserveMib) {
    return new TourServer(
        folder,
        Map.of(
            "WHALESHARK_OPEN_LOGIN",
            "false",
            "WHALESHARK_ENGINE_DISK_RESERVE_MIB",
            Integer.toString(diskReserveMib),
            "WHALESHARK_BODY_BYTES",
            "2048",
            "WHALESHARK_REQUESTS_PER_USER",
            "20",
            "WHALESHARK_APPS_10001_TOKEN_KEYS",
            "k=" + key.text(),
            "WHALESHARK_APPS_10001_ADMIN_KEY_SHA256",
            adminKeyHash),
        Clock.fixed(now, ZoneOffset.UTC));
  }

  @AfterEach
  void stop() {
    server.close();
    root.detachAppender(log);
    root.setLevel(Level.WARN);
    own.setLevel(Level.INFO);
  }

  private String token(String user, Duration lasts) {
    return Token.sign(new Token(10001, user, now.plus(lasts)), key, "k", now);
  }

  /// The part of a token that must not be seen by anyone.
  private static String signature(String token) {
    return token.substring(token.lastIndexOf('.') + 1);
  }

  /// Keeps what a client is told when it is refused.
  private void refused(WireClient client) {
    WireClient.Frame frame = client.next();
    written.add("refusal " + frame.data());
    if (frame.data() != null && frame.data().has("code")) {
      assertThat(frame.data().get("code").intValue()).isNotEqualTo(200);
    }
  }

  private void answered(int status, HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    if (status >= 400) {
      written.add("problem " + response.body() + response.headers().map());
    }
  }

  private void nothingOf(List<String> secrets) {
    written.add("metrics " + server.http("GET", "/metrics", "").body());
    for (String secret : secrets) {
      assertThat(written.stream().filter(line -> line.contains(secret))).isEmpty();
    }
  }

  @Test
  void refusedLoginsShowNoToken() {
    String good = token("alice", Duration.ofHours(1));
    String ended = token("alice", Duration.ofHours(-1));
    for (Transport transport : Transport.values()) {
      try (WireClient client = server.client(transport, 1, "device")) {
        for (String token : List.of(ended, good + "x", "a." + MARKER + ".b", MARKER)) {
          client.send(9000, "{'userId':'alice','token':'" + token + "'}");
          refused(client);
        }
        client.send(9000, "{'userId':'bob','token':'" + good + "'}");
        refused(client);
        client.send(9000, "{'userId':'alice','token':['" + MARKER + "']}");
        refused(client);
        client.send(9000, "{'userId':'alice','token':'" + good + "'}").success(9001);
        client.send(9000, "{'userId':'alice','token':'" + good + "'}");
        refused(client);
      }
    }
    String secret = key.text().substring("hs256:".length());
    nothingOf(List.of(MARKER, signature(good), signature(ended), secret));
  }

  @ParameterizedTest
  @EnumSource
  void sendsAndWhatIsBrokenShowNoBody(Transport transport) {
    try (WireClient alice = server.client(transport, 1, "device")) {
      String token = token("alice", Duration.ofHours(1));
      alice.send(9000, "{'userId':'alice','token':'" + token + "'}").success(9001);
      String send = "{'messageId':'m','fromId':'alice','toId':'alice','messageBody':";
      alice.send(1103, send + "'" + MARKER + "','extra':{'a':'" + MARKER + "'}}").success(1046);
      for (String broken :
          List.of(
              send + "'other " + MARKER + "'}", // a conflict
              send + "1,'toId':['" + MARKER + "']}",
              send + MARKER + "}",
              send + "'" + MARKER + "\\q'}",
              send + "'" + MARKER + "x".repeat(2_048) + "'}")) {
        alice.send(1103, broken);
        refused(alice);
      }
    }
    nothingOf(List.of(MARKER));
  }

  @Test
  void tooManyRequestsShowNoBody() {
    try (WireClient alice = server.phone("phone")) {
      String token = token("alice", Duration.ofHours(1));
      alice.send(9000, "{'userId':'alice','token':'" + token + "'}").success(9001);
      for (int i = 0; i < 60; i++) {
        alice.send(5102, "{'toId':'" + MARKER + "','isTop':1}");
      }
      for (int i = 0; i < 60; i++) {
        WireClient.Frame frame = alice.next();
        if (frame.data() != null && frame.data().get("code").intValue() != 200) {
          written.add("refusal " + frame.data());
        }
      }
      assertThat(written).anyMatch(line -> line.contains("42900"));
    }
    nothingOf(List.of(MARKER));
  }

  @Test
  void httpShowsNeitherKeyNorBody() {
    String group = "/v1/apps/10001/groups/team";
    String pull = "/v1/message/syncOfflineMessageList";
    String named = "{'ownerId':'alice','groupName':'" + MARKER + "'";
    answered(401, server.http("PUT", group, named + "}"));
    answered(401, server.httpAs("wrong-" + MARKER, "PUT", group, named + "}"));
    answered(401, server.httpAs("a." + MARKER + ".b", "GET", group, ""));
    answered(201, server.httpAs(ADMIN_KEY, "PUT", group, named + "}"));
    answered(400, server.httpAs(ADMIN_KEY, "PUT", group, named + ",'members':" + MARKER + "}"));
    answered(400, server.httpAs(ADMIN_KEY, "PUT", group, named + ",'members':[1,'" + MARKER));
    answered(400, server.httpAs(ADMIN_KEY, "PUT", group, "{'ownerId':['" + MARKER + "']}"));
    answered(400, server.httpAs(ADMIN_KEY, "PUT", "/v1/apps/" + MARKER + "/groups/team", "{}"));
    answered(400, server.httpAs(ADMIN_KEY, "POST", pull, "{'appId':'" + MARKER + "'}"));
    answered(404, server.httpAs(ADMIN_KEY, "GET", "/v1/" + MARKER + "?key=" + MARKER, ""));
    answered(413, server.httpAs(ADMIN_KEY, "POST", pull, MARKER.repeat(1 << 20)));
    nothingOf(List.of(MARKER));
  }

  @Test
  void handshakesShowNothing() throws IOException {
    String handshake =
        "GET /ws?token=%s HTTP/1.1\r\nHost: %s\r\nOrigin: https://%s.example\r\nCookie: %s\r\n\r\n"
            .formatted(MARKER, MARKER, MARKER, MARKER);
    for (int port : List.of(server.webSocketPort(), server.httpPort(), server.tcpPort())) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(60_000); // rather than for ever
        socket.getOutputStream().write(handshake.getBytes(StandardCharsets.US_ASCII));
        socket.shutdownOutput();
        byte[] answer = socket.getInputStream().readAllBytes();
        written.add("answer " + new String(answer, StandardCharsets.UTF_8));
      }
    }
    nothingOf(List.of(MARKER));
  }

  @Test
  void anEngineThatFailsShowsNoBody() {
    server.close();
    server = serve(1 << 20); // which no disk has
    try (WireClient alice = server.phone("phone")) {
      String token = token("alice", Duration.ofHours(1));
      alice.send(9000, "{'userId':'alice','token':'" + token + "'}").success(9001);
      alice.send(
          1103,
          "{'messageId':'m','fromId':'alice','toId':'"
              + MARKER
              + "','messageBody':'"
              + MARKER
              + "'}");
      refused(alice);
      String group = "{'ownerId':'alice','groupName':'" + MARKER + "'}";
      answered(503, server.httpAs(ADMIN_KEY, "PUT", "/v1/apps/10001/groups/team", group));
    }
    assertThat(written)
        .anyMatch(line -> line.contains("the engine failed") && line.contains("FULL"));
    nothingOf(List.of(MARKER));
  }
}
