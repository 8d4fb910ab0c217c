package io.whaleshark.server.auth;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jwt.JWTClaimsSet;
import io.whaleshark.core.id.Names;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A verified login token: a JWT (RFC 7519) with the claims `sub`, the user; `app`; and `exp`. It
/// names a user who could log in. `nbf` and `iat`, if present, lie in the past. Immutable.
///
/// @param user the user's id in that app
/// @param expires the expiry time
public record Token(int app, String user, Instant expires) {

  private static final String APP = "app";

  /// No token is good for longer: any later time can be computed with.
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  /// Signs a token.
  ///
  /// @param keyName the key id that the server knows; null if the server should try all keys
  public static String sign(
      Token token, TokenKey.Signing key, @Nullable String keyName, Instant now) {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .subject(token.user())
            .claim(APP, token.app())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(token.expires()))
            .build();
    JWSHeader header = new JWSHeader.Builder(key.algorithm()).keyID(keyName).build();
    JWSObject unsigned = new JWSObject(header, new Payload(claims.toJSONObject()));
    return new String(unsigned.getSigningInput(), StandardCharsets.US_ASCII)
        + "."
        + key.sign(unsigned);
  }

  /// Parses and verifies a token.
  ///
  /// @param app the app that the token must be for
  /// @param keys the app's keys
  /// @param skew the maximum clock difference between the signer and this server
  /// @return empty if the token is not valid, without a reason: its issuer can debug it with the
  ///   signer's tools, and an attacker learns nothing
  public static Optional<Token> check(
      String text, int app, TokenKeys keys, Instant now, Duration skew) {
    if (!isCanonical(text) || !hasHeader(text)) {
      return Optional.empty();
    }
    try {
      JWSObject signed = JWSObject.parse(text);
      boolean isGenuine =
          signed.getHeader().getCriticalParams() == null
              && candidates(signed.getHeader(), keys).stream()
                  .filter(key -> key.algorithm().equals(signed.getHeader().getAlgorithm()))
                  .anyMatch(key -> key.signed(signed));
      Map<String, Object> claims = isGenuine ? signed.getPayload().toJSONObject() : null;
      return Optional.ofNullable(claims).flatMap(c -> of(c, app, now, skew));
    } catch (ParseException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// Returns whether each part is the canonical base64url encoding of its bytes (RFC 7515, 2).
  /// Otherwise the holder of a token could derive other valid spellings of it, and a list of
  /// revoked tokens would miss them.
  private static boolean isCanonical(String text) {
    try {
      return Stream.of(text.split("\\.", -1))
          .allMatch(part -> part.equals(ENCODER.encodeToString(DECODER.decode(part))));
    } catch (IllegalArgumentException _) {
      return false; // not base64url
    }
  }

  /// Returns whether the first part is a JSON object, as the library takes for granted.
  private static boolean hasHeader(String text) {
    byte[] header = DECODER.decode(text.split("\\.", 2)[0]);
    return new String(header, StandardCharsets.UTF_8).strip().startsWith("{");
  }

  private static Collection<TokenKey> candidates(JWSHeader header, TokenKeys keys) {
    if (header.getKeyID() == null) {
      return keys.byName().values();
    }
    TokenKey named = keys.byName().get(header.getKeyID());
    return named == null ? List.of() : List.of(named);
  }

  /// The token that verified claims make; empty if they are for somebody else or not for now.
  private static Optional<Token> of(
      Map<String, Object> claims, int app, Instant now, Duration skew) {
    if (!(claims.get(APP) instanceof Number number)
        || number.doubleValue() != app
        || !(claims.get("sub") instanceof String user)
        || Names.newIdFault(user).isPresent()
        || !isPast(claims, "nbf", now.plus(skew))
        || !isPast(claims, "iat", now.plus(skew))) {
      return Optional.empty();
    }
    return time(claims, "exp")
        .filter(expires -> expires.plus(skew).isAfter(now))
        .map(expires -> new Token(app, user, expires));
  }

  private static boolean isPast(Map<String, Object> claims, String name, Instant now) {
    return time(claims, name).filter(time -> time.isAfter(now)).isEmpty();
  }

  /// Reads a NumericDate (RFC 7519, 2), to the second; one beyond [#LATEST] stands for that.
  ///
  /// @throws IllegalArgumentException if the claim is there and no number
  private static Optional<Instant> time(Map<String, Object> claims, String name) {
    Object claim = claims.get(name);
    if (claim == null) {
      return Optional.empty();
    }
    if (!(claim instanceof Number number)) {
      throw new IllegalArgumentException(name + ": not a number (expected: seconds since 1970)");
    }
    long seconds = (long) number.doubleValue(); // the nearest long, however large it is
    return Optional.of(Instant.ofEpochSecond(Math.clamp(seconds, 0, LATEST.getEpochSecond())));
  }
}
