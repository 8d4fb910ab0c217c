package io.whaleshark.server.auth;

import io.whaleshark.core.id.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Authenticates users and tokens, for all ports. Thread-safe.
public final class Gatekeeper {

  private final boolean openLogin;
  private final IntFunction<TokenKeys> keys;
  private final Duration skew;
  private final Clock clock;

  /// @param openLogin whether anyone may log in as any user
  /// @param keys the keys of each app
  /// @param skew the maximum clock difference between token signers and this server
  public Gatekeeper(boolean openLogin, IntFunction<TokenKeys> keys, Duration skew, Clock clock) {
    this.openLogin = openLogin;
    this.keys = keys;
    this.skew = skew;
    this.clock = clock;
  }

  /// Returns whether anyone may log in as any user.
  public boolean isOpen() {
    return openLogin;
  }

  /// Checks whether a user may log in.
  ///
  /// With open login the token may be absent. A token that is present must be valid if the app has
  /// keys to check it with.
  ///
  /// @return the expiry of the login; [Instant#MAX] if it never expires; empty if refused
  public Optional<Instant> admit(UserId user, @Nullable String token) {
    boolean unchecked = token == null || keys.apply(user.app()).isEmpty();
    if (openLogin && unchecked) {
      return Optional.of(Instant.MAX);
    }
    return bearer(user.app(), token)
        .filter(good -> good.user().equals(user.name()))
        .map(good -> good.expires().plus(skew));
  }

  /// Verifies a bearer token of an app.
  ///
  /// @return empty if the token is absent or not valid
  public Optional<Token> bearer(int app, @Nullable String token) {
    return token == null
        ? Optional.empty()
        : Token.check(token, app, keys.apply(app), clock.instant(), skew);
  }
}
