package io.whaleshark.backend;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the server is, and how it is called. Immutable; each {@code with…} returns a copy. */
public final class BackendConfig {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int ATTEMPTS = 5;

  private final URI url;
  private final int appId;
  private final @Nullable String adminKey;
  private final Duration timeout;
  private final int attempts;
  private final @Nullable HttpClient http;

  private BackendConfig(
      URI url,
      int appId,
      @Nullable String adminKey,
      Duration timeout,
      int attempts,
      @Nullable HttpClient http) {
    this.url = url;
    this.appId = appId;
    this.adminKey = adminKey;
    this.timeout = timeout;
    this.attempts = attempts;
    this.http = http;
  }

  /**
   * A server and an app in it, without an admin key: enough for a server with open login.
   *
   * @param url of the HTTP port, such as {@code http://127.0.0.1:18000}
   * @throws IllegalArgumentException if it is no such URL
   */
  public static BackendConfig of(String url, int appId) {
    URI parsed = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
    boolean isHttp = "http".equals(parsed.getScheme()) || "https".equals(parsed.getScheme());
    if (!isHttp || parsed.getHost() == null || parsed.getQuery() != null) {
      throw new IllegalArgumentException("url: " + url + " (expected: such as https://HOST:PORT)");
    }
    if (appId < 0) {
      throw new IllegalArgumentException("appId: " + appId + " (expected: 0..2147483647)");
    }
    return new BackendConfig(parsed, appId, null, TIMEOUT, ATTEMPTS, null);
  }

  /** With the app's admin key. */
  public BackendConfig withAdminKey(String key) {
    String stripped = key.strip(); // a file with a key ends with a line
    if (stripped.isEmpty() || !stripped.chars().allMatch(next -> next >= ' ' && next < 0x7F)) {
      throw new IllegalArgumentException(
          "adminKey: blank, or not ASCII (expected: the app's admin key)");
    }
    return new BackendConfig(url, appId, stripped, timeout, attempts, http);
  }

  /** With this much time for the answer to each attempt; 10 seconds by default. */
  public BackendConfig withTimeout(Duration atMost) {
    if (atMost.isNegative() || atMost.isZero()) {
      throw new IllegalArgumentException("timeout: " + atMost + " (expected: more than 0)");
    }
    return new BackendConfig(url, appId, adminKey, atMost, attempts, http);
  }

  /** With at most this many attempts for each call; 5 by default, and 1 never repeats one. */
  public BackendConfig withAttempts(int atMost) {
    if (atMost < 1) {
      throw new IllegalArgumentException("attempts: " + atMost + " (expected: at least 1)");
    }
    return new BackendConfig(url, appId, adminKey, timeout, atMost, http);
  }

  /** With an HTTP client of yours, for its proxy or the certificates that it trusts. */
  public BackendConfig withHttpClient(HttpClient client) {
    return new BackendConfig(url, appId, adminKey, timeout, attempts, client);
  }

  URI url() {
    return url;
  }

  int appId() {
    return appId;
  }

  Optional<String> adminKey() {
    return Optional.ofNullable(adminKey);
  }

  Duration timeout() {
    return timeout;
  }

  int attempts() {
    return attempts;
  }

  HttpClient http() {
    return http == null ? HttpClient.newBuilder().connectTimeout(timeout).build() : http;
  }

  /** Does not show the key. */
  @Override
  public String toString() {
    return "app " + appId + " at " + url;
  }
}
