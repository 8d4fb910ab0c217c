package io.whaleshark.client.chat;

import io.whaleshark.client.sdk.ClientConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options for an encrypted connection.
final class TlsOptions {

  @Option(names = "--tls", description = "The server speaks TLS.")
  private boolean tls;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description =
          "Trust these certificates alone, a PEM file (implies --tls; default: those that Java"
              + " trusts).")
  private @Nullable Path trusted;

  /// @throws IllegalArgumentException if the certificates cannot be read
  ClientConfig applyTo(ClientConfig config) {
    return tls || trusted != null ? config.withTls(context()) : config;
  }

  private SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted == null ? null : read(trusted));
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw wrong(trusted + ": " + e.getMessage(), e);
    }
  }

  private static KeyStore read(Path file) throws GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int count = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca-" + count++, certificate);
      }
      if (count == 0) {
        throw wrong(file + ": no certificate", null);
      }
      return store;
    } catch (IOException e) {
      throw wrong(file + ": cannot be read", e);
    }
  }

  private static IllegalArgumentException wrong(String what, @Nullable Exception why) {
    return new IllegalArgumentException(
        "--ca: " + what + " (expected: a readable file of certificates, PEM)", why);
  }
}
