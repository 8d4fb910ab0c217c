package io.whaleshark.server.api;

import io.netty.handler.codec.http.HttpHeaders;
import io.whaleshark.server.auth.Origins;
import io.whaleshark.server.http.Response;
import io.whaleshark.server.http.ServerRequest;
import java.util.List;

/// Adds the CORS headers that let pages of the listed origins, and no others, read responses.
/// Immutable.
///
/// All pages may send the same requests to all paths: authentication uses keys, not cookies. If a
/// preflight is refused, the browser hides the response to the call from the page. So a preflight
/// succeeds for every path, and the call itself returns the 404.
final class CrossOrigin {

  private static final String ALLOWED_METHODS = "DELETE, GET, HEAD, POST, PUT";
  private static final String ALLOWED_HEADERS = "Authorization, Content-Type";
  private static final String SHOWN_HEADERS = "Allow, Retry-After, WWW-Authenticate";
  private static final String KEPT_SECONDS = "600";

  private final Origins origins;

  CrossOrigin(Origins origins) {
    this.origins = origins;
  }

  /// Returns whether this is a CORS preflight from a page of a listed origin.
  boolean isPreflight(ServerRequest request) {
    String origin = request.header("Origin");
    return request.method().equals("OPTIONS")
        && request.header("Access-Control-Request-Method") != null
        && origin != null
        && origins.list(origin);
  }

  /// The response that grants a preflight.
  Response granted() {
    return Response.noContent()
        .with("Access-Control-Allow-Methods", ALLOWED_METHODS)
        .with("Access-Control-Allow-Headers", ALLOWED_HEADERS)
        .with("Access-Control-Max-Age", KEPT_SECONDS);
  }

  /// Adds the header that names the origin allowed to read the answer.
  Response answer(HttpHeaders headers, Response answer) {
    if (origins.areNone()) {
      return answer;
    }
    Response varied = answer.with("Vary", "Origin");
    List<String> found = headers.getAll("Origin");
    return found.size() != 1 || !origins.list(found.getFirst())
        ? varied
        : varied
            .with("Access-Control-Allow-Origin", found.getFirst())
            .with("Access-Control-Expose-Headers", SHOWN_HEADERS);
  }
}
