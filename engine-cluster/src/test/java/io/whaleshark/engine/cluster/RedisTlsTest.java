package io.whaleshark.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.engine.cluster.health.ServiceHealth;
import io.whaleshark.engine.cluster.redis.RedisConfig;
import io.whaleshark.engine.cluster.redis.RedisExaminer;
import io.whaleshark.services.Ports;
import io.whaleshark.services.RedisServer;
import io.whaleshark.testkit.TestCertificate;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a node gives nothing to a Redis whose certificate it does not trust. Method: a real Redis
/// that speaks TLS, with certificates made here.
@ExtendWith(Servers.class)
@Timeout(60)
class RedisTlsTest {

  @TempDir private Path folder = Path.of("");

  private TestCertificate certificate(String name, String places) throws Exception {
    return TestCertificate.make(folder, name, "EC", places);
  }

  private interface Use {
    void of(RedisConfig redis);
  }

  /// Starts a Redis with one certificate, for nodes that trust another one, or the same.
  private void with(TestCertificate shown, TestCertificate trusted, Use use) {
    int port = Ports.free();
    Map<String, String> settings =
        Map.of(
            "tls-port",
            String.valueOf(port),
            "tls-cert-file",
            shown.certificate().toString(),
            "tls-key-file",
            shown.key().toString(),
            "tls-ca-cert-file",
            shown.certificate().toString(),
            "tls-auth-clients",
            "no");
    try (RedisServer server = RedisServer.start(folder.resolve("redis"), 0, settings)) {
      use.of(
          new RedisConfig(
              RedisConfig.Mode.SINGLE,
              List.of(new RedisConfig.Address(server.host(), port)),
              new RedisConfig.Access(
                  "",
                  server.password(),
                  Optional.empty(),
                  true,
                  Optional.of(trusted.certificate())),
              RedisConfig.Sizes.forBound(100)));
    }
  }

  @Test
  @DisplayName("with a certificate that is trusted, Redis answers pulls")
  void trusted() throws Exception {
    TestCertificate own = certificate("own", "ip:127.0.0.1");
    with(
        own,
        own,
        redis -> {
          ServiceHealth health = RedisExaminer.examine(redis);
          assertThat(health.faults()).isEmpty();
          assertThat(health.warnings()).isEmpty();
          try (ClusterEngine engine = Servers.open(Servers.config("tls"), redis)) {
            Servers.connected(engine);
          }
        });
  }

  @Test
  @DisplayName("one that is signed by nobody known is refused, and the reason is told")
  void unknown() throws Exception {
    with(
        certificate("theirs", "ip:127.0.0.1"),
        certificate("own", "ip:127.0.0.1"),
        RedisTlsTest::assertRefused);
  }

  @Test
  @DisplayName("so is one of another host")
  void ofAnotherHost() throws Exception {
    TestCertificate other = certificate("other", "dns:redis.example");
    with(other, other, RedisTlsTest::assertRefused);
  }

  private static void assertRefused(RedisConfig redis) {
    assertThat(RedisExaminer.examine(redis).faults())
        .singleElement()
        .asString()
        .startsWith("it is not trusted: ")
        .endsWith(", signed by one of redis.tls-ca)");
  }
}
