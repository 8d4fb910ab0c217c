package io.whaleshark.client.sdk;

import org.jspecify.annotations.Nullable;

/// No answer arrived in time, or the waiting thread was interrupted.
public final class UnansweredException extends ClientException {
  private static final long serialVersionUID = 1L;

  /// @param message what the caller waited for, and for how long
  public UnansweredException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
