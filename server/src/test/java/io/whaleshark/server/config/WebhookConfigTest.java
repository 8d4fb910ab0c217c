package io.whaleshark.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.server.config.WebhookConfig.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookConfigTest {

  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  @TempDir Path folder;

  private ServerConfig read(String webhooks, Map<String, String> environment) throws IOException {
    Path file = folder.resolve("whaleshark.yaml");
    Files.writeString(file, "apps: {7: {webhooks: " + webhooks + "}}");
    return ServerConfig.read(file, environment);
  }

  @Test
  void anAppHasSeveralWebhooks() throws IOException {
    ServerConfig config =
        read(
            "[{name: a, url: 'https://example.com/hook', secret: "
                + SECRET
                + ", maxInFlight: 9}, {name: b-2, url: 'http://10.0.0.1:8080', secret: "
                + SECRET
                + ", events: [message.sent, message.edited], max-in-flight: 1, private: true}]",
            Map.of());
    List<WebhookConfig> webhooks = config.app(7).webhooks();
    assertThat(config.webhooks()).containsOnlyKeys(7);
    assertThat(webhooks.stream().map(WebhookConfig::name)).containsExactly("a", "b-2");
    assertThat(webhooks.getFirst().events()).containsExactlyInAnyOrder(EventType.values());
    assertThat(webhooks.getFirst().mayBePrivate()).isFalse();
    assertThat(webhooks.getLast().events())
        .containsExactlyInAnyOrder(EventType.MESSAGE_SENT, EventType.MESSAGE_EDITED);
    assertThat(webhooks.stream().map(WebhookConfig::inFlight)).containsExactly(9, 1);
    assertThat(webhooks.getLast().mayBePrivate()).isTrue();
    assertThat(config.effective().toString() + webhooks).doesNotContain(SECRET.substring(6));
    assertThat(config.app(8).webhooks()).isEmpty();
  }

  @Test
  void aSecretMayStandInTheEnvironment() throws IOException {
    ServerConfig config =
        read(
            "[{name: b-2, url: 'https://example.com'}]",
            Map.of("WHALESHARK_APPS_7_WEBHOOKS_B_2_SECRET", SECRET));
    assertThat(config.app(7).webhooks()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'{name: a, secret: S}' | apps.7.webhooks.a.url:  (expected: a URL such as",
        "'{name: a, url: \"ftp://x\", secret: S}' | apps.7.webhooks.a.url in FILE: ftp://x (expec",
        "'{name: a, url: \"https://x\"}' | apps.7.webhooks.a.secret: not a webhook secret"
            + " (expected",
        "'{name: a, url: \"https://x\", secret: whsec_c2hvcnQ=}' | apps.7.webhooks.a.secret in"
            + " FILE",
        "'{name: A, url: \"https://x\", secret: S}' | apps.7.webhooks.A in FILE: not a name of a"
            + " web",
        "'{url: \"https://x\", secret: S}' | apps.7.webhooks in FILE: a list (expected: one value",
        "'{name: a, url: \"https://x\", secret: S, events: [x.y]}' | apps.7.webhooks.a.events in"
            + " FILE: x.y (expected: of message.sent,",
        "'{name: a, url: \"https://x\", secret: S, max-in-flight: 0}' |"
            + " apps.7.webhooks.a.max-in-flight in FILE: 0 (expected: 1..256)",
        "'{name: a, url: \"https://x\", secret: S, max-in-flight: 1, maxInFlight: 1}' |"
            + " apps.7.webhooks.a.max-in-flight in FILE: unknown",
        "'{name: a, url: \"https://x\", secret: S, ulr: y}' | apps.7.webhooks.a.ulr in FILE:"
            + " unknown"
      })
  void whatIsWrongIsRefusedByName(String webhook, String message) {
    assertThatThrownBy(() ->
            read(
                "[" + webhook.replace("S}", SECRET + "}").replace("S,", SECRET + ",") + "]",
                Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(
            message.replace("FILE", folder.resolve("whaleshark.yaml").toString()));
  }
}
