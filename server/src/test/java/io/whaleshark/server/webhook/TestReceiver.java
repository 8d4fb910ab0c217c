package io.whaleshark.server.webhook;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.whaleshark.server.docs.OpenApiContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A program that takes webhooks, on a port of the loopback. It verifies each request with the
/// public library of the Standard Webhooks specification.
public final class TestReceiver implements AutoCloseable {

  /// The secret that it knows.
  public static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwAAAAAAAAAAA=";

  /// One attempt that arrived.
  ///
  /// @param status what it was answered; 0 if nothing
  public record Attempt(String id, String type, JsonNode data, int status) {}

  /// How it treats an attempt.
  ///
  /// @param status what it answers; 0 to hang up without an answer
  /// @param after how long it waits before
  public record Manner(int status, Duration after) {

    /// Reads the request, and closes the connection.
    public static final Manner HANGS_UP = new Manner(0, Duration.ZERO);

    /// Says nothing, for longer than anybody waits.
    public static final Manner HANGS = new Manner(0, Duration.ofMinutes(1));

    /// Answers at once.
    public static Manner of(int status) {
      return new Manner(status, Duration.ZERO);
    }
  }

  private final HttpServer server;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Webhook verifier;
  private final List<Attempt> attempts = new ArrayList<>(); // guarded by this
  private final List<String> unverified = new ArrayList<>(); // guarded by this
  private volatile IntFunction<Manner> manners = _ -> Manner.of(204);

  /// @param port 0 for any
  public TestReceiver(int port) throws IOException {
    this(port, SECRET);
  }

  /// One that knows another secret.
  public TestReceiver(int port, String secret) throws IOException {
    verifier = new Webhook(secret);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
    server.setExecutor(task -> Thread.ofVirtual().start(task));
    server.createContext("/hook", this::take);
    server.start();
  }

  /// What it answers: the status of the how-manyth attempt, from 0.
  public TestReceiver answering(IntUnaryOperator byAttempt) {
    return behaving(attempt -> Manner.of(byAttempt.applyAsInt(attempt)));
  }

  /// What it does: with the how-manyth attempt, from 0.
  public TestReceiver behaving(IntFunction<Manner> byAttempt) {
    manners = byAttempt;
    return this;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public String url() {
    return "http://127.0.0.1:" + port() + "/hook";
  }

  private void take(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Manner manner = note(exchange, body);
    pause(manner.after());
    if (manner.status() > 0) {
      exchange.getResponseHeaders().add("Location", url());
      exchange.sendResponseHeaders(manner.status(), -1);
    }
    exchange.close();
  }

  private void pause(Duration time) {
    try {
      boolean _ = closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Manner note(HttpExchange exchange, byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    try {
      verifier.verify(text, HttpHeaders.of(exchange.getRequestHeaders(), (_, _) -> true));
    } catch (WebhookVerificationException e) {
      unverified.add(e.getMessage());
    }
    Manner manner = manners.apply(attempts.size());
    JsonNode event = JsonMapper.shared().readTree(text);
    OpenApiContract.read().faults(event).forEach(fault -> unverified.add(text + ": " + fault));
    attempts.add(
        new Attempt(
            exchange.getRequestHeaders().getFirst("webhook-id"),
            event.get("type").asString(),
            event.get("data"),
            manner.status()));
    return manner;
  }

  /// All attempts, in the order of their arrival.
  public synchronized List<Attempt> attempts() {
    return List.copyOf(attempts);
  }

  /// The first attempt of each event that was answered with success.
  public synchronized List<Attempt> taken() {
    Map<String, Attempt> taken = new LinkedHashMap<>();
    for (Attempt attempt : attempts) {
      if (attempt.status() >= 200 && attempt.status() < 300) {
        taken.putIfAbsent(attempt.id(), attempt);
      }
    }
    return List.copyOf(taken.values());
  }

  /// What the library refused, and what the OpenAPI document does not tell.
  public synchronized List<String> unverified() {
    return List.copyOf(unverified);
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
  }
}
