package io.whaleshark.server.api;

import io.whaleshark.core.command.Actor;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.presence.Banning;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.server.auth.Gatekeeper;
import io.whaleshark.server.auth.Token;
import io.whaleshark.server.http.Problem;
import io.whaleshark.server.http.ServerRequest;
import io.whaleshark.server.limits.Rates;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;

/// Authorizes HTTP requests and applies their rate limits. Thread-safe.
final class Access {

  private static final String BEARER = "bearer "; // in any case (RFC 9110, 11.1)

  private final IntFunction<Optional<String>> adminKeys;
  private final Gatekeeper gatekeeper;
  private final Rates rates;
  private final Banning banning;

  /// @param adminKeys the SHA-256 of the key of each app that has one
  Access(
      IntFunction<Optional<String>> adminKeys,
      Gatekeeper gatekeeper,
      Rates rates,
      Banning banning) {
    this.adminKeys = adminKeys;
    this.gatekeeper = gatekeeper;
    this.rates = rates;
    this.banning = banning;
  }

  /// Returns the actor that a request of an app acts as. With open login or with the app's admin
  /// key, the request acts for the whole app; with a user's token, for that user.
  ///
  /// @throws Problem if the request has no valid credential, its address has failed too often, or
  ///   the user exceeds the rate limit or is banned
  Actor actor(ServerRequest request, int app) {
    SocketAddress from = request.from();
    // Checked before the credential; otherwise the limit would not slow down guessing.
    refuseUnlessNow(rates.waitToLogIn(from), "logins: too many failed from your address");
    String header = Objects.requireNonNullElse(request.header("Authorization"), "");
    boolean isBearer = header.regionMatches(true, 0, BEARER, 0, BEARER.length());
    String credential = isBearer ? header.substring(BEARER.length()).strip() : "";
    Optional<Token> token = gatekeeper.bearer(app, credential);
    if (token.isPresent()) {
      UserId user = new UserId(app, token.get().user());
      refuseUnlessNow(rates.takeRequest(user), "requests: too many");
      banning
          .ban(user)
          .ifPresent(ban -> {
            throw CoreProblem.of(Banning.refusal(ban));
          });
      return Actor.of(user);
    }
    boolean isAdmin =
        gatekeeper.isOpen()
            || adminKeys.apply(app).filter(hash -> matches(credential, hash)).isPresent();
    if (!isAdmin) {
      rates.noteFailedLogin(from);
      throw new Problem(
              RefusalCode.LOGIN_REFUSED,
              "Authorization: missing or wrong (expected: the app's admin key, or the user's"
                  + " token)")
          .with("WWW-Authenticate", "Bearer");
    }
    return Actor.ADMINISTRATION;
  }

  /// Authorizes a call that only the app's administration may make: with the app's admin key, or
  /// with open login and no token.
  ///
  /// @throws Problem as [#actor] does; also if the credential is a user's token
  void requireAdministration(ServerRequest request, int app) {
    if (actor(request, app).user().isPresent()) {
      throw new Problem(
          RefusalCode.NOT_YOURSELF,
          "Authorization: a user's token (expected: the app's admin key)");
    }
  }

  private static void refuseUnlessNow(long waitMillis, String what) {
    if (waitMillis > 0) {
      throw Problem.tooMany(what, waitMillis);
    }
  }

  private static boolean matches(String credential, String hash) {
    byte[] given = sha256(credential.getBytes(StandardCharsets.UTF_8));
    return MessageDigest.isEqual(given, HexFormat.of().parseHex(hash));
  }

  private static byte[] sha256(byte[] key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
