package io.whaleshark.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.core.app.AppPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: a setting holds or is refused, never ignored. Method: files and environments, right and
/// wrong.
class ServerConfigTest {

  private static final String A_KEY = "QUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUI";

  @TempDir Path folder;

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("whaleshark.yaml"), yaml);
  }

  @Test
  void everythingHasADefault() {
    ServerConfig config = ServerConfig.read(null, Map.of());
    assertThat(config.host()).isEqualTo("127.0.0.1");
    assertThat(config.tcpPort()).isEqualTo(19_001);
    assertThat(config.wsPort()).isEqualTo(19_002);
    assertThat(config.httpPort()).isEqualTo(18_000);
    assertThat(config.openLogin()).isTrue();
    assertThat(config.app(1).policy().inbox().entries()).isEqualTo(1024);
    assertThat(config.app(1).policy().retention()).isEqualTo(Duration.ofDays(180));
  }

  @Test
  void theEnvironmentWinsOverTheFile() throws IOException {
    Path file =
        file("tcp-port: 5\nws-port: 6\napps:\n  7:\n    retention: 30d\n    login-policy: 2\n");
    ServerConfig config =
        ServerConfig.read(
            file,
            Map.of(
                "WHALESHARK_TCP_PORT", "9", "WHALESHARK_APPS_7_RETENTION", "2h", "PATH", "/bin"));
    assertThat(config.tcpPort()).isEqualTo(9);
    assertThat(config.wsPort()).isEqualTo(6);
    assertThat(config.app(7).policy().retention()).isEqualTo(Duration.ofHours(2));
    assertThat(config.app(7).policy().login().number()).isEqualTo(2);
    assertThat(config.app(8).policy().login().number()).isEqualTo(4);
  }

  @Test
  void optionsWinOverTheEnvironment() throws IOException {
    Path file = file("tcp-port: 5\nws-port: 6\nhttp-port: 7\n");
    ServerConfig config =
        ServerConfig.read(
            new TreeMap<>(Map.of("tcp-port", "25", "apps.7.retention", "3h")),
            file,
            Map.of("WHALESHARK_TCP_PORT", "15", "WHALESHARK_WS_PORT", "16"));
    assertThat(config.tcpPort()).isEqualTo(25);
    assertThat(config.wsPort()).isEqualTo(16);
    assertThat(config.httpPort()).isEqualTo(7);
    assertThat(config.app(7).policy().retention()).isEqualTo(Duration.ofHours(3));
  }

  @Test
  void theEnvironmentCanNameTheFile() throws IOException {
    Path usual = file("tcp-port: 5\n");
    Path other = Files.writeString(folder.resolve("other.yaml"), "tcp-port: 6\n");
    Map<String, String> environment = Map.of("WHALESHARK_CONFIG", usual.toString());
    assertThat(ServerConfig.read(null, environment).tcpPort()).isEqualTo(5);
    assertThat(ServerConfig.read(other, environment).tcpPort()).isEqualTo(6);
  }

  @Test
  void anAppCanStandInTheEnvironmentAlone() {
    ServerConfig config =
        ServerConfig.read(null, Map.of("WHALESHARK_APPS_10001_INBOX_ENTRIES", "50"));
    assertThat(config.app(10001).policy().inbox().entries()).isEqualTo(50);
    assertThat(config.app(10001).policy().inbox().share()).isEqualTo(50);
  }

  @ParameterizedTest
  @CsvSource({
    "WHALESHARK_TCP_PORT, 65536, WHALESHARK_TCP_PORT: 65536 (expected: 0..65535)",
    "WHALESHARK_TCP_PORT, x, WHALESHARK_TCP_PORT: x (expected: 0..65535)",
    "WHALESHARK_OPEN_LOGIN, maybe, WHALESHARK_OPEN_LOGIN: maybe (expected: true or false)",
    "WHALESHARK_IDLE_TIMEOUT, 90, WHALESHARK_IDLE_TIMEOUT: 90 (expected: a time",
    "WHALESHARK_IDLE_TIMEOUT, 0s, WHALESHARK_IDLE_TIMEOUT: 0s (expected: 1ms to 36500d)",
    "WHALESHARK_DATA, '', WHALESHARK_DATA: empty (expected: a value)",
    "WHALESHARK_HOST, ' ', WHALESHARK_HOST: empty (expected: a value)",
    "WHALESHARK_TCP_PORT, '', WHALESHARK_TCP_PORT: empty (expected: 0..65535)",
    "WHALESHARK_APP_DEFAULTS_LOGIN_POLICY, 5, WHALESHARK_APP_DEFAULTS_LOGIN_POLICY: 5 (expected:"
        + " 1..4)",
    "WHALESHARK_APP_DEFAULTS_ADMIN_KEY_SHA256, secret, WHALESHARK_APP_DEFAULTS_ADMIN_KEY_SHA256:"
        + " not a SHA-256",
    "WHALESHARK_HOST, no.such.host.invalid, WHALESHARK_HOST: no.such.host.invalid (expected"
  })
  void aWrongValueIsRefusedByKeyAndExpectation(String variable, String value, String message) {
    assertThatThrownBy(() -> ServerConfig.read(null, Map.of(variable, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void aWrongValueIsNamedWhereItWasGiven() throws IOException {
    Path file = file("tcp-port: x\napps: {99999999999: {retention: 1d}}\n");
    String expected = ": x (expected: 0..65535)";
    assertThatThrownBy(() -> ServerConfig.read(file, Map.of()))
        .hasMessage("tcp-port in " + file + expected);
    assertThatThrownBy(() -> ServerConfig.read(file, Map.of("WHALESHARK_TCP_PORT", "x")))
        .hasMessage("WHALESHARK_TCP_PORT" + expected);
    var option = new TreeMap<>(Map.of("tcp-port", "x"));
    assertThatThrownBy(() -> ServerConfig.read(option, file, Map.of("WHALESHARK_TCP_PORT", "y")))
        .hasMessage("--tcp-port" + expected);
    assertThatThrownBy(() -> ServerConfig.read(file, Map.of("WHALESHARK_TCP_PORT", "1")))
        .hasMessageStartingWith("apps.99999999999 in " + file + ": not an app id");
    for (String id : List.of("9999999999", "99999999999", "9".repeat(30), "007")) {
      assertThatThrownBy(
              () -> ServerConfig.read(null, Map.of("WHALESHARK_APPS_" + id + "_RETENTION", "1d")))
          .hasMessageStartingWith("WHALESHARK_APPS_" + id + ": not an app id");
    }
    Path absent = folder.resolve("absent.yaml");
    assertThatThrownBy(
            () -> ServerConfig.read(null, Map.of("WHALESHARK_CONFIG", absent.toString())))
        .hasMessage(
            "WHALESHARK_CONFIG: "
                + absent
                + ": no such file or folder (expected: a readable file of settings)");
  }

  @Test
  void everySettingHasAMeaningAndEveryMeaningASetting() {
    assertThat(SettingHelp.keys()).isEqualTo(ServerConfig.keys());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "# nothing", "---", "---\n# nothing\n...\n", "---\ntcp-port: 19001\n...\n"})
  void aFileMayHoldLittleAndMarkItsBeginningAndItsEnd(String yaml) throws IOException {
    assertThat(ServerConfig.read(file(yaml), Map.of()).tcpPort()).isEqualTo(19_001);
  }

  @ParameterizedTest
  @CsvSource({
    "tcpport: 1",
    "apps: {7: {retentoin: 1d}}",
    "apps: {seven: {retention: 1d}}",
    "tcp-port: [1]",
    "'a: b: c'"
  })
  void whatIsUnknownOrNoSettingIsRefused(String yaml) throws IOException {
    Path file = file(yaml);
    assertThatThrownBy(() -> ServerConfig.read(file, Map.of())).isInstanceOf(ConfigException.class);
  }

  @Test
  void openLoginIsRefusedWhereOthersCanReachIt() {
    assertThatThrownBy(() ->
            ServerConfig.read(
                null, Map.of("WHALESHARK_HOST", "0.0.0.0", "WHALESHARK_OPEN_LOGIN", "true")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("can be reached from other machines");
    String key = "k=hs256:" + "A".repeat(43);
    var closed = Map.of("WHALESHARK_HOST", "0.0.0.0", "WHALESHARK_APPS_1_TOKEN_KEYS", key);
    assertThat(ServerConfig.read(null, closed).openLogin()).isFalse();
    assertThat(ServerConfig.read(null, closed).effective().values())
        .noneMatch(value -> value.contains("hs256"));
  }

  @Test
  void aServerThatLetsNobodyInIsRefused() {
    assertThatThrownBy(() -> ServerConfig.read(null, Map.of("WHALESHARK_OPEN_LOGIN", "false")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("nobody could log in");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hs256:QUJD",
        "k=hs256:QUJD",
        "k=rs256:" + A_KEY,
        "k=eddsa-private:" + A_KEY,
        "k=hs256:" + A_KEY + ",k=hs256:" + A_KEY,
        "k=" + A_KEY,
        "k=eddsa:QUJD"
      })
  void whatIsNoKeyIsRefusedAndNotShown(String keys) {
    assertThatThrownBy(() -> ServerConfig.read(null, Map.of("WHALESHARK_APPS_1_TOKEN_KEYS", keys)))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("WHALESHARK_APPS_1_TOKEN_KEYS: ")
        .hasMessageNotContainingAny(A_KEY, "QUJD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token-keys: \"a=hs256:" + A_KEY,
        "token-keys: \"a=hs256:\\q" + A_KEY + "\"",
        "token-keys: 'a=hs256:" + A_KEY + "' " + A_KEY,
        "token-keys: [a=hs256:" + A_KEY,
        "token-keys: a=hs256: " + A_KEY,
        "\ttoken-keys: a=hs256:" + A_KEY,
        "token-keys: >" + A_KEY,
        "? [" + A_KEY + "]"
      })
  void aBrokenFileIsNamedByPlaceAndNotShown(String line) throws IOException {
    Path file = file("tcp-port: 1\napps:\n  1:\n    " + line + "\n");
    assertThatThrownBy(() -> ServerConfig.read(file, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageMatching(
            "--config: \\S+: cannot be read from line [345], column \\d+ on \\(expected: YAML\\)")
        .hasMessageNotContainingAny(A_KEY, "hs256")
        .hasNoCause();
  }

  @Test
  void nothingMayBeEditedForLongerThanItIsKept() {
    assertThat(ServerConfig.read(null, Map.of()).app(7).policy().editWindow())
        .isEqualTo(Duration.ofMinutes(15));
    var never = Map.of("WHALESHARK_APPS_7_EDIT_WINDOW", "0s");
    assertThat(ServerConfig.read(null, never).app(7).policy().editWindow())
        .isEqualTo(Duration.ZERO);
    assertThat(ServerConfig.read(null, never).app(8).policy().editWindow())
        .isEqualTo(Duration.ofMinutes(15));
    var tooLong =
        Map.of("WHALESHARK_APPS_7_RETENTION", "60s", "WHALESHARK_APPS_7_EDIT_WINDOW", "61s");
    assertThatThrownBy(() -> ServerConfig.read(null, tooLong))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "WHALESHARK_APPS_7_EDIT_WINDOW: 61s"
                + " (expected: at most WHALESHARK_APPS_7_RETENTION, 60s)");
  }

  @Test
  void nothingMayBeRecalledForLongerThanItIsKept() {
    assertThatThrownBy(() ->
            ServerConfig.read(
                null,
                Map.of(
                    "WHALESHARK_APPS_7_RETENTION",
                    "60s",
                    "WHALESHARK_APPS_7_RECALL_WINDOW",
                    "61s")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "WHALESHARK_APPS_7_RECALL_WINDOW: 61s"
                + " (expected: at most WHALESHARK_APPS_7_RETENTION, 60s)");
    var short7 = Map.of("WHALESHARK_APPS_7_RETENTION", "60s");
    assertThat(ServerConfig.read(null, short7).app(7).policy().recallWindow())
        .as("the default follows")
        .isEqualTo(Duration.ofSeconds(60));
    var longForAll =
        Map.of("WHALESHARK_APPS_7_RETENTION", "60s", "WHALESHARK_APP_DEFAULTS_RECALL_WINDOW", "5m");
    assertThatThrownBy(() -> ServerConfig.read(null, longForAll))
        .hasMessage(
            "WHALESHARK_APP_DEFAULTS_RECALL_WINDOW: 300s"
                + " (expected: at most WHALESHARK_APPS_7_RETENTION, 60s)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://x",
        "wss://chat.example.com",
        "https://chat.example.com/",
        "https://Chat.example.com",
        "https://chat.example.com:443",
        "http://chat.example.com:80",
        "https://user@chat.example.com",
        "chat.example.com",
        "null",
        "*"
      })
  void whatNoBrowserSendsAsAnOriginIsRefusedByName(String origin) {
    var listed = Map.of("WHALESHARK_ORIGINS", "https://good.example, " + origin);
    assertThatThrownBy(() -> ServerConfig.read(null, listed))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("WHALESHARK_ORIGINS: " + origin + " (expected: an origin");
    String good =
        "http://localhost:8080,https://[::1]:8443,https://chat.example.com,http://a:443,"
            + "capacitor://localhost,chrome-extension://abcdef";
    assertThat(ServerConfig.read(null, Map.of("WHALESHARK_ORIGINS", good)).origins().areNone())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "origins: ['http://a.example'] | origins in FILE: a list (expected: one value, or several",
        "'tcp-port: 1\ntcp-port: 2' | --config: FILE: a key twice from line 2,",
        "'tcp-port: 1\n"
            + "---\n"
            + "ws-port: 2' | --config: FILE: a second document from line 3, column 1 on (expected:"
            + " one)",
        "'tcp-port: 1\n...\n---\n' | --config: FILE: a second document from line",
        "'---\n---\ntcp-port: 1' | --config: FILE: a second document from line",
        "'apps.7.retention: 1d\napps: {7: {retention: 2d}}' | apps.7.retention in FILE: given twice"
            + " (expected: once)",
        "'data: &d one\nweb: *d' | --config: FILE: an alias from line 2, column 6 on (expected: the"
            + " value itself)",
        "'app-defaults: &a {retention: 1d}\napps: {7: {<<: *a}}' | --config: FILE: an alias from"
            + " line 2,",
        "'http-port: 010' | http-port in FILE: 010 (expected: 0..65535, without + and without",
        "'http-port: +5' | http-port in FILE: +5 (expected: 0..65535, without + and without",
        "'http-port: 0x10' | http-port in FILE: 0x10 (expected: 0..65535)",
        "'http-port: 1_000' | http-port in FILE: 1_000 (expected: 0..65535)",
        "'http-port: \"010\"' | http-port in FILE: 010 (expected: 0..65535, without + and without",
        "'idle-timeout: 010s' | idle-timeout in FILE: 010s (expected: a time",
        "'tls-key: \"\"' | tls-key in FILE: empty (expected: a path, or no tls-key at all)",
        "'data: \"a\\0b\"' | data in FILE: no path: Nul character not allowed (expected: a path",
        "'idle-timeout: 36501d' | idle-timeout in FILE: 36501d (expected: 1ms to 36500d)",
        "'app-defaults: {retention: 999999999d}' | app-defaults.retention in FILE: 999999999d (exp",
        "'retention-sweep: 999ms' | retention-sweep in FILE: 999ms (expected: 1s to 36500d)",
        "'apps: {007: {retention: 1d}}' | apps.007 in FILE: not an app id (expected: 0..2147483647,"
      })
  void whatAFileGivesInAWrongWayIsRefusedByName(String yaml, String message) throws IOException {
    Path file = file(yaml.replace("\\n", "\n"));
    assertThatThrownBy(() -> ServerConfig.read(file, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(message.replace("FILE", file.toString()));
  }

  @ParameterizedTest
  @CsvSource({
    "WHALESHARK_OPEN_LOGN, WHALESHARK_OPEN_LOGIN?",
    "WHALESHARK_IMAGE_DIGEST, one of docs/config.md",
    "WHALESHARK_APPS_7_RETENTOIN, WHALESHARK_APPS_7_RETENTION?",
    "WHALESHARK_TPC_PORT, WHALESHARK_TCP_PORT?"
  })
  void anUnknownVariableIsToldWithTheNearestOne(String variable, String nearest) {
    assertThat(ServerConfig.unknownVariables(Map.of(variable, "1", "PATH", "x")))
        .containsExactly(variable + ": unknown variable, not used (expected: " + nearest + ")");
  }

  @Test
  void whatAContainerPlatformSetsIsNoSettingAndNothingToTell() {
    Map<String, String> environment =
        Map.of(
            "WHALESHARK_SERVICE_HOST", "10.0.0.5",
            "WHALESHARK_SERVICE_PORT", "19001",
            "WHALESHARK_SERVICE_PORT_HTTP", "18000",
            "WHALESHARK_PORT", "tcp://10.0.0.5:19001",
            "WHALESHARK_PORT_19001_TCP", "tcp://10.0.0.5:19001",
            "WHALESHARK_PORT_19001_TCP_ADDR", "10.0.0.5",
            "WHALESHARK_TCP_PORT", "tcp://10.0.0.6:19001",
            "WHALESHARK_TCP_SERVICE_HOST", "10.0.0.6",
            "WHALESHARK_JAVA_OPTS", "-Xmx1g");
    assertThat(ServerConfig.unknownVariables(environment)).isEmpty();
    assertThat(ServerConfig.read(null, environment).tcpPort()).isEqualTo(19_001);
  }

  @Test
  void theWebChatIsTheBuiltOneWhereNoSettingNamesAnother() throws IOException {
    Map<String, String> built = Map.of("WHALESHARK_BUILT_WEB", "/built");
    assertThat(ServerConfig.read(null, built).web()).contains(Path.of("/built"));
    assertThat(ServerConfig.read(file("web: /mine\n"), built).web()).contains(Path.of("/mine"));
    var none = Map.of("WHALESHARK_BUILT_WEB", "/built", "WHALESHARK_WEB", "");
    assertThat(ServerConfig.read(null, none).web()).isEmpty();
    assertThat(ServerConfig.read(null, Map.of()).web()).isEmpty();
    assertThat(ServerConfig.unknownVariables(built)).isEmpty();
  }

  /// A longer one than the clock of the lane can count would fail there, at each message.
  @Test
  void theLongestTimesHold() {
    var longest = new TreeMap<String, String>();
    for (String key : ServerConfig.keys()) {
      if (ServerConfig.options().containsKey(key)
          && ServerConfig.options().get(key).label().equals("TIME")
          && !key.startsWith("postgres")) {
        longest.put(key, "36500d");
      }
    }
    assertThat(longest).containsKeys("idle-timeout", "app-defaults.silent-for");
    AppPolicy policy = ServerConfig.read(longest, null, Map.of()).app(1).policy();
    assertThat(policy.retention().toNanos()).isPositive();
  }

  @Test
  void whatHoldsCanBeShownWithoutItsSecrets() {
    String hash = "0".repeat(64);
    ServerConfig config =
        ServerConfig.read(
            null, Map.of("WHALESHARK_APPS_7_ADMIN_KEY_SHA256", hash, "WHALESHARK_WS_PORT", "1"));
    assertThat(config.effective())
        .containsEntry("ws-port", "1")
        .containsEntry("tcp-port", "19001")
        .containsEntry("apps.7.admin-key-sha256", "(set)");
    assertThat(config.effective().values()).noneMatch(value -> value.contains(hash));
  }
}
