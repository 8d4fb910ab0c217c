package io.whaleshark.archives;

import io.whaleshark.server.Server;
import io.whaleshark.server.config.ServerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real server that has taken a file.
public final class ImportedServer implements AutoCloseable {

  private static final int LINES_AT_ONCE = 500;
  private static final String APP = "/v1/apps/10001";
  private static final Duration ANSWERS_WITHIN = Duration.ofMinutes(1);

  private final Server server;
  private final HttpClient http = HttpClient.newHttpClient();

  /// Starts a server, and imports a file.
  public ImportedServer(Path folder, Path file) throws IOException {
    Map<String, String> settings =
        Map.of(
            "WHALESHARK_DATA", folder.toString(),
            "WHALESHARK_TCP_PORT", "0",
            "WHALESHARK_WS_PORT", "0",
            "WHALESHARK_HTTP_PORT", "0");
    server = new Server(ServerConfig.read(null, settings), Clock.systemUTC());
    List<String> lines = Files.readAllLines(file);
    for (int from = 0; from < lines.size(); from += LINES_AT_ONCE) {
      take(lines.subList(from, Math.min(lines.size(), from + LINES_AT_ONCE)));
    }
  }

  private void take(List<String> lines) {
    JsonNode results =
        ask("POST", "/import", "{\"lines\":[" + String.join(",", lines) + "]}").path("results");
    for (int i = 0; i < lines.size(); i++) {
      if (results.path(i).path("taken").asString("").isEmpty()) {
        throw new IllegalStateException(lines.get(i) + " got " + results.path(i));
      }
    }
  }

  /// The texts of a conversation, the oldest first, as a user sees it.
  public List<JsonNode> history(String user, String of) {
    String path = "/conversations/messages?fromId=" + user + "&" + of;
    return ask("GET", path, "").path("dataList").valueStream().toList();
  }

  /// How many messages a user has not read.
  public int unread(String user) {
    return ask("GET", "/users/" + user, "").path("unreadCount").asInt();
  }

  private JsonNode ask(String method, String path, String body) {
    URI uri = URI.create("http://127.0.0.1:" + server.httpPort() + APP + path);
    try {
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .timeout(ANSWERS_WITHIN)
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .build();
      return JsonMapper.shared()
          .readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
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
