package io.whaleshark.server.api;

import io.whaleshark.server.auth.Origins;
import io.whaleshark.server.http.Header;
import io.whaleshark.server.http.Request;
import io.whaleshark.server.http.Response;

/// Tells browsers that pages of the listed origins, and no others, may read the answers (CORS).
/// Immutable.
///
/// What they may send is the same for all: whoever asks shows a key, and cookies are not used.
final class CrossOrigin {

  private static final String ALLOWED_HEADERS = "Authorization, Content-Type";
  private static final String SHOWN_HEADERS = "Allow, Retry-After, WWW-Authenticate";
  private static final String KEPT_SECONDS = "600";

  private final Origins origins;

  CrossOrigin(Origins origins) {
    this.origins = origins;
  }

  /// The same answer with what a browser wants to know.
  Response answer(Request request, Response answer) {
    String origin = request.header("Origin");
    if (origins.areNone()) {
      return answer;
    }
    Response varied = answer.with("Vary", "Origin");
    if (origin == null || !origins.list(origin)) {
      return varied;
    }
    Response allowed = varied.with("Access-Control-Allow-Origin", origin);
    boolean isPreflight =
        request.method().equals("OPTIONS")
            && request.header("Access-Control-Request-Method") != null;
    return isPreflight
        ? allowed
            .with("Access-Control-Allow-Methods", methods(answer))
            .with("Access-Control-Allow-Headers", ALLOWED_HEADERS)
            .with("Access-Control-Max-Age", KEPT_SECONDS)
        : allowed.with("Access-Control-Expose-Headers", SHOWN_HEADERS);
  }

  /// What the path takes, as its answer to OPTIONS says.
  private static String methods(Response answer) {
    return answer.headers().stream()
        .filter(header -> header.name().equals("Allow"))
        .map(Header::value)
        .findFirst()
        .orElse("");
  }
}
