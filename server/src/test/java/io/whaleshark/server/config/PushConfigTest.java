package io.whaleshark.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.server.config.PushConfig.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushConfigTest {

  private static final String APNS =
      "apns: {key: k.p8, key-id: KEY4567890, team-id: TEAM567890, topic: com.example.chat}";

  @TempDir Path folder;

  private ServerConfig read(String push, Map<String, String> environment) throws IOException {
    Path file = folder.resolve("whaleshark.yaml");
    Files.writeString(
        file,
        "apps: {7: {push: {"
            + push
            + "}, webhooks: [{name: apns, url: 'https://a.b/c', secret:"
            + " whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw}]}, 8: {retention: 1d}}");
    return ServerConfig.read(file, environment);
  }

  @Test
  void anAppHasServicesOrNone() throws IOException {
    ServerConfig config =
        read(
            "content: text, "
                + APNS
                + ", fcm: {account: g.json, url: 'https://proxy:8443', max-in-flight: 5},"
                + " huawei: {app-id: '100', secret: s3cr3t}",
            Map.of());
    assertThat(config.push()).containsOnlyKeys(7);
    PushConfig push = config.app(7).push();
    assertThat(push.content()).isEqualTo(Content.TEXT);
    PushConfig.Apns apns = push.apns().orElseThrow();
    assertThat(apns.key().path()).isEqualTo(Path.of("k.p8"));
    assertThat(apns.link().url()).hasToString("https://api.push.apple.com");
    assertThat(apns.link().inFlight()).isEqualTo(64);
    PushConfig.Link fcm = push.fcm().orElseThrow().link();
    assertThat(fcm.url()).hasToString("https://proxy:8443");
    assertThat(fcm.inFlight()).isEqualTo(5);
    assertThat(push.huawei().orElseThrow().secret().value()).isEqualTo("s3cr3t");
    assertThat(config.effective().toString() + push).doesNotContain("s3cr3t");
    assertThat(config.followers())
        .as("no webhook has the name of a service")
        .isEqualTo(Map.of(7, Set.of("apns", "push.apns", "push.fcm", "push.huawei")));
    assertThat(config.app(8).push()).isEqualTo(PushConfig.NONE);
  }

  @Test
  void nothingOfAMessageIsShownByDefaultAndASecretMayStandInTheEnvironment() throws IOException {
    Map<String, String> environment = Map.of("WHALESHARK_APPS_7_PUSH_HUAWEI_SECRET", "s3cr3t");
    PushConfig push = read("huawei: {app-id: '100'}", environment).app(7).push();
    assertThat(push.content()).isEqualTo(Content.NONE);
    assertThat(push.huawei()).isPresent();
    assertThat(ServerConfig.unknownVariables(environment)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "content: text | apps.7.push: no service (expected: apns, fcm or huawei)",
        "apns: {key-id: KEY4567890} | apps.7.push.apns.key: not set (expected: a file)",
        "fcm: {max-in-flight: 5} | apps.7.push.fcm.account: not set (expected: a file)",
        "apns: {key: k, key-id: short} | apps.7.push.apns.key-id: short (expected: the 10 letters"
            + " and digits of the key's id)",
        "huawei: {app-id: '1'} | apps.7.push.huawei.secret: not set (expected: the app's secret)",
        "fcm: {account: a, url: 'http://x'} | apps.7.push.fcm.url: http://x (expected: such as"
            + " https://fcm.googleapis.com)",
        "fcm: {account: a, url: 'https://x/y'} | apps.7.push.fcm.url: https://x/y (expected: such"
            + " as https://fcm.googleapis.com)",
        "fcm: {account: a, colour: red} | apps.7.push.fcm.colour: unknown setting (expected: one of"
            + " docs/config.md)"
      },
      delimiter = '|')
  void whatCannotBeIsRefused(String push, String refusal) {
    assertThatThrownBy(() -> read(push, Map.of()))
        .isInstanceOf(ConfigException.class)
        .message()
        .satisfies(message ->
            assertThat(message.replaceAll(" in [^ ]*whaleshark.yaml", "")).isEqualTo(refusal));
  }
}
