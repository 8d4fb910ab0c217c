package io.whaleshark.archives.tables;

import java.io.Serial;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// The source cannot be read. The message says what to do, for people, in one line.
final class SourceFailure extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  SourceFailure(String message) {
    super(message);
  }

  SourceFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /// What to say of a connection that TLS refused; empty if that was not the cause.
  static Optional<String> ofTls(Throwable failure) {
    Optional<String> said = Optional.empty();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException || cause instanceof GeneralSecurityException) {
        said =
            Optional.of(
                "no TLS with it (expected: a certificate that caFile trusts, for this host): "
                    + cause.getMessage()); // the deepest one says most
      }
    }
    return said;
  }
}
