package io.whaleshark.server.api;

import io.netty.channel.Channel;
import io.whaleshark.core.Node;
import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.lane.LaneLimits;
import io.whaleshark.server.auth.Gatekeeper;
import io.whaleshark.server.auth.TokenKeys;
import io.whaleshark.server.config.ServerConfig;
import io.whaleshark.server.http.HttpPort;
import io.whaleshark.server.limits.RateLimits;
import io.whaleshark.server.limits.Rates;
import io.whaleshark.server.metrics.Metrics;
import io.whaleshark.server.sockets.NamedHost;
import io.whaleshark.server.sockets.Sockets;
import io.whaleshark.server.webhook.BeforeSend;
import io.whaleshark.server.webhook.Webhooks;
import io.whaleshark.testkit.FaultyEngine;
import io.whaleshark.testkit.ReferenceEngine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/// The HTTP port of a node with open login, over an engine that stands still before a commit, or
/// fails, when it is told to; and a client of it.
final class HttpNode implements AutoCloseable {

  private static final int ALL = 1_000_000;

  final FaultyEngine engine = new FaultyEngine(new ReferenceEngine());

  private final Semaphore commits = new Semaphore(ALL);
  private final Metrics metrics = new Metrics(() -> {});
  private final Node node =
      new Node(
          engine,
          new Node.Surroundings(
              _ -> AppPolicy.DEFAULT,
              LaneLimits.DEFAULT,
              metrics,
              () -> {},
              Runnable::run,
              Clock.systemUTC()));
  private final HttpClient client = HttpClient.newHttpClient();
  private final Sockets sockets = new Sockets(new NamedHost("host", "127.0.0.1"), 1, null);
  private final HttpApi api;
  private final HttpPort http;
  private final int port; // known after it was closed too

  HttpNode() throws IOException {
    engine.beforeCommit(commits::acquireUninterruptibly);
    ServerConfig config =
        ServerConfig.read(null, Map.of("WHALESHARK_HTTP_PORT", "0", "WHALESHARK_WEB", ""));
    api =
        HttpApi.of(
            node,
            config,
            new HttpApi.Surroundings(
                new Gatekeeper(true, _ -> TokenKeys.NONE, Duration.ZERO, Clock.systemUTC()),
                _ -> Optional.empty(),
                new Rates(RateLimits.NONE, Clock.systemUTC()),
                metrics,
                new BeforeSend(config.frames(), Clock.systemUTC(), metrics),
                new Webhooks(Clock.systemUTC(), metrics),
                _ -> AppPolicy.DEFAULT,
                Clock.systemUTC()),
            0);
    http =
        HttpPort.open(
            sockets,
            api,
            new HttpPort.Settings("http-port", 0, 100, Duration.ofSeconds(30)),
            new HttpPort.Surroundings(
                new Rates(RateLimits.NONE, Clock.systemUTC()),
                Channel::close,
                metrics::failed,
                Clock.systemUTC()));
    port = http.port();
    node.lane().start(Thread.ofPlatform().name("lane").factory());
  }

  SortedSet<String> routes() {
    return api.routes();
  }

  Node node() {
    return node;
  }

  /// From now on nothing is committed.
  void holdCommits() {
    commits.drainPermits();
  }

  /// Whether the lane waits for leave to commit.
  boolean isHeld() {
    return commits.hasQueuedThreads();
  }

  void releaseCommits() {
    commits.release(ALL);
  }

  /// Closes the port alone, as a server does before it closes its lane.
  void closePort() {
    http.close();
  }

  HttpResponse<String> ask(String method, String path, String body) {
    try {
      return client.send(request(method, path, body), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  CompletableFuture<HttpResponse<String>> begin(String method, String path, String body) {
    return begin(method, path, body, BodyHandlers.ofString());
  }

  /// An answer that is read from the network as it is read from the stream, but for what lies in
  /// buffers.
  CompletableFuture<HttpResponse<InputStream>> beginStream(String path) {
    return begin("GET", path, "", BodyHandlers.ofInputStream());
  }

  private <T> CompletableFuture<HttpResponse<T>> begin(
      String method, String path, String body, BodyHandler<T> handler) {
    return client.sendAsync(request(method, path, body), handler);
  }

  private HttpRequest request(String method, String path, String body) {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofString(body)).build();
  }

  @Override
  public void close() {
    releaseCommits();
    http.close();
    sockets.close();
    node.close();
    metrics.close();
    engine.close();
    client.close();
  }
}
