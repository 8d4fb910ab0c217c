package io.whaleshark.backend;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Verifies that a webhook comes from the server, as the Standard Webhooks specification says.
 * Immutable, thread-safe.
 */
public final class WebhookVerifier {

  private static final String PREFIX = "whsec_";
  private static final String VERSION = "v1,";
  private static final String MAC = "HmacSHA256";
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final int SECRET_BYTES_AT_LEAST = 24;

  private final List<SecretKeySpec> keys;
  private final Duration tolerance;
  private final Clock clock;

  private WebhookVerifier(List<SecretKeySpec> keys, Duration tolerance, Clock clock) {
    this.keys = keys;
    this.tolerance = tolerance;
    this.clock = clock;
  }

  /**
   * A verifier that takes what any of these secrets has signed within 5 minutes. To rotate a
   * secret, give both until the server has the new one.
   *
   * @param secrets as the server has them, {@code whsec_…}
   * @throws IllegalArgumentException if one is no secret; the message does not contain it
   */
  public static WebhookVerifier of(String... secrets) {
    if (secrets.length == 0) {
      throw new IllegalArgumentException("secrets: none (expected: at least one)");
    }
    List<SecretKeySpec> keys = new ArrayList<>();
    for (String secret : secrets) {
      keys.add(key(secret));
    }
    return new WebhookVerifier(List.copyOf(keys), TOLERANCE, Clock.systemUTC());
  }

  /** With another difference that the clocks may have, and a webhook may take. */
  public WebhookVerifier withTolerance(Duration atMost) {
    if (atMost.isNegative()) {
      throw new IllegalArgumentException("tolerance: " + atMost + " (expected: 0 or more)");
    }
    return new WebhookVerifier(keys, atMost, clock);
  }

  /** With a clock of your own. */
  public WebhookVerifier withClock(Clock other) {
    return new WebhookVerifier(keys, tolerance, other);
  }

  private static SecretKeySpec key(String secret) {
    String text = secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret;
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not a secret (expected: whsec_ and base64)", e);
    }
    if (bytes.length < SECRET_BYTES_AT_LEAST) {
      throw new IllegalArgumentException(
          "a secret of "
              + bytes.length
              + " bytes (expected: at least "
              + SECRET_BYTES_AT_LEAST
              + ")");
    }
    return new SecretKeySpec(bytes, MAC);
  }

  /**
   * Verifies a request. Nothing of the body is looked at before its signature holds.
   *
   * @param id the header {@code webhook-id}, null if there is none
   * @param timestamp the header {@code webhook-timestamp}, null if there is none
   * @param signatures the header {@code webhook-signature}, null if there is none
   * @param body the bytes as they came
   * @throws InvalidSignatureException if the server did not send it just now
   */
  public void verify(
      @Nullable String id, @Nullable String timestamp, @Nullable String signatures, byte[] body)
      throws InvalidSignatureException {
    if (id == null || timestamp == null || signatures == null) {
      throw new InvalidSignatureException("a header of webhooks is missing");
    }
    requireNow(timestamp);
    byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
    List<byte[]> expected = keys.stream().map(key -> sign(key, head, body)).toList();
    boolean genuine = false;
    for (String signature : signatures.split(" ", -1)) {
      genuine |= signature.startsWith(VERSION) && isOneOf(expected, signature);
    }
    if (!genuine) {
      throw new InvalidSignatureException("no signature fits");
    }
  }

  private void requireNow(String timestamp) throws InvalidSignatureException {
    if (!timestamp.matches("\\d{1,12}")) {
      throw new InvalidSignatureException("the timestamp is no number of seconds");
    }
    Instant at = Instant.ofEpochSecond(Long.parseLong(timestamp));
    if (Duration.between(at, clock.instant()).abs().compareTo(tolerance) > 0) {
      throw new InvalidSignatureException("the timestamp is too far from now");
    }
  }

  private static byte[] sign(SecretKeySpec key, byte[] head, byte[] body) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key);
      mac.update(head);
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + MAC, e);
    }
  }

  /** Takes as long wherever the difference is. */
  private static boolean isOneOf(List<byte[]> expected, String signature) {
    byte[] given;
    try {
      given = Base64.getDecoder().decode(signature.substring(VERSION.length()));
    } catch (IllegalArgumentException e) {
      return false;
    }
    boolean found = false;
    for (byte[] one : expected) {
      found |= MessageDigest.isEqual(one, given);
    }
    return found;
  }
}
