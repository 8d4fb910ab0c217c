package io.whaleshark.client.sdk;

import org.jspecify.annotations.Nullable;

/// A request failed. The message is one line for a person to read.
///
/// Only [RefusedException] means that the request was not executed. After the others its outcome is
/// unknown. Repeating a send with the same message id, or any read or pull, is always safe, because
/// these are idempotent.
public abstract sealed class ClientException extends RuntimeException
    permits RefusedException, DisconnectedException, UnansweredException {
  private static final long serialVersionUID = 1L;

  ClientException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
