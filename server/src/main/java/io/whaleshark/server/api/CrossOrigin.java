package io.whaleshark.server.api;

import io.whaleshark.server.auth.Origins;
import io.whaleshark.server.http.Request;
import io.whaleshark.server.http.Response;

/// Tells browsers that pages of the listed origins, and no others, may read the answers (CORS).
/// Immutable.
///
/// What they may send is the same for all pages and paths: whoever asks shows a key, and cookies
/// are not used. A browser shows a page nothing of a call whose preflight was refused. So a
/// preflight is granted for any path, and the call itself hears that nothing is there.
final class CrossOrigin {

  private static final String ALLOWED_METHODS = "DELETE, GET, HEAD, POST, PUT";
  private static final String ALLOWED_HEADERS = "Authorization, Content-Type";
  private static final String SHOWN_HEADERS = "Allow, Retry-After, WWW-Authenticate";
  private static final String KEPT_SECONDS = "600";

  private final Origins origins;

  CrossOrigin(Origins origins) {
    this.origins = origins;
  }

  /// Whether a browser asks if a page of a listed origin may call.
  boolean isPreflight(Request request) {
    String origin = request.header("Origin");
    return request.method().equals("OPTIONS")
        && request.header("Access-Control-Request-Method") != null
        && origin != null
        && origins.list(origin);
  }

  /// That it may.
  Response granted() {
    return Response.noContent()
        .with("Access-Control-Allow-Methods", ALLOWED_METHODS)
        .with("Access-Control-Allow-Headers", ALLOWED_HEADERS)
        .with("Access-Control-Max-Age", KEPT_SECONDS);
  }

  /// The same answer, with who may read it.
  Response answer(Request request, Response answer) {
    if (origins.areNone()) {
      return answer;
    }
    Response varied = answer.with("Vary", "Origin");
    String origin = request.header("Origin");
    return origin == null || !origins.list(origin)
        ? varied
        : varied
            .with("Access-Control-Allow-Origin", origin)
            .with("Access-Control-Expose-Headers", SHOWN_HEADERS);
  }
}
