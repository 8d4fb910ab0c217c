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
    if (!isCanonical(text)) {
      return Optional.empty();
    }
    try {
      JWSObject signed = JWSObject.parse(text);
      boolean isGenuine =
          signed.getHeader().getCriticalParams() == null
              && candidates(signed.getHeader(), keys).stream()
                  .filter(key -> key.algorithm().equals(signed.getHeader().getAlgorithm()))
                  .anyMatch(key -> key.signed(signed));
      if (!isGenuine) {
        return Optional.empty();
      }
      JWTClaimsSet claims = JWTClaimsSet.parse(signed.getPayload().toString());
      return Optional.of(claims)
          .filter(c -> isFor(c, app) && isValid(c, now, skew))
          .map(c -> new Token(app, c.getSubject(), c.getExpirationTime().toInstant()));
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

  private static Collection<TokenKey> candidates(JWSHeader header, TokenKeys keys) {
    if (header.getKeyID() == null) {
      return keys.byName().values();
    }
    TokenKey named = keys.byName().get(header.getKeyID());
    return named == null ? List.of() : List.of(named);
  }

  private static boolean isFor(JWTClaimsSet claims, int app) {
    return claims.getClaim(APP) instanceof Number number
        && number.doubleValue() == app
        && claims.getSubject() != null
        && Names.newIdFault(claims.getSubject()).isEmpty();
  }

  private static boolean isValid(JWTClaimsSet claims, Instant now, Duration skew) {
    return claims.getExpirationTime() != null
        && claims.getExpirationTime().toInstant().plus(skew).isAfter(now)
        && isPast(claims.getNotBeforeTime(), now.plus(skew))
        && isPast(claims.getIssueTime(), now.plus(skew));
  }

  private static boolean isPast(@Nullable Date time, Instant now) {
    return time == null || !time.toInstant().isAfter(now);
  }
}
