package io.whaleshark.server.config;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// The hook that an app has before messages are sent. Immutable.
///
/// @param url `http` or `https`
/// @param key signs each request
/// @param timeout how long a message waits for the answer
/// @param onFailure what becomes of a message about which the hook says nothing
/// @param inFlight how many messages may wait for an answer at once
/// @param mayBePrivate whether the URL may lead to a loopback or private address
public record BeforeSendConfig(
    URI url,
    WebhookConfig.Key key,
    Duration timeout,
    OnFailure onFailure,
    int inFlight,
    boolean mayBePrivate) {

  /// What becomes of a message when the hook fails.
  public enum OnFailure {
    /// It is sent.
    OPEN,
    /// It is refused, and may be sent again.
    CLOSED
  }

  private static final Duration TIMEOUT_AT_LEAST = Duration.ofMillis(10);
  private static final Duration TIMEOUT_AT_MOST = Duration.ofSeconds(10);
  private static final Pattern NO_VARIABLE = Pattern.compile("(?!)");

  /// Reads the hook of an app; empty if it has none.
  ///
  /// @param at the key of the app
  static Optional<BeforeSendConfig> read(Settings settings, String at) {
    String below = at + ".before-send";
    boolean isThere =
        !settings.namesBelow(below, NO_VARIABLE).isEmpty()
            || settings.find(below + ".url").isPresent();
    return isThere ? Optional.of(readBelow(settings, below)) : Optional.empty();
  }

  private static BeforeSendConfig readBelow(Settings settings, String below) {
    Duration timeout = settings.duration(below + ".timeout", "1s", TIMEOUT_AT_LEAST);
    if (timeout.compareTo(TIMEOUT_AT_MOST) > 0) {
      throw settings.wrong(
          below + ".timeout",
          Settings.text(timeout) + " (expected: at most " + Settings.text(TIMEOUT_AT_MOST) + ")");
    }
    return new BeforeSendConfig(
        WebhookConfig.url(settings, below + ".url"),
        WebhookConfig.key(settings, below + ".secret"),
        timeout,
        settings.choice(below + ".on-failure", OnFailure.CLOSED),
        settings.integer(below + ".max-in-flight", 64, 1, 1_024),
        settings.flag(below + ".private", false));
  }
}
