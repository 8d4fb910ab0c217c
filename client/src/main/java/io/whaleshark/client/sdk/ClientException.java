package io.whaleshark.client.sdk;

import org.jspecify.annotations.Nullable;

/// Why a request has no answer. The message is one line for a person to read.
///
/// Only [RefusedException] says that the request was not carried out. After the others its outcome
/// is unknown; repeating a send with the same message id, or any read or pull, is always safe.
public abstract sealed class ClientException extends RuntimeException
    permits RefusedException, DisconnectedException, UnansweredException {
  private static final long serialVersionUID = 1L;

  ClientException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
