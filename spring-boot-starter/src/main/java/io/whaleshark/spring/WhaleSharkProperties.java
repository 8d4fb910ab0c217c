package io.whaleshark.spring;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings below {@code whaleshark}.
 *
 * @param url where the HTTP port of the server is
 * @param appId the app
 * @param adminKey the admin key of the app; not needed with open login
 * @param tokenKey the key that signs tokens, NAME=hs256:… or NAME=eddsa-private:…
 * @param timeout how long to wait for the answer to each attempt
 * @param attempts how often a call is tried at most
 * @param webhook what concerns webhooks
 * @param beforeSend what concerns the questions before messages are sent
 */
@ConfigurationProperties("whaleshark")
public record WhaleSharkProperties(
    @DefaultValue("http://127.0.0.1:18000") String url,
    @DefaultValue("10001") int appId,
    @Nullable String adminKey,
    @Nullable String tokenKey,
    @DefaultValue("10s") Duration timeout,
    @DefaultValue("5") int attempts,
    @DefaultValue Webhook webhook,
    @DefaultValue BeforeSend beforeSend) {

  /** Shows no keys. */
  @Override
  public String toString() {
    return "app " + appId + " at " + url;
  }

  /**
   * What concerns webhooks.
   *
   * @param secret the secret of the webhook, whsec_…; without it, none is taken
   * @param oldSecret another secret that holds while one is replaced
   * @param path where webhooks are taken
   * @param tolerance how far the time of a webhook may be from now
   * @param maxSize the largest body that is read: more than the server lets a backend or a device
   *     send, or an event never arrives
   * @param remembered how many events that are done are remembered in memory; 0 for none
   */
  public record Webhook(
      @Nullable String secret,
      @Nullable String oldSecret,
      @DefaultValue("/whaleshark/webhook") String path,
      @DefaultValue("5m") Duration tolerance,
      @DefaultValue("8MB") DataSize maxSize,
      @DefaultValue("10000") int remembered) {

    /** Shows no secrets. */
    @Override
    public String toString() {
      return "webhooks at " + path;
    }
  }

  /**
   * What concerns the questions before messages are sent.
   *
   * @param secret the secret of the hook, whsec_…; without it, no question is taken
   * @param oldSecret another secret that holds while one is replaced
   * @param path where questions are taken
   * @param tolerance how far the time of a question may be from now
   * @param maxSize the largest body that is read: more than the server lets a backend or a device
   *     send, or such a message fails
   */
  public record BeforeSend(
      @Nullable String secret,
      @Nullable String oldSecret,
      @DefaultValue("/whaleshark/before-send") String path,
      @DefaultValue("5m") Duration tolerance,
      @DefaultValue("8MB") DataSize maxSize) {

    /** Shows no secrets. */
    @Override
    public String toString() {
      return "questions at " + path;
    }
  }
}
