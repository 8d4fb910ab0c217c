package io.whaleshark.server.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/// A key for tokens. Immutable, thread-safe; `toString` shows only its kind.
///
/// The text form is `hs256:`, `eddsa:` (public key, verifies) or `eddsa-private:` (signs), followed
/// by the key bytes in base64url.
public sealed interface TokenKey {

  /// The key's algorithm. A token that names another algorithm is refused, whatever its signature.
  JWSAlgorithm algorithm();

  /// Whether the token was signed with this key.
  boolean signed(JWSObject token);

  /// The key as text.
  String text();

  /// A key that can also sign.
  sealed interface Signing extends TokenKey {
    /// The signature of these bytes.
    Base64URL sign(JWSObject token);
  }

  /// Parses a key.
  ///
  /// @throws IllegalArgumentException if the text is not a key; the message does not contain it
  static TokenKey of(String text) {
    int colon = text.indexOf(':');
    byte[] bytes = new Base64URL(text.substring(colon + 1)).decode();
    return switch (text.substring(0, Math.max(0, colon))) {
      case "hs256" -> new Shared(sized(bytes, Shared.BYTES_AT_LEAST, Shared.BYTES_AT_MOST));
      case "eddsa" -> Public.of(sized(bytes, Public.BYTES, Public.BYTES));
      case "eddsa-private" -> Private.of(sized(bytes, Private.BYTES, Private.BYTES));
      default ->
          throw new IllegalArgumentException(
              "not a key (expected: hs256:…, eddsa:… or eddsa-private:…)");
    };
  }

  private static byte[] sized(byte[] bytes, int atLeast, int atMost) {
    if (bytes.length < atLeast || bytes.length > atMost) {
      throw new IllegalArgumentException(
          "a key of "
              + bytes.length
              + " bytes (expected: "
              + (atLeast == atMost ? "" : atLeast + "..")
              + atMost
              + " in base64url)");
    }
    return bytes;
  }

  /// A new secret for HS256.
  static Signing newShared() {
    return new Shared(random(Shared.BYTES_AT_LEAST));
  }

  /// An EdDSA key pair: the private key signs, the server needs the public key.
  record Pair(Private signing, Public checking) {}

  /// A new pair for EdDSA.
  static Pair newPair() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return new Pair(
          Private.of(end(pair.getPrivate(), Private.BYTES)),
          Public.of(end(pair.getPublic(), Public.BYTES)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime since 15 has Ed25519", e);
    }
  }

  private static byte[] end(Key key, int count) {
    byte[] form = key.getEncoded();
    return Arrays.copyOfRange(form, form.length - count, form.length);
  }

  private static byte[] random(int count) {
    byte[] bytes = new byte[count];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  /// A secret shared by signer and server.
  final class Shared implements Signing {

    private static final int BYTES_AT_LEAST = 32; // RFC 7518, 3.2
    private static final int BYTES_AT_MOST = 512;

    private final byte[] secret;

    private Shared(byte[] secret) {
      this.secret = secret;
    }

    @Override
    public JWSAlgorithm algorithm() {
      return JWSAlgorithm.HS256;
    }

    @Override
    public boolean signed(JWSObject token) {
      try {
        return token.verify(new MACVerifier(secret));
      } catch (JOSEException e) {
        return false;
      }
    }

    @Override
    public Base64URL sign(JWSObject token) {
      try {
        return new MACSigner(secret).sign(token.getHeader(), token.getSigningInput());
      } catch (JOSEException e) {
        throw new IllegalStateException("every Java runtime has HMAC with SHA-256", e);
      }
    }

    @Override
    public String text() {
      return "hs256:" + Base64URL.encode(secret);
    }

    @Override
    public String toString() {
      return "hs256";
    }
  }

  /// The public half of an Ed25519 pair.
  final class Public implements TokenKey {

    private static final int BYTES = 32;

    /// The X.509 prefix before the key bytes (RFC 8410).
    private static final String X509 = "302a300506032b6570032100";

    private final byte[] bytes;
    private final PublicKey key;

    private Public(byte[] bytes, PublicKey key) {
      this.bytes = bytes;
      this.key = key;
    }

    private static Public of(byte[] bytes) {
      String form = X509 + HexFormat.of().formatHex(bytes);
      try {
        var spec = new X509EncodedKeySpec(HexFormat.of().parseHex(form));
        return new Public(bytes, KeyFactory.getInstance("Ed25519").generatePublic(spec));
      } catch (GeneralSecurityException e) {
        throw new IllegalArgumentException("not an Ed25519 key", e);
      }
    }

    @Override
    public JWSAlgorithm algorithm() {
      return JWSAlgorithm.EdDSA;
    }

    @Override
    public boolean signed(JWSObject token) {
      try {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(key);
        signature.update(token.getSigningInput());
        return signature.verify(token.getSignature().decode());
      } catch (GeneralSecurityException e) {
        return false; // for instance a wrong length
      }
    }

    @Override
    public String text() {
      return "eddsa:" + Base64URL.encode(bytes);
    }

    @Override
    public String toString() {
      return "eddsa";
    }
  }

  /// The private half of an Ed25519 pair. A server does not need it.
  final class Private implements Signing {

    private static final int BYTES = 32;

    /// The PKCS #8 prefix before the key bytes (RFC 8410).
    private static final String PKCS8 = "302e020100300506032b657004220420";

    private final byte[] bytes;
    private final PrivateKey key;

    private Private(byte[] bytes, PrivateKey key) {
      this.bytes = bytes;
      this.key = key;
    }

    private static Private of(byte[] bytes) {
      String form = PKCS8 + HexFormat.of().formatHex(bytes);
      try {
        var spec = new PKCS8EncodedKeySpec(HexFormat.of().parseHex(form));
        return new Private(bytes, KeyFactory.getInstance("Ed25519").generatePrivate(spec));
      } catch (GeneralSecurityException e) {
        throw new IllegalArgumentException("not an Ed25519 key", e);
      }
    }

    @Override
    public JWSAlgorithm algorithm() {
      return JWSAlgorithm.EdDSA;
    }

    /// Always false: tokens are verified with the public key.
    @Override
    public boolean signed(JWSObject token) {
      return false;
    }

    @Override
    public Base64URL sign(JWSObject token) {
      try {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(key);
        signature.update(token.getSigningInput());
        return Base64URL.encode(signature.sign());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java runtime since 15 has Ed25519", e);
      }
    }

    @Override
    public String text() {
      return "eddsa-private:" + Base64URL.encode(bytes);
    }

    @Override
    public String toString() {
      return "eddsa-private";
    }
  }
}
