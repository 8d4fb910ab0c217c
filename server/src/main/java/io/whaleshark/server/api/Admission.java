package io.whaleshark.server.api;

import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.server.auth.Origins;
import io.whaleshark.server.http.Problem;
import io.whaleshark.server.http.ServerRequest;
import io.whaleshark.server.limits.Rates;

/// Applies the rate limit and the origin check for web pages before anything else handles a
/// request. Thread-safe.
final class Admission {

  private final Origins origins;
  private final Rates rates;

  Admission(Origins origins, Rates rates) {
    this.origins = origins;
    this.rates = rates;
  }

  /// @throws Problem if the request is refused
  void admit(ServerRequest request) {
    long wait = rates.takeHttpRequest(request.from());
    if (wait > 0) {
      throw Problem.tooMany("requests: too many from your address", wait);
    }
    if (!origins.allow(request.header("Origin"), request.host().orElse(null))) {
      throw new Problem(
          RefusalCode.ORIGIN_REFUSED, "Origin or Host: not allowed (expected: one of origins)");
    }
  }
}
