package io.whaleshark.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.backend.BackendClient;
import io.whaleshark.backend.BackendConfig;
import io.whaleshark.backend.TokenMinter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/// Goal: an application gets the beans that its settings ask for, and one that would lose events
/// does not start. Method: applications that do nothing else.
class AutoConfigurationTest {

  private static final String KEY =
      "--whaleshark.token-key=hs256:5GPXGsfDn0oeD0tHWQCcbkM4ufRZzQ1jcIDUyTrWsl8";
  private static final String SECRET =
      "--whaleshark.webhook.secret=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  @EnableAutoConfiguration
  static class Bare {}

  @EnableAutoConfiguration
  static class Own {
    static final BackendClient CLIENT = BackendClient.of(BackendConfig.of("http://own", 1));

    @Bean
    BackendClient own() {
      return CLIENT;
    }
  }

  @TempDir Path folder;

  @AfterEach
  void end() {
    ShopTest.forgetTomcat();
  }

  private ConfigurableApplicationContext run(
      Class<?> application, WebApplicationType type, String... arguments) {
    return new SpringApplicationBuilder(application)
        .web(type)
        .logStartupInfo(false)
        .properties(
            "spring.main.banner-mode=off", "server.port=0", "server.tomcat.basedir=" + folder)
        .run(arguments);
  }

  @Test
  void aClientIsThereWithoutAnySettings() {
    try (var context = run(Bare.class, WebApplicationType.NONE)) {
      assertThat(context.getBeansOfType(BackendClient.class)).hasSize(1);
      assertThat(context.getBeansOfType(TokenMinter.class)).isEmpty();
    }
  }

  @Test
  void tokensAreMintedWithAKey() {
    try (var context = run(Bare.class, WebApplicationType.NONE, KEY)) {
      assertThat(context.getBean(TokenMinter.class)).hasToString("tokens of app 10001 with HS256");
    }
  }

  @Test
  void aBeanOfTheApplicationTakesItsPlace() {
    try (var context = run(Own.class, WebApplicationType.NONE)) {
      assertThat(context.getBean(BackendClient.class)).isSameAs(Own.CLIENT);
    }
  }

  @Test
  void nothingStartsThatWouldDropEvents() {
    assertThatThrownBy(() -> run(Bare.class, WebApplicationType.SERVLET, SECRET).close())
        .hasStackTraceContaining("no bean is an AppEventHandler");
  }

  @Test
  void whoIsAskedBeforeMessagesIsOneBean() {
    String secret = SECRET.replace("webhook", "before-send");
    assertThatThrownBy(() -> run(Bare.class, WebApplicationType.SERVLET, secret).close())
        .hasStackTraceContaining("0 beans are a BeforeSendHandler (expected: one)");
  }

  @Test
  void secretsAreNotShown() {
    try (var context = run(Bare.class, WebApplicationType.NONE, KEY, SECRET)) {
      WhaleSharkProperties settings = context.getBean(WhaleSharkProperties.class);
      assertThat(settings).hasToString("app 10001 at http://127.0.0.1:18000");
      assertThat(settings.webhook()).hasToString("webhooks at /whaleshark/webhook");
      assertThat(settings.beforeSend()).hasToString("questions at /whaleshark/before-send");
    }
  }

  @Test
  void editorsKnowTheSettingsThatTheGuideLists() throws IOException {
    String known;
    try (InputStream metadata =
        getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
      known =
          new String(
              Objects.requireNonNull(metadata, "written by the compiler").readAllBytes(),
              StandardCharsets.UTF_8);
    }
    String properties = known.substring(known.indexOf("\"properties\""));
    assertThat(names("\"name\": \"(whaleshark[.a-z-]+)\"", properties))
        .isNotEmpty()
        .isEqualTo(
            names(
                "(?m)^\\| `(whaleshark[.a-z-]+)` \\|",
                Files.readString(Path.of("../spring-boot-starter/README.md"))));
  }

  private static NavigableSet<String> names(String pattern, String text) {
    NavigableSet<String> names = new TreeSet<>();
    Matcher name = Pattern.compile(pattern).matcher(text);
    while (name.find()) {
      names.add(name.group(1));
    }
    return names;
  }
}
