package io.whaleshark.server.api;

import io.whaleshark.server.http.Response;
import io.whaleshark.server.http.ServerRequest;
import java.util.regex.Pattern;

/// The headers of what a browser shows as a page, or loads for one: it may load scripts, styles and
/// images from this server only, and connect to nothing else. Immutable.
final class PageHeaders {

  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]");

  private final int webSocketPort;

  PageHeaders(int webSocketPort) {
    this.webSocketPort = webSocketPort;
  }

  /// Returns the same answer with these headers.
  Response add(ServerRequest request, Response page) {
    return page.with("Content-Security-Policy", policy(request))
        .with("X-Content-Type-Options", "nosniff")
        .with("Referrer-Policy", "no-referrer")
        .with("Cross-Origin-Opener-Policy", "same-origin");
  }

  /// The Content-Security-Policy. The WebSocket has another port, so the policy names that port on
  /// the host in the request.
  private String policy(ServerRequest request) {
    String host = host(request.host().orElse(""));
    String socket = host + ":" + webSocketPort;
    return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        + ("connect-src 'self' ws://" + socket + " wss://" + socket + "; ")
        + "manifest-src 'self'; worker-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  }

  /// Returns the host without its port, or `localhost` if the header is not a valid host, so that
  /// no header can extend the policy.
  private static String host(String header) {
    String host = header.replaceFirst(":\\d{1,5}$", "");
    return HOST.matcher(host).matches() ? host : "localhost";
  }
}
