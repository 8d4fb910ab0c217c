package io.whaleshark.client.sdk;

import org.jspecify.annotations.Nullable;

/// The connection could not be made, or ended before the answer arrived.
public final class DisconnectedException extends ClientException {
  private static final long serialVersionUID = 1L;

  /// @param message what happened, as in `cannot reach 127.0.0.1:19001: connection refused`
  public DisconnectedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  DisconnectedException(Closed why, @Nullable Throwable cause) {
    this(why.detail(), cause);
  }
}
