package io.whaleshark.server.files;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Private keys as text: PEM, PKCS #8, not encrypted. Stateless.
public final class PemKey {

  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

  private PemKey() {}

  /// Finds the key of a text; empty if it has none.
  ///
  /// @param algorithm `RSA` or `EC`
  /// @throws GeneralSecurityException if it is damaged, or of another algorithm
  public static Optional<PrivateKey> find(String text, String algorithm)
      throws GeneralSecurityException {
    Matcher pem = PRIVATE_KEY.matcher(text);
    if (!pem.find()) {
      return Optional.empty();
    }
    byte[] form = decode(pem.group(1).getBytes(StandardCharsets.ISO_8859_1));
    try {
      return Optional.of(
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(form)));
    } finally {
      Arrays.fill(form, (byte) 0);
    }
  }

  private static byte[] decode(byte[] base64) throws GeneralSecurityException {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new InvalidKeySpecException("truncated", e);
    }
  }
}
