package io.whaleshark.backend;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key that signs tokens. Immutable, thread-safe. */
interface SigningKey {

  /** As a token names it. */
  String algorithm();

  byte[] sign(byte[] text) throws GeneralSecurityException;

  /** Parses a key, in the text form of the server's command. */
  static SigningKey of(String text) {
    String kind = text.substring(0, Math.max(0, text.indexOf(':')));
    return switch (kind) {
      case "hs256" -> new Shared(bytes(text, Shared.BYTES_AT_LEAST, Shared.BYTES_AT_MOST));
      case "eddsa-private" -> Private.of(bytes(text, Private.BYTES, Private.BYTES));
      default ->
          throw new IllegalArgumentException(
              "not a key that signs (expected: hs256:… or eddsa-private:…)");
    };
  }

  private static byte[] bytes(String text, int atLeast, int atMost) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text.substring(text.indexOf(':') + 1));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not a key (expected: base64url after the colon)", e);
    }
    if (bytes.length < atLeast || bytes.length > atMost) {
      throw new IllegalArgumentException(
          "a key of " + bytes.length + " bytes (expected: " + atLeast + ".." + atMost + ")");
    }
    return bytes;
  }

  /** A secret that the server has as well. */
  final class Shared implements SigningKey {

    private static final int BYTES_AT_LEAST = 32; // RFC 7518, 3.2
    private static final int BYTES_AT_MOST = 512;

    private final byte[] secret;

    private Shared(byte[] secret) {
      this.secret = Arrays.copyOf(secret, secret.length);
    }

    @Override
    public String algorithm() {
      return "HS256";
    }

    @Override
    public byte[] sign(byte[] text) throws GeneralSecurityException {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return mac.doFinal(text);
    }
  }

  /** The private half of an Ed25519 pair, whose public half the server has. */
  final class Private implements SigningKey {

    private static final int BYTES = 32;

    /** The PKCS #8 prefix before the key bytes (RFC 8410). */
    private static final String PKCS8 = "302e020100300506032b657004220420";

    private final PrivateKey key;

    private Private(PrivateKey key) {
      this.key = key;
    }

    private static Private of(byte[] bytes) {
      String form = PKCS8 + HexFormat.of().formatHex(bytes);
      try {
        var spec = new PKCS8EncodedKeySpec(HexFormat.of().parseHex(form));
        return new Private(KeyFactory.getInstance("Ed25519").generatePrivate(spec));
      } catch (GeneralSecurityException e) {
        throw new IllegalArgumentException("not an Ed25519 key", e);
      }
    }

    @Override
    public String algorithm() {
      return "EdDSA";
    }

    @Override
    public byte[] sign(byte[] text) throws GeneralSecurityException {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(text);
      return signature.sign();
    }
  }
}
