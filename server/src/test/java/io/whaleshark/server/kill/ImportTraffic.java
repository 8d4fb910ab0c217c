package io.whaleshark.server.kill;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a backend sends beside an import, one message after the other, over a server that may be
/// killed: each under one id until it is acknowledged.
final class ImportTraffic implements AutoCloseable {

  private static final String SENDER = "guest";
  private static final Pattern ID = Pattern.compile(".*\"messageId\":\"([^\"]*)\".*");
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int OK = 200;

  private final URI uri;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> acknowledged = new ArrayList<>(); // read when the thread has ended
  private final Thread thread;
  private volatile boolean isOver; // set by whoever ends it

  /// Begins to send.
  ///
  /// @param port of the server's HTTP, also after it was started again
  ImportTraffic(int port) {
    this.uri = URI.create("http://127.0.0.1:" + port + "/v1/apps/10001/messages");
    this.thread = Thread.ofVirtual().name("traffic").start(this::send);
  }

  /// The last message is sent until it is acknowledged, or it might be there or not.
  private void send() {
    while (!isOver) {
      String id = "t" + acknowledged.size();
      while (!isTaken(id)) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
      acknowledged.add(id);
    }
  }

  private boolean isTaken(String id) {
    String message =
        "{\"messageId\":\"%s\",\"fromId\":\"%s\",\"toId\":\"host\",\"messageBody\":\"hi\"}"
            .formatted(id, SENDER);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(ANSWERED_WITHIN)
            .POST(HttpRequest.BodyPublishers.ofString(message))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
    } catch (IOException _) {
      return false; // it was killed
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Ends it.
  ///
  /// @return the ids that were acknowledged, in their order
  List<String> end() throws InterruptedException {
    isOver = true;
    thread.join();
    return acknowledged;
  }

  /// Whether an exported line is of these messages.
  static boolean isOwn(String line) {
    return line.contains("\"fromId\":\"" + SENDER + "\"");
  }

  /// The id of a message in an exported line.
  static String id(String line) {
    Matcher matcher = ID.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(line);
    }
    return matcher.group(1);
  }

  /// Ends it, whatever happened to the server.
  @Override
  public void close() {
    isOver = true;
    thread.interrupt();
    http.shutdownNow();
  }
}
