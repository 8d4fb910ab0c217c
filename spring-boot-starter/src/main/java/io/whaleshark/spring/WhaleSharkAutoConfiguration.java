package io.whaleshark.spring;

import io.whaleshark.backend.AppEventHandler;
import io.whaleshark.backend.BackendClient;
import io.whaleshark.backend.BackendConfig;
import io.whaleshark.backend.BeforeSendEndpoint;
import io.whaleshark.backend.BeforeSendHandler;
import io.whaleshark.backend.HandledEvents;
import io.whaleshark.backend.TokenMinter;
import io.whaleshark.backend.WebhookEndpoint;
import io.whaleshark.backend.WebhookVerifier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/** Makes the beans. A bean of the application takes the place of the one of its kind here. */
@AutoConfiguration
@EnableConfigurationProperties(WhaleSharkProperties.class)
public class WhaleSharkAutoConfiguration {

  /** Calls the server. */
  @Bean
  @ConditionalOnMissingBean
  BackendClient whaleSharkClient(WhaleSharkProperties settings) {
    BackendConfig config =
        BackendConfig.of(settings.url(), settings.appId())
            .withTimeout(settings.timeout())
            .withAttempts(settings.attempts());
    String key = settings.adminKey();
    return BackendClient.of(key == null ? config : config.withAdminKey(key));
  }

  /** Signs tokens, where there is a key for them. */
  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnProperty("whaleshark.token-key")
  TokenMinter whaleSharkTokens(WhaleSharkProperties settings) {
    return TokenMinter.of(settings.appId(), String.valueOf(settings.tokenKey()));
  }

  /** Takes webhooks, where there is a secret that verifies them. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  @ConditionalOnClass(SimpleUrlHandlerMapping.class)
  @ConditionalOnProperty("whaleshark.webhook.secret")
  static class Webhooks {

    @Bean
    @ConditionalOnMissingBean
    HandledEvents whaleSharkHandledEvents(WhaleSharkProperties settings) {
      int remembered = settings.webhook().remembered();
      return remembered == 0 ? HandledEvents.none() : HandledEvents.recent(remembered);
    }

    @Bean
    SimpleUrlHandlerMapping whaleSharkWebhook(
        WhaleSharkProperties settings,
        HandledEvents handled,
        ObjectProvider<AppEventHandler> handlers) {
      List<AppEventHandler> all = handlers.orderedStream().toList();
      if (all.isEmpty()) {
        throw new IllegalStateException(
            "whaleshark.webhook.secret: set, and no bean is an AppEventHandler"
                + " (expected: one, or events would be taken and dropped)");
      }
      WhaleSharkProperties.Webhook webhook = settings.webhook();
      WebhookEndpoint endpoint =
          new WebhookEndpoint(
              verifier(webhook.secret(), webhook.oldSecret(), webhook.tolerance()), handled, all);
      return mapping(webhook.path(), new WebhookRequests(endpoint, webhook.maxSize()));
    }
  }

  /** Is asked before messages are sent, where there is a secret that verifies the questions. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  @ConditionalOnClass(SimpleUrlHandlerMapping.class)
  @ConditionalOnProperty("whaleshark.before-send.secret")
  static class BeforeSend {

    @Bean
    SimpleUrlHandlerMapping whaleSharkBeforeSend(
        WhaleSharkProperties settings, ObjectProvider<BeforeSendHandler> handlers) {
      List<BeforeSendHandler> all = handlers.stream().toList();
      if (all.size() != 1) {
        throw new IllegalStateException(
            "whaleshark.before-send.secret: set, and "
                + all.size()
                + " beans are a BeforeSendHandler (expected: one)");
      }
      WhaleSharkProperties.BeforeSend ours = settings.beforeSend();
      BeforeSendEndpoint endpoint =
          new BeforeSendEndpoint(
              verifier(ours.secret(), ours.oldSecret(), ours.tolerance()), all.get(0));
      return mapping(ours.path(), new WebhookRequests(endpoint, ours.maxSize()));
    }
  }

  private static WebhookVerifier verifier(
      @Nullable String secret, @Nullable String old, Duration tolerance) {
    String now = String.valueOf(secret);
    WebhookVerifier verifier = old == null ? WebhookVerifier.of(now) : WebhookVerifier.of(now, old);
    return verifier.withTolerance(tolerance);
  }

  /** Before all routes of the application, one of which may take any path. */
  private static SimpleUrlHandlerMapping mapping(String path, WebhookRequests requests) {
    return new SimpleUrlHandlerMapping(Map.of(path, requests), Ordered.HIGHEST_PRECEDENCE);
  }
}
