package io.whaleshark.server.webhook;

import io.whaleshark.server.config.WebhookConfig;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The value of `webhook-signature`, as the Standard Webhooks specification defines it: `v1,` and
/// HMAC-SHA256 of id, time and body.
final class Signature {

  private static final String ALGORITHM = "HmacSHA256";

  private Signature() {}

  /// @param seconds the time of the attempt, since 1970
  static String of(WebhookConfig.Key key, String id, long seconds, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.bytes(), ALGORITHM));
      mac.update((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
    }
  }
}
