package io.whaleshark.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/// A certificate that signed itself, with its key, in files as servers want them.
///
/// @param certificate PEM
/// @param key PEM, PKCS #8, not encrypted
/// @param store holds both as the entry `it`
public record TestCertificate(Path certificate, Path key, KeyStore store) {

  private static final String PASSWORD = "changeit";
  private static final String ENTRY = "it";
  private static final long MADE_WITHIN_SECONDS = 60;

  /// Makes one with the `keytool` of the running Java.
  ///
  /// @param name of whom it certifies, and of the files
  /// @param algorithm of the key, such as `EC`
  /// @param places for which it is valid, as `keytool` writes them: `ip:127.0.0.1,dns:localhost`
  public static TestCertificate make(Path folder, String name, String algorithm, String places)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path file = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ENTRY,
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + name,
                "-ext",
                "san=" + places,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start();
    if (!keytool.waitFor(MADE_WITHIN_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IOException("keytool made no certificate");
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return new TestCertificate(
        pem(folder.resolve(name + ".crt"), "CERTIFICATE", store.getCertificate(ENTRY).getEncoded()),
        pem(
            folder.resolve(name + ".key"),
            "PRIVATE KEY",
            store.getKey(ENTRY, PASSWORD.toCharArray()).getEncoded()),
        store);
  }

  private static Path pem(Path file, String what, byte[] bytes) throws IOException {
    String text = Base64.getMimeEncoder().encodeToString(bytes);
    return Files.writeString(
        file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
  }
}
