package io.whaleshark.server.push.service;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.whaleshark.cli.FileReason;
import io.whaleshark.server.config.ConfigException;
import io.whaleshark.server.files.NamedFile;
import io.whaleshark.server.files.PemKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Reads the files that push services need. Messages name the setting and the file, and contain
/// nothing of it. Stateless.
final class SecretFiles {

  private SecretFiles() {}

  /// @throws ConfigException if it cannot be read
  static String read(NamedFile file, String expected) {
    try {
      return Files.readString(file.path());
    } catch (IOException e) {
      throw wrong(file, FileReason.of(e), expected);
    }
  }

  /// Finds a private key in a text.
  ///
  /// @param file where the text is from
  /// @throws ConfigException if there is none
  static PrivateKey key(NamedFile file, String text, String algorithm, String expected) {
    try {
      return PemKey.find(text, algorithm)
          .orElseThrow(() -> wrong(file, "no private key", expected));
    } catch (GeneralSecurityException _) {
      throw wrong(file, "truncated, or another kind of key", expected);
    }
  }

  static ConfigException wrong(NamedFile file, String what, String expected) {
    return new ConfigException(file + ": " + what + " (expected: " + expected + ")");
  }

  /// Trust in whoever has a certificate that these sign.
  ///
  /// @throws ConfigException if the file has none
  static Optional<SSLContext> trust(Optional<NamedFile> authority) {
    return authority.map(SecretFiles::trust);
  }

  private static SSLContext trust(NamedFile authority) {
    String expected = "a readable file of certificates, PEM";
    String text = read(authority, expected);
    try {
      Collection<? extends Certificate> read =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(text.getBytes(US_ASCII)));
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      for (Certificate each : read) {
        trusted.setCertificateEntry("authority " + trusted.size(), each);
      }
      if (trusted.size() == 0) {
        throw wrong(authority, "no certificate", expected);
      }
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException _) {
      throw wrong(authority, "no certificate", expected);
    }
  }
}
