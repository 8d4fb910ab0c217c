package io.whaleshark.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.backend.AppMessage;
import io.whaleshark.backend.BackendClient;
import io.whaleshark.backend.BackendConfig;
import io.whaleshark.backend.BackendException;
import io.whaleshark.backend.BeforeSendAnswer;
import io.whaleshark.backend.BeforeSendHandler;
import io.whaleshark.backend.OutgoingMessage;
import io.whaleshark.backend.Recipient;
import io.whaleshark.server.Server;
import io.whaleshark.server.config.ServerConfig;
import io.whaleshark.testkit.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;

/// Goal: a bean of an application decides what becomes of messages. Method: a real server asks it.
@Timeout(120)
class QuestionsTest {

  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwAAAAAAAAAAA=";
  private static final int DENIED = 42200;
  private static final Recipient BOB = Recipient.user("bob");

  @EnableAutoConfiguration
  static class Moderating {

    @Bean
    BeforeSendHandler moderator() {
      return question ->
          switch (question.text()) {
            case "rude" -> BeforeSendAnswer.deny("be kind");
            case "away" -> throw new IllegalStateException("the database is away");
            default -> BeforeSendAnswer.replace(question.text() + ", checked");
          };
    }
  }

  @TempDir Path folder;

  @AfterEach
  void end() {
    ShopTest.forgetTomcat();
  }

  private Server server(int asked) throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("whaleshark.yaml"),
            """
            apps:
              10001:
                before-send:
                  url: http://127.0.0.1:%d/whaleshark/before-send
                  secret: %s
                  on-failure: open
                  timeout: 10s
                  private: true
            """
                .formatted(asked, SECRET));
    Map<String, String> settings =
        Map.of(
            "WHALESHARK_CONFIG", config.toString(),
            "WHALESHARK_DATA", folder.resolve("data").toString(),
            "WHALESHARK_TCP_PORT", "0",
            "WHALESHARK_WS_PORT", "0",
            "WHALESHARK_HTTP_PORT", "0");
    return new Server(ServerConfig.read(null, settings), Clock.systemUTC());
  }

  @Test
  void aBeanAllowsDeniesAndChanges() throws Exception {
    int port = FreePort.any();
    try (var _ =
            new SpringApplicationBuilder(Moderating.class)
                .logStartupInfo(false)
                .run(
                    "--server.port=" + port,
                    "--server.tomcat.basedir=" + folder,
                    "--whaleshark.before-send.secret=" + SECRET,
                    "--spring.main.banner-mode=off");
        Server server = server(port)) {
      BackendClient backend =
          BackendClient.of(BackendConfig.of("http://127.0.0.1:" + server.httpPort(), 10001));
      backend.send(OutgoingMessage.of("m1", "alice", BOB, "hi"));
      assertThatThrownBy(() -> backend.send(OutgoingMessage.of("m2", "alice", BOB, "rude")))
          .isInstanceOfSatisfying(
              BackendException.class, e -> assertThat(e.code()).isEqualTo(DENIED));
      backend.send(OutgoingMessage.of("m3", "alice", BOB, "away"));
      assertThat(backend.history("alice", BOB, 10).items())
          .extracting(AppMessage::text)
          .containsExactly("hi, checked", "away");
    }
  }
}
