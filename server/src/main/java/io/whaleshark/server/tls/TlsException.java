package io.whaleshark.server.tls;

import org.jspecify.annotations.Nullable;

/// A certificate or key cannot be used. The message says which and why, and contains nothing of it.
public final class TlsException extends RuntimeException {

  private static final long serialVersionUID = 1;

  TlsException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
