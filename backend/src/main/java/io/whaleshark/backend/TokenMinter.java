package io.whaleshark.backend;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signs the tokens that devices log in with. Immutable, thread-safe. */
public final class TokenMinter {

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final int appId;
  private final @Nullable String keyName;
  private final SigningKey key;
  private final Clock clock;

  private TokenMinter(int appId, @Nullable String keyName, SigningKey key, Clock clock) {
    this.appId = appId;
    this.keyName = keyName;
    this.key = key;
    this.clock = clock;
  }

  /**
   * A minter of tokens for an app.
   *
   * @param key as {@code ./whaleshark token --new-key} prints it, {@code hs256:…} or {@code
   *     eddsa-private:…}; with the name under which the server knows it before it, as in {@code
   *     2026-11=hs256:…}, tokens name their key
   * @throws IllegalArgumentException if it is no key; the message does not contain it
   */
  public static TokenMinter of(int appId, String key) {
    return of(appId, key, Clock.systemUTC());
  }

  /** The same, with a clock of your own. */
  public static TokenMinter of(int appId, String key, Clock clock) {
    int equals = key.indexOf('=');
    int colon = key.indexOf(':');
    boolean named = equals >= 0 && equals < colon;
    String name = named ? key.substring(0, equals).strip() : null;
    String text = named ? key.substring(equals + 1).strip() : key.strip();
    return new TokenMinter(appId, name, SigningKey.of(text), clock);
  }

  /**
   * A token with which the devices of a user log in. Their sessions end when it expires.
   *
   * @param validFor at least a second
   */
  public String mint(String user, Duration validFor) {
    if (user.isEmpty()) {
      throw new IllegalArgumentException("user: empty (expected: the id of a user)");
    }
    if (validFor.toSeconds() < 1) {
      throw new IllegalArgumentException("validFor: " + validFor + " (expected: at least 1 s)");
    }
    Instant now = clock.instant();
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("alg", key.algorithm());
    if (keyName != null) {
      header.put("kid", keyName);
    }
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("sub", user);
    claims.put("app", appId);
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.plus(validFor).getEpochSecond());
    String signed = part(header) + "." + part(claims);
    try {
      byte[] signature = key.sign(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + ENCODER.encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + key.algorithm(), e);
    }
  }

  private static String part(Map<String, Object> json) {
    return ENCODER.encodeToString(PlainJson.write(json));
  }

  /** Does not show the key. */
  @Override
  public String toString() {
    return "tokens of app " + appId + " with " + key.algorithm();
  }
}
