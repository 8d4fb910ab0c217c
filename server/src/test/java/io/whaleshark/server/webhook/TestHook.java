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
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A program that is asked before messages are sent, on a port of the loopback. It verifies each
/// request with the public library of the Standard Webhooks specification.
public final class TestHook implements AutoCloseable {

  /// What it answers.
  ///
  /// @param status negative to say nothing before it closes
  public record Answer(int status, String body) {

    public static final Answer HANG = new Answer(-1, "");

    public static Answer of(String body) {
      return new Answer(200, body.replace('\'', '"'));
    }
  }

  private final HttpServer server;
  private final Webhook verifier = new Webhook(TestReceiver.SECRET);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<JsonNode> asked = new ArrayList<>(); // guarded by this
  private final List<String> ids = new ArrayList<>(); // guarded by this
  private final List<String> unverified = new ArrayList<>(); // guarded by this
  private volatile Function<JsonNode, Answer> answers = _ -> Answer.of("{'allow': true}");

  public TestHook() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
    server.setExecutor(task -> Thread.ofVirtual().start(task));
    server.createContext("/ask", this::take);
    server.start();
  }

  /// What it answers about a message.
  public TestHook answering(Function<JsonNode, Answer> byMessage) {
    answers = byMessage;
    return this;
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/ask";
  }

  private void take(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Answer answer = answers.apply(note(exchange, body));
    if (answer.status() < 0) {
      awaitClosing();
      exchange.close();
      return;
    }
    byte[] said = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Location", url());
    exchange.sendResponseHeaders(answer.status(), said.length == 0 ? -1 : said.length);
    exchange.getResponseBody().write(said);
    exchange.close();
  }

  private void awaitClosing() {
    try {
      closing.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized JsonNode note(HttpExchange exchange, byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    try {
      verifier.verify(text, HttpHeaders.of(exchange.getRequestHeaders(), (_, _) -> true));
    } catch (WebhookVerificationException e) {
      unverified.add(e.getMessage());
    }
    JsonNode question = JsonMapper.shared().readTree(text);
    OpenApiContract.read().faults(question).forEach(fault -> unverified.add(text + ": " + fault));
    ids.add(exchange.getRequestHeaders().getFirst("webhook-id"));
    asked.add(question);
    return question.get("data");
  }

  /// The bodies of all requests, in the order of their arrival.
  public synchronized List<JsonNode> asked() {
    return List.copyOf(asked);
  }

  /// The ids of all requests.
  public synchronized List<String> ids() {
    return List.copyOf(ids);
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
