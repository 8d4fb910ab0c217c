package io.whaleshark.server.api;

import io.netty.handler.codec.http.HttpHeaders;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.server.http.Problem;
import io.whaleshark.server.http.Response;
import io.whaleshark.server.http.ServerRequest;
import java.util.List;
import java.util.regex.Pattern;

/// The rule of WebSocket handshakes (RFC 6455, 4.2.1), on every port that serves WebSockets. The
/// gateway answers a valid handshake; any other request is refused like other HTTP requests.
/// Stateless.
final class WebSocketRoute {

  private static final String VERSION = "13";
  private static final int SWITCHING = 101;

  /// Sixteen bytes in base64 (RFC 6455, 4.1).
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{21}[AQgw]==");

  private WebSocketRoute() {}

  static Response answer(ServerRequest request) {
    HttpHeaders headers = request.headers();
    var _ = request.query(); // what follows the path is ignored, but it must be a query
    if (!request.method().equals("GET")
        || !isWebSocketAlone(headers.getAll("Upgrade"))
        || !headers.containsValue("Connection", "upgrade", true)) {
      throw upgradeRequired("path: accepts only WebSocket (expected: a handshake over HTTP/1.1)");
    }
    List<String> versions = headers.getAll("Sec-WebSocket-Version");
    if (versions.size() > 1) {
      throw malformed("Sec-WebSocket-Version: " + versions.size() + " headers (expected: one)");
    }
    if (!versions.contains(VERSION)) {
      throw upgradeRequired("Sec-WebSocket-Version: not supported (expected: " + VERSION + ")");
    }
    List<String> keys = headers.getAll("Sec-WebSocket-Key");
    if (keys.size() != 1 || !KEY.matcher(keys.getFirst()).matches()) {
      throw malformed("Sec-WebSocket-Key: no key (expected: one of 16 bytes in base64)");
    }
    if (request.body().length() > 0 || headers.contains("Transfer-Encoding")) {
      throw malformed("body: not allowed in a handshake (expected: none)");
    }
    return new Response(SWITCHING, List.of(), new Response.Upgrade());
  }

  /// A list of protocols is allowed (RFC 9110, 7.8), but the handshake behind this port takes none.
  private static boolean isWebSocketAlone(List<String> protocols) {
    return protocols.size() == 1 && protocols.getFirst().strip().equalsIgnoreCase("websocket");
  }

  private static Problem malformed(String detail) {
    return new Problem(RefusalCode.MALFORMED, detail);
  }

  private static Problem upgradeRequired(String detail) {
    return new Problem(RefusalCode.UPGRADE_REQUIRED, detail)
        .with("Upgrade", "websocket")
        .with("Connection", "Upgrade")
        .with("Sec-WebSocket-Version", VERSION);
  }
}
