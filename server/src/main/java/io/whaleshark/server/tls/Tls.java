package io.whaleshark.server.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The TLS context of all encrypted ports: one [SSLContext] whose certificate can be replaced while
/// it is in use. Open connections keep the old certificate. Thread-safe.
public final class Tls {

  /// The supported versions.
  public static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");

  private record Stamp(String certificates, String key) {}

  private final KeyFiles files;
  private final SSLContext context;
  private volatile X509ExtendedKeyManager current; // set by reload, asked by every handshake
  private Stamp read; // of the files when they were last read; guarded by this

  /// Reads the certificate.
  ///
  /// @throws TlsException if it cannot be used
  public Tls(KeyFiles files) {
    this.files = files;
    this.read = stamp();
    this.current = files.read();
    try {
      context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {new Current()}, null, null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has TLS", e);
    }
  }

  public SSLContext context() {
    return context;
  }

  /// Returns the server side of a new connection.
  public SSLEngine newEngine() {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setEnabledProtocols(PROTOCOLS.toArray(String[]::new));
    return engine;
  }

  /// Loads a changed certificate for new connections. If it cannot be used, that is logged, and the
  /// old certificate stays until the files change again.
  public synchronized void reloadIfChanged() {
    Stamp now = stamp();
    if (now.equals(read)) {
      return;
    }
    read = now;
    try {
      current = files.read();
      LOG.atInfo().addKeyValue("file", files.certificates().path()).log("loaded a new certificate");
    } catch (TlsException e) {
      LOG.atError().setCause(e).log("cannot load the new certificate; the old one stays in use");
    }
  }

  private Stamp stamp() {
    return new Stamp(stamp(files.certificates().path()), stamp(files.key().path()));
  }

  private static String stamp(Path file) {
    try {
      return Files.getLastModifiedTime(file) + " " + Files.size(file);
    } catch (IOException e) {
      return "missing";
    }
  }

  /// Delegates to the current key manager.
  private final class Current extends X509ExtendedKeyManager {

    @Override
    public @Nullable String chooseEngineServerAlias(
        String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
      return current.chooseEngineServerAlias(keyType, issuers, engine);
    }

    @Override
    public @Nullable String chooseServerAlias(
        String keyType, Principal @Nullable [] issuers, Socket socket) {
      return current.chooseServerAlias(keyType, issuers, socket);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
      return current.getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
      return current.getPrivateKey(alias);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
      return current.getServerAliases(keyType, issuers);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
      return null; // this is not a client
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] keyType, Principal @Nullable [] issuers, Socket socket) {
      return null;
    }
  }
}
