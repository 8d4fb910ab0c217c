package io.whaleshark.client.sdk;

import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.protocol.Refused;

/// The server refused the request; it was not executed.
public final class RefusedException extends ClientException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final String msg;

  /// The exception for this refusal.
  public RefusedException(Refused refused) {
    super("refused with " + refused.code() + ": " + refused.msg(), null);
    this.code = refused.code();
    this.msg = refused.msg();
  }

  /// The number of a [RefusalCode], or one of a newer server.
  public int code() {
    return code;
  }

  /// What was wrong and what was expected.
  public String msg() {
    return msg;
  }

  /// Returns whether the same request, unchanged, may succeed after a pause. An unknown code may if
  /// it is in the server-error family (50000 and above).
  public boolean mayRetry() {
    var known = RefusalCode.of(code);
    return known == null
        ? code >= RefusalCode.INTERNAL.number()
        : known.retry() == RefusalCode.Retry.LATER;
  }
}
