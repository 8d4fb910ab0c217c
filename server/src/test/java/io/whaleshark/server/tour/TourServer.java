package io.whaleshark.server.tour;

import io.whaleshark.server.Server;
import io.whaleshark.server.config.ServerConfig;
import io.whaleshark.server.docs.OpenApiContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// A real server on free ports, with a folder of its own or as a node of a cluster.
final class TourServer implements AutoCloseable {

  /// For an answer over HTTP, so that a server which gives none is a failure and no test that
  /// hangs.
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(60);

  private final Map<String, String> settings = new HashMap<>();
  private final Clock clock;
  private final HttpClient http = HttpClient.newHttpClient();
  private Server server;

  TourServer(Path folder, Map<String, String> more) {
    this(folder, more, Clock.systemUTC());
  }

  TourServer(Path folder, Map<String, String> more, Clock clock) {
    this(clock, more, Map.of("WHALESHARK_DATA", folder.toString()));
  }

  /// A node of a cluster, which needs no folder.
  static TourServer node(Map<String, String> cluster) {
    return new TourServer(Clock.systemUTC(), cluster, Map.of());
  }

  private TourServer(Clock clock, Map<String, String> more, Map<String, String> place) {
    this.clock = clock;
    settings.putAll(place);
    settings.put("WHALESHARK_TCP_PORT", "0");
    settings.put("WHALESHARK_WS_PORT", "0");
    settings.put("WHALESHARK_HTTP_PORT", "0");
    settings.putAll(more);
    server = start();
  }

  private Server start() {
    try {
      return new Server(ServerConfig.read(null, settings), clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void restart() {
    server.close();
    server = start();
  }

  /// Lets the settings of apps hold as they are now.
  void reload() {
    server.reload(ServerConfig.read(null, settings));
  }

  int tcpPort() {
    return server.tcpPort();
  }

  int webSocketPort() {
    return server.webSocketPort();
  }

  int httpPort() {
    return server.httpPort();
  }

  /// A phone (clientType 3) on TCP.
  WireClient phone(String imei) {
    return new WireClient(WireClient.Transport.TCP, server.tcpPort(), 3, imei);
  }

  /// A desktop (clientType 5) on TCP.
  WireClient desktop(String imei) {
    return new WireClient(WireClient.Transport.TCP, server.tcpPort(), 5, imei);
  }

  WireClient client(WireClient.Transport transport, int clientType, String imei) {
    int port = transport == WireClient.Transport.TCP ? server.tcpPort() : server.webSocketPort();
    return new WireClient(transport, port, clientType, imei);
  }

  /// Every answer is held against the OpenAPI document too.
  HttpResponse<String> http(String method, String path, String body) {
    return http(HttpRequest.newBuilder(), method, path, body);
  }

  /// With a bearer token or key.
  HttpResponse<String> httpAs(String bearer, String method, String path, String body) {
    var request = HttpRequest.newBuilder().header("Authorization", "Bearer " + bearer);
    return http(request, method, path, body);
  }

  private HttpResponse<String> http(
      HttpRequest.Builder request, String method, String path, String body) {
    URI uri = URI.create("http://127.0.0.1:" + server.httpPort() + path);
    var publisher = HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'));
    try {
      HttpResponse<String> answer =
          http.send(
              request.uri(uri).timeout(ANSWERED_WITHIN).method(method, publisher).build(),
              HttpResponse.BodyHandlers.ofString());
      String type = answer.headers().firstValue("Content-Type").orElse("");
      OpenApiContract.read()
          .check(
              method, path, new OpenApiContract.Answer(answer.statusCode(), type, answer.body()));
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
    http.close();
  }
}
