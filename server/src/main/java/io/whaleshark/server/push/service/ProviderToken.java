package io.whaleshark.server.push.service;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jwt.JWTClaimsSet;
import io.whaleshark.server.config.PushConfig;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/// The token that says to Apple whose requests these are. Apple takes one for an hour, and does not
/// want another within 20 minutes. Thread-safe.
final class ProviderToken {

  private static final Duration RENEWED_AFTER = Duration.ofMinutes(50);
  private static final Duration RENEWED_NOT_BEFORE = Duration.ofMinutes(20);
  private static final String EXPECTED = "the .p8 file of a key for push notifications";

  private final PushConfig.Apns config;
  private final Clock clock;
  private final JWSSigner signer;
  private String token = ""; // guarded by this
  private Instant signed = Instant.EPOCH; // guarded by this

  /// @throws io.whaleshark.server.config.ConfigException if the key cannot be used
  ProviderToken(PushConfig.Apns config, Clock clock) {
    this.config = config;
    this.clock = clock;
    String text = SecretFiles.read(config.key(), EXPECTED);
    PrivateKey key = SecretFiles.key(config.key(), text, "EC", EXPECTED);
    try {
      this.signer = new ECDSASigner(key, Curve.P_256);
    } catch (JOSEException _) {
      throw SecretFiles.wrong(config.key(), "another kind of key", EXPECTED);
    }
    current(); // a key of another curve would sign nothing
  }

  /// The token to send.
  synchronized String current() {
    Duration age = Duration.between(signed, clock.instant());
    if (token.isEmpty() || age.compareTo(RENEWED_AFTER) > 0 || age.isNegative()) {
      signed = clock.instant();
      token =
          SignedTokens.sign(
              new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(config.keyId()).build(),
              new JWTClaimsSet.Builder()
                  .issuer(config.teamId())
                  .issueTime(Date.from(signed))
                  .build(),
              signer);
    }
    return token;
  }

  /// Apple says that a token has expired.
  synchronized void expired(String refused) {
    Duration age = Duration.between(signed, clock.instant());
    if (token.equals(refused) && age.compareTo(RENEWED_NOT_BEFORE) > 0) {
      token = "";
    }
  }
}
