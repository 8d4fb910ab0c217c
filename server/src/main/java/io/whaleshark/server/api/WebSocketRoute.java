package io.whaleshark.server.api;

import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.server.http.Problem;
import io.whaleshark.server.http.Request;
import io.whaleshark.server.http.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/// The WebSocket on the HTTP port: the gateway answers a handshake; any other request is refused
/// like other HTTP requests. Stateless.
final class WebSocketRoute {

  private static final String VERSION = "13";
  private static final int SWITCHING = 101;

  /// Sixteen bytes in base64 (RFC 6455, 4.1).
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{21}[AQgw]==");

  private WebSocketRoute() {}

  static Response answer(Request request) {
    if (!names(request, "Upgrade", "websocket")
        || !names(request, "Connection", "upgrade")
        || !VERSION.equals(request.header("Sec-WebSocket-Version"))) {
      throw new Problem(
              RefusalCode.UPGRADE_REQUIRED, "path: speaks WebSocket (expected: a handshake)")
          .with("Upgrade", "websocket")
          .with("Connection", "Upgrade")
          .with("Sec-WebSocket-Version", VERSION);
    }
    List<String> keys = request.headers().getAll("Sec-WebSocket-Key");
    boolean isKey = keys.size() == 1 && KEY.matcher(keys.getFirst()).matches();
    boolean hasBody =
        request.body().length() > 0 || request.headers().contains("Transfer-Encoding");
    if (!isKey || hasBody) {
      throw new Problem(
          RefusalCode.MALFORMED,
          "handshake: no key, or a body (expected: one key of 16 bytes in base64, no body)");
    }
    return new Response(SWITCHING, List.of(), new Response.Upgrade());
  }

  private static boolean names(Request request, String header, String token) {
    String value = Objects.requireNonNullElse(request.header(header), "");
    return Arrays.stream(value.split(",", -1))
        .anyMatch(part -> part.strip().equalsIgnoreCase(token));
  }
}
