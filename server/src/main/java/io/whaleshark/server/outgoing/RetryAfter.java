package io.whaleshark.server.outgoing;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.regex.Pattern;

/// The pause that an answer asks for. Stateless.
public final class RetryAfter {

  private static final Duration AT_MOST = Duration.ofMinutes(10);
  private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");

  private RetryAfter() {}

  /// What the header says in seconds; zero if it says nothing that is sensible.
  public static Duration of(HttpHeaders headers) {
    return headers
        .firstValue("Retry-After")
        .filter(text -> SECONDS.matcher(text).matches())
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .filter(pause -> pause.compareTo(AT_MOST) <= 0)
        .orElse(Duration.ZERO);
  }
}
