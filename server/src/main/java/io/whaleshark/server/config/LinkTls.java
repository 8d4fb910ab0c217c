package io.whaleshark.server.config;

import java.nio.file.Path;
import java.util.Optional;

/// How a connection to another server is encrypted.
///
/// @param authority a file with the certificates that sign the other server's, PEM; empty for those
///   that Java trusts
public record LinkTls(Mode mode, Optional<Path> authority) {

  /// How much is asked of the other server.
  public enum Mode {
    /// The connection is not encrypted.
    OFF,
    /// It is encrypted, with whoever answers.
    REQUIRE,
    /// It is encrypted, and the certificate is checked against the name of the host.
    VERIFY
  }

  /// Reads `tls` and `tls-ca` below a key.
  static LinkTls read(Settings settings, String below) {
    String key = below + ".tls";
    Mode mode = settings.choice(key, Mode.OFF);
    Optional<Path> authority = settings.path(below + ".tls-ca");
    if (authority.isPresent() && mode != Mode.VERIFY) {
      throw settings.wrong(
          below + ".tls-ca",
          "set (expected: only with "
              + settings.named(key)
              + ": verify; it is not used otherwise)");
    }
    return new LinkTls(mode, authority);
  }
}
