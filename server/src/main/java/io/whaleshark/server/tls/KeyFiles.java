package io.whaleshark.server.tls;

import io.whaleshark.cli.FileReason;
import io.whaleshark.server.files.NamedFile;
import io.whaleshark.server.files.PemKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/// A certificate chain and its private key, in two PEM files. Immutable.
///
/// @param certificates the server's certificate first, then the intermediate certificates
/// @param key its private key, PKCS #8, not encrypted
public record KeyFiles(NamedFile certificates, NamedFile key) {

  private static final char[] NO_PASSWORD = new char[0];

  private static final String OF_CERTIFICATES = " (expected: a readable file of certificates, PEM)";
  private static final String OF_KEYS =
      " (expected: a readable file with BEGIN PRIVATE KEY; openssl pkcs8 -topk8 -nocrypt makes it)";

  /// Reads the files. Messages begin with the setting that names the file.
  ///
  /// @throws TlsException naming the file and what is wrong with it, never its contents
  X509ExtendedKeyManager read() {
    Certificate[] chain = chain();
    PrivateKey own = privateKey(chain[0].getPublicKey());
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      store.setKeyEntry("server", own, NO_PASSWORD, chain);
      KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(store, NO_PASSWORD);
      for (KeyManager manager : factory.getKeyManagers()) {
        if (manager instanceof X509ExtendedKeyManager usable) {
          return usable;
        }
      }
      throw new IllegalStateException("every Java runtime manages X.509 keys");
    } catch (GeneralSecurityException | IOException e) {
      throw new TlsException(certificates + ": " + e.getMessage(), e);
    }
  }

  private Certificate[] chain() {
    try {
      Collection<? extends Certificate> read =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(Files.readAllBytes(certificates.path())));
      if (read.isEmpty()) {
        throw new TlsException(certificates + ": empty" + OF_CERTIFICATES, null);
      }
      return read.toArray(Certificate[]::new);
    } catch (IOException e) {
      throw new TlsException(certificates + ": " + FileReason.of(e) + OF_CERTIFICATES, e);
    } catch (GeneralSecurityException e) {
      throw new TlsException(certificates + ": no certificate" + OF_CERTIFICATES, e);
    }
  }

  private PrivateKey privateKey(PublicKey mate) {
    try {
      PrivateKey own =
          PemKey.find(Files.readString(key.path(), StandardCharsets.US_ASCII), mate.getAlgorithm())
              .orElseThrow(() -> new TlsException(key + ": no private key" + OF_KEYS, null));
      if (!fit(own, mate)) {
        throw new TlsException(key + ": does not match " + certificates, null);
      }
      return own;
    } catch (IOException e) {
      throw new TlsException(key + ": " + FileReason.of(e) + OF_KEYS, e);
    } catch (GeneralSecurityException e) {
      throw new TlsException(key + ": truncated, or does not match " + certificates, e);
    }
  }

  private static boolean fit(PrivateKey own, PublicKey mate) throws GeneralSecurityException {
    String algorithm =
        switch (mate.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> mate.getAlgorithm();
        };
    byte[] anything = {1, 2, 3};
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(own);
    signer.update(anything);
    Signature checker = Signature.getInstance(algorithm);
    checker.initVerify(mate);
    checker.update(anything);
    return checker.verify(signer.sign());
  }
}
