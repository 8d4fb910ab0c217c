package io.whaleshark.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.whaleshark.protocol.RefusalCode;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A request with a valid head. Immutable, except for its body, which is read once.
///
/// @param from the sender's address
/// @param host this server's name as the client sent it; empty if an HTTP/1.0 client sent none
/// @param parameters the values of the route's variables
public record ServerRequest(
    SocketAddress from,
    String method,
    Target target,
    Optional<String> host,
    HttpHeaders headers,
    RequestBody body,
    Map<String, String> parameters) {

  private static final Pattern HOST =
      Pattern.compile("(?:[A-Za-z0-9._~!$&'()*+,;=%-]*|\\[[0-9A-Fa-f:.]+])(?::\\d{0,5})?");

  /// Parses the head of a request.
  ///
  /// @throws Problem if the head is invalid; the end of the body is then unknown, so nothing that
  ///   follows on the connection may be read
  static ServerRequest of(HttpRequest head, SocketAddress from, RequestBody body) {
    boolean isOld = head.protocolVersion().equals(HttpVersion.HTTP_1_0);
    HttpHeaders headers = isOld ? withoutUpgrade(head.headers()) : head.headers();
    refuseUnknownFraming(headers);
    Target target = Target.of(head.uri());
    List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
    if (hosts.size() > 1 || (hosts.isEmpty() && !isOld)) {
      throw new Problem(
          RefusalCode.MALFORMED, "Host: " + hosts.size() + " headers (expected: one)");
    }
    if (headers.getAll(HttpHeaderNames.ORIGIN).size() > 1) {
      throw new Problem(RefusalCode.MALFORMED, "Origin: several headers (expected: at most one)");
    }
    Optional<String> host = target.authority().or(() -> hosts.stream().findFirst());
    if (Stream.concat(host.stream(), hosts.stream()).anyMatch(h -> !HOST.matcher(h).matches())) {
      throw new Problem(RefusalCode.MALFORMED, "Host: malformed (expected: host or host:port)");
    }
    return new ServerRequest(from, head.method().name(), target, host, headers, body, Map.of());
  }

  /// HTTP/1.0 has no upgrades (RFC 9110, 7.8).
  private static HttpHeaders withoutUpgrade(HttpHeaders headers) {
    return headers.copy().remove(HttpHeaderNames.UPGRADE);
  }

  private static void refuseUnknownFraming(HttpHeaders headers) {
    List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (!codings.isEmpty()
        && (codings.size() > 1 || !codings.getFirst().equalsIgnoreCase("chunked"))) {
      throw new Problem(
          RefusalCode.MALFORMED, "Transfer-Encoding: not supported (expected: chunked, or none)");
    }
  }

  /// Returns the decoded segments of the path; none for `*`.
  public List<String> path() {
    return target.segments();
  }

  /// Decodes the query.
  ///
  /// @throws Problem if it cannot be decoded, or has two values for a field
  public Query query() {
    return Query.of(target.rawQuery());
  }

  /// Returns a header; null if absent. If a name occurs several times, returns the first.
  public @Nullable String header(String name) {
    return headers.get(name);
  }

  /// Returns the value of a route variable.
  public String parameter(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalStateException("the route has no variable " + name);
    }
    return value;
  }

  ServerRequest with(Map<String, String> found) {
    return new ServerRequest(from, method, target, host, headers, body, found);
  }
}
