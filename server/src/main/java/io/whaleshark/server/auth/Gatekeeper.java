package io.whaleshark.server.auth;

import io.whaleshark.core.id.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Decides who is let in, over whichever port they come. Thread-safe.
public final class Gatekeeper {

  private final boolean openLogin;
  private final IntFunction<TokenKeys> keys;
  private final Duration skew;
  private final Clock clock;

  /// @param openLogin whether anyone may come in as anyone
  /// @param keys the keys of each app
  /// @param skew how far the clocks of those who sign tokens may differ from this one
  public Gatekeeper(boolean openLogin, IntFunction<TokenKeys> keys, Duration skew, Clock clock) {
    this.openLogin = openLogin;
    this.keys = keys;
    this.skew = skew;
    this.clock = clock;
  }

  /// Whether anyone may come in as anyone.
  public boolean isOpen() {
    return openLogin;
  }

  /// Whether a user may come in.
  ///
  /// With open login a token may be missing; one that is there must be good wherever the app has
  /// keys to check it with.
  ///
  /// @return until when; [Instant#MAX] if that has no end; empty if not
  public Optional<Instant> admit(UserId user, @Nullable String token) {
    boolean unchecked = token == null || keys.apply(user.app()).isEmpty();
    if (openLogin && unchecked) {
      return Optional.of(Instant.MAX);
    }
    return bearer(user.app(), token)
        .filter(good -> good.user().equals(user.name()))
        .map(good -> good.expires().plus(skew));
  }

  /// Who bears a token of an app.
  ///
  /// @return empty if there is none or it is not good
  public Optional<Token> bearer(int app, @Nullable String token) {
    return token == null
        ? Optional.empty()
        : Token.check(token, app, keys.apply(app), clock.instant(), skew);
  }
}
