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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  /// @param status what it was answered
  public record Attempt(String id, String type, JsonNode data, int status) {}

  private final HttpServer server;
  private final Webhook verifier;
  private final List<Attempt> attempts = new ArrayList<>(); // guarded by this
  private final List<String> unverified = new ArrayList<>(); // guarded by this
  private volatile IntUnaryOperator statuses = _ -> 204;

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
    statuses = byAttempt;
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
    int status = note(exchange, body);
    exchange.getResponseHeaders().add("Location", url());
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private synchronized int note(HttpExchange exchange, byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    try {
      verifier.verify(text, HttpHeaders.of(exchange.getRequestHeaders(), (_, _) -> true));
    } catch (WebhookVerificationException e) {
      unverified.add(e.getMessage());
    }
    int status = statuses.applyAsInt(attempts.size());
    JsonNode event = JsonMapper.shared().readTree(text);
    OpenApiContract.read().faults(event).forEach(fault -> unverified.add(text + ": " + fault));
    attempts.add(
        new Attempt(
            exchange.getRequestHeaders().getFirst("webhook-id"),
            event.get("type").asString(),
            event.get("data"),
            status));
    return status;
  }

  /// All attempts, in the order of their arrival.
  public synchronized List<Attempt> attempts() {
    return List.copyOf(attempts);
  }

  /// The first attempt of each event that was answered with success.
  public synchronized List<Attempt> taken() {
    Map<String, Attempt> taken = new LinkedHashMap<>();
    for (Attempt attempt : attempts) {
      if (attempt.status() < 300) {
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
    server.stop(0);
  }
}
