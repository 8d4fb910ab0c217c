package io.whaleshark.client.sdk;

import org.jspecify.annotations.Nullable;

/// No answer came in time, or the waiting thread was interrupted.
public final class UnansweredException extends ClientException {
  private static final long serialVersionUID = 1L;

  /// @param message what was waited for, and how long
  public UnansweredException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
