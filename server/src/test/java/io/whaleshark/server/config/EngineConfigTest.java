package io.whaleshark.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: the chosen engine gets its settings; those of another one, and passwords in places where
/// others would see them, are refused. Method: files and environments, right and wrong.
class EngineConfigTest {

  private static final String SECRET = "a-secret-password";

  @TempDir private Path folder = Path.of("");

  private ServerConfig read(String yaml) throws IOException {
    return ServerConfig.read(Files.writeString(folder.resolve("whaleshark.yaml"), yaml), Map.of());
  }

  private PostgresSettings postgres(String yaml) throws IOException {
    ServerConfig config = read("engine: cluster\npostgres:\n" + yaml);
    assertThat(config.engine()).isInstanceOf(ClusterConfig.class);
    return ((ClusterConfig) config.engine()).postgres();
  }

  @Test
  void theEmbeddedEngineIsChosenWhereNothingSaysOtherwise() throws IOException {
    EmbeddedConfig expected =
        new EmbeddedConfig(Path.of("kept").toAbsolutePath(), 512L << 20, 128L << 20);
    assertThat(read("data: kept\nengine:\n  cache-mib: 512\n").engine()).isEqualTo(expected);
  }

  @Test
  void theClusterEngineHasDefaults() throws IOException {
    assertThat(read("engine: cluster").engine().toString())
        .contains("PostgreSQL at 127.0.0.1:5432/whaleshark, schema whaleshark, user whaleshark");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "engine: other | engine: other (expected: embedded, cluster)",
        "postgres: {url: 'postgresql://h/d'} | postgres.url: a setting of engine cluster (expected:"
            + " none of them, as the engine is embedded)",
        "{engine: cluster, data: here} | data: a setting of engine embedded (expected: none of"
            + " them, as the engine is cluster)",
        "cache-mib: 8 | cache-mib: has another name now (expected: engine.cache-mib)",
        "disk-reserve-mib: 8 | disk-reserve-mib: has another name now (expected:"
            + " engine.disk-reserve-mib)",
        "{engine: cluster, postgres: {schema: Aa}} | postgres.schema: Aa (expected: a small letter,"
            + " then a-z, 0-9 and _)",
        "{engine: cluster, postgres: {durability: none}} | postgres.durability: none (expected:"
            + " local, standby)",
        "{engine: cluster, postgres: {tls: on}} | postgres.tls: on (expected: off, require,"
            + " verify)",
        "{engine: cluster, redis: {nodes: 'one two'}} | redis.nodes: one two (expected: HOST:PORT,"
            + " several with commas between)",
        "{engine: cluster, redis: {nodes: 'one:0'}} | redis.nodes: one:0 (expected: HOST:PORT,"
            + " several with commas between)",
        "{engine: cluster, redis: {nodes: 'one,two'}} | redis.nodes: 2 (expected: one, with"
            + " redis.mode: single)",
        "{engine: cluster, redis: {nodes: one, tls: require}} | redis.tls: require (expected: off,"
            + " verify)",
        "{engine: cluster, postgres: {url: 'postgresql://a b/d'}} | postgres.url: a b (expected:"
            + " HOST or HOST:PORT)"
      })
  void whatDoesNotFitIsRefused(String yaml, String message) {
    String named = message.replaceFirst(":", " in " + folder.resolve("whaleshark.yaml") + ":");
    assertThatThrownBy(() -> read(yaml)).isInstanceOf(ConfigException.class).hasMessage(named);
  }

  @Test
  void whatASettingNeedsOfAnotherOneIsNamedWhereThatWasGiven() {
    var environment =
        Map.of(
            "WHALESHARK_ENGINE", "cluster",
            "WHALESHARK_POSTGRES_TLS", "require",
            "WHALESHARK_POSTGRES_TLS_CA", "file");
    assertThatThrownBy(() -> ServerConfig.read(null, environment))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(
            "WHALESHARK_POSTGRES_TLS_CA: set (expected: only with WHALESHARK_POSTGRES_TLS:"
                + " verify;");
    var nodes = Map.of("WHALESHARK_ENGINE", "cluster", "WHALESHARK_REDIS_NODES", "one,two");
    assertThatThrownBy(
            () -> ServerConfig.read(new TreeMap<>(Map.of("redis.mode", "single")), null, nodes))
        .hasMessage("WHALESHARK_REDIS_NODES: 2 (expected: one, with --redis.mode: single)");
  }

  @ParameterizedTest
  @CsvSource({
    "'{data: one, engine: {cache-mib: 8}}', data: one, true",
    "data: one, data: two, false",
    "data: one, engine: cluster, false",
    "'{engine: cluster, node.name: a}', '{engine: cluster, node.name: b}', true",
    "'{engine: cluster, postgres: {schema: a}}', '{engine: cluster, postgres: {schema: b}}', false"
  })
  void dataIsAtOnePlaceWhateverElseIsSet(String one, String other, boolean isOne)
      throws IOException {
    assertThat(read(one).engine().place().equals(read(other).engine().place())).isEqualTo(isOne);
  }

  @Test
  void anEnvironmentForAnotherEngineIsRefusedToo() {
    assertThatThrownBy(() ->
            ServerConfig.read(
                null, Map.of("WHALESHARK_ENGINE", "cluster", "WHALESHARK_DATA", "/data")))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("WHALESHARK_DATA: a setting of engine embedded");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://alice:" + SECRET + "@db/d",
        "jdbc:postgresql://db/d?password=" + SECRET,
        "postgresql://db/d#" + SECRET,
        "mysql://db/" + SECRET
      })
  void aUrlWithMoreThanHostsAndDatabaseIsRefusedAndNotShown(String url) {
    var environment = Map.of("WHALESHARK_ENGINE", "cluster", "WHALESHARK_POSTGRES_URL", url);
    assertThatThrownBy(() -> ServerConfig.read(null, environment))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(
            "WHALESHARK_POSTGRES_URL: not readable (expected: postgresql://HOST")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void severalHostsMeanTheirPrimary() throws IOException {
    assertThat(postgres("  url: postgresql://one,two:5433/chat\n").jdbcUrl())
        .isEqualTo(
            "jdbc:postgresql://one:5432,two:5433/chat"
                + "?sslmode=disable&targetServerType=primary&hostRecheckSeconds=1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tls: require | sslmode=require",
        "tls: verify | sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory",
        "{tls: verify, tls-ca: '/etc/a b.pem'} | sslmode=verify-full&sslrootcert=%2Fetc%2Fa+b.pem"
      })
  void encryptionGoesIntoTheAddress(String yaml, String parameters) throws IOException {
    String url = "  url: jdbc:postgresql://[::1]:5/chat\n";
    String tls = yaml.startsWith("{") ? yaml.substring(1, yaml.length() - 1) : yaml;
    assertThat(postgres(url + "  " + tls.replace(", ", "\n  ") + "\n").jdbcUrl())
        .isEqualTo("jdbc:postgresql://[::1]:5/chat?" + parameters);
  }

  @Test
  void aPasswordComesFromTheEnvironmentOrAFileAndIsShownNowhere() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), SECRET + "\n");
    var direct = Map.of("WHALESHARK_ENGINE", "cluster", "WHALESHARK_POSTGRES_PASSWORD", SECRET);
    var byFile =
        Map.of(
            "WHALESHARK_ENGINE", "cluster", "WHALESHARK_POSTGRES_PASSWORD_FILE", file.toString());
    for (var environment : List.of(direct, byFile)) {
      ServerConfig config = ServerConfig.read(null, environment);
      assertThat(((ClusterConfig) config.engine()).postgres().password()).isEqualTo(SECRET);
      assertThat(config.toString()).doesNotContain(SECRET);
      assertThat(config.effective().values()).noneMatch(value -> value.contains(SECRET));
    }
    var both = new TreeMap<>(direct);
    both.putAll(byFile);
    assertThatThrownBy(() -> ServerConfig.read(null, both))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "WHALESHARK_POSTGRES_PASSWORD_FILE: set beside WHALESHARK_POSTGRES_PASSWORD (expected:"
                + " one of them)");
    var missing = new TreeMap<>(byFile);
    missing.put("WHALESHARK_POSTGRES_PASSWORD_FILE", folder.resolve("absent").toString());
    assertThatThrownBy(() -> ServerConfig.read(null, missing))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "WHALESHARK_POSTGRES_PASSWORD_FILE: "
                + folder.resolve("absent")
                + ": no such file or folder (expected: a readable file)");
  }

  @Test
  void aClusterHasNoRedisOrOneWithItsNodes() throws IOException {
    assertThat(((ClusterConfig) read("engine: cluster").engine()).redis()).isEmpty();
    ServerConfig config =
        read(
            "engine: cluster\nredis: {nodes: 'one, two:7001', mode: cluster, password: "
                + SECRET
                + "}\n");
    assertThat(((ClusterConfig) config.engine()).redis().orElseThrow())
        .hasToString("Redis at one:6379,two:7001")
        .returns(SECRET, RedisSettings::password)
        .returns(RedisSettings.Mode.CLUSTER, RedisSettings::mode);
    assertThat(config.effective().values()).noneMatch(value -> value.contains(SECRET));
  }

  @Test
  void everySettingOfEveryEngineIsKnown() {
    assertThat(ServerConfig.keys())
        .contains("engine", "data", "engine.cache-mib", "postgres.url", "postgres.password");
    assertThat(ServerConfig.options().keySet())
        .contains("postgres.password-file")
        .doesNotContain("postgres.password");
  }
}
