package io.whaleshark.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.server.config.BeforeSendConfig.OnFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BeforeSendConfigTest {

  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String URL = "url: 'https://example.com/ask'";

  @TempDir Path folder;

  private ServerConfig read(String hook, Map<String, String> environment) throws IOException {
    Path file = folder.resolve("whaleshark.yaml");
    Files.writeString(file, "apps: {7: {before-send: {" + hook + "}}, 8: {retention: 1d}}");
    return ServerConfig.read(file, environment);
  }

  @Test
  void anAppHasAHookOrNone() throws IOException {
    ServerConfig config =
        read(
            URL
                + ", secret: "
                + SECRET
                + ", timeout: 250ms, on-failure: open, max-in-flight: 9, private: true",
            Map.of());
    assertThat(config.beforeSend()).containsOnlyKeys(7);
    BeforeSendConfig hook = config.app(7).beforeSend().orElseThrow();
    assertThat(hook.timeout()).isEqualTo(Duration.ofMillis(250));
    assertThat(hook.onFailure()).isEqualTo(OnFailure.OPEN);
    assertThat(hook.inFlight()).isEqualTo(9);
    assertThat(hook.mayBePrivate()).isTrue();
    assertThat(config.effective().toString() + hook).doesNotContain(SECRET.substring(6));
    assertThat(config.app(9).beforeSend()).isEmpty();
  }

  @Test
  void aHookHasDefaultsAndItsSecretMayStandInTheEnvironment() throws IOException {
    Map<String, String> environment = Map.of("WHALESHARK_APPS_7_BEFORE_SEND_SECRET", SECRET);
    BeforeSendConfig hook = read(URL, environment).app(7).beforeSend().orElseThrow();
    assertThat(hook.timeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(hook.onFailure()).isEqualTo(OnFailure.CLOSED);
    assertThat(hook.inFlight()).isEqualTo(64);
    assertThat(hook.mayBePrivate()).isFalse();
    assertThat(ServerConfig.unknownVariables(environment)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "secret: SECRET | .url",
        "URL | .secret",
        "URL, secret: SECRET, timeout: 9ms | .timeout",
        "URL, secret: SECRET, timeout: 11s | .timeout",
        "URL, secret: SECRET, on-failure: ajar | .on-failure",
        "URL, secret: SECRET, max-in-flight: 1025 | .max-in-flight",
        "URL, secret: SECRET, events: all | .events"
      })
  void whatIsWrongIsRefusedByName(String hook, String key) {
    String written = hook.replace("URL", URL).replace("SECRET", SECRET);
    assertThatThrownBy(() -> read(written, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("apps.7.before-send" + key);
  }
}
