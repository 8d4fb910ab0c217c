package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: the server serves the web chat, and no more than that. Method: a folder as the build makes
/// it, with a secret beside it, served by a real server. What the pages do is tested in a browser.
class WebTest {

  @TempDir private Path folder;
  private Path web;

  @BeforeEach
  void build() throws IOException {
    web = folder.resolve("dist");
    Files.createDirectories(web.resolve("assets"));
    Files.writeString(web.resolve("index.html"), "<!doctype html><title>Chat</title>");
    Files.writeString(web.resolve("assets/index-1a2b.js"), "export {};");
    Files.writeString(web.resolve("worker.js"), "self.skipWaiting();");
    Files.writeString(web.resolve("manifest.webmanifest"), "{}");
    Files.writeString(folder.resolve("secret.txt"), "secret");
  }

  private TourServer server(Map<String, String> settings) {
    return new TourServer(folder.resolve("data"), settings);
  }

  private TourServer serverWithWeb() {
    return server(Map.of("WHALESHARK_WEB", web.toString()));
  }

  @Test
  void thePageAndItsPartsAreServedWithTheirTypes() {
    try (TourServer server = serverWithWeb()) {
      HttpResponse<String> page = server.http("GET", "/", "");
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("<title>Chat</title>");
      assertThat(header(page, "Content-Type")).startsWith("text/html");
      assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
      assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
      HttpResponse<String> script = server.http("GET", "/assets/index-1a2b.js", "");
      assertThat(header(script, "Content-Type")).startsWith("text/javascript");
      assertThat(header(script, "Cache-Control")).contains("immutable");
    }
  }

  /// A browser must find a new service worker as soon as there is one, and it keeps only a manifest
  /// that says so.
  @Test
  void whatABrowserInstallsIsServedForThat() {
    try (TourServer server = serverWithWeb()) {
      HttpResponse<String> worker = server.http("GET", "/worker.js", "");
      assertThat(header(worker, "Content-Type")).startsWith("text/javascript");
      assertThat(header(worker, "Cache-Control")).isEqualTo("no-cache");
      HttpResponse<String> manifest = server.http("GET", "/manifest.webmanifest", "");
      assertThat(header(manifest, "Content-Type")).isEqualTo("application/manifest+json");
      assertThat(header(manifest, "Cache-Control")).isEqualTo("no-cache");
      assertThat(header(server.http("GET", "/", ""), "Content-Security-Policy"))
          .contains("manifest-src 'self'; worker-src 'self'");
    }
  }

  @Test
  void thePageLearnsWhereTheWebSocketIsAndMayReachNothingElse() {
    try (TourServer server = serverWithWeb()) {
      String config = server.http("GET", "/v1/client-config", "").body();
      assertThat(config)
          .isEqualTo(
              "{\"webSocketPort\":%d,\"webSocketPath\":\"/ws\",\"openLogin\":true}"
                  .formatted(server.webSocketPort()));
      assertThat(header(server.http("GET", "/", ""), "Content-Security-Policy"))
          .contains("default-src 'none'", "script-src 'self'")
          .contains("connect-src 'self' ws://127.0.0.1:" + server.webSocketPort() + " ")
          .doesNotContain("unsafe");
    }
  }

  @Test
  void aHostThatIsNoneDoesNotReachThePolicy() throws IOException {
    // With open login other hosts are refused before; so this server asks for tokens.
    var settings =
        Map.of(
            "WHALESHARK_WEB",
            web.toString(),
            "WHALESHARK_OPEN_LOGIN",
            "false",
            "WHALESHARK_APPS_7_TOKEN_KEYS",
            "k=hs256:" + "A".repeat(43));
    try (TourServer server = server(settings)) {
      assertThat(raw(server, "/", "evil.example; script-src *")).doesNotContain("script-src *");
      assertThat(policyFor(server, "no_host"))
          .contains("ws://localhost:" + server.webSocketPort() + " ")
          .doesNotContain("no_host");
      assertThat(policyFor(server, "[::1]:18000"))
          .contains("ws://[::1]:" + server.webSocketPort() + " ");
    }
  }

  @Test
  void noPathLeadsOutOfTheFolder() throws IOException {
    try (TourServer server = serverWithWeb()) {
      for (String path :
          new String[] {"/../secret.txt", "/%2e%2e/secret.txt", "/assets/../../secret.txt"}) {
        assertThat(raw(server, path, "localhost")).doesNotContain("\r\n\r\nsecret");
      }
    }
  }

  @Test
  void withoutTheWebChatTheServerRunsAndSaysSo() {
    try (TourServer server = server(Map.of())) {
      assertThat(server.http("GET", "/", "").body()).contains("without the web chat");
      assertThat(server.http("GET", "/health", "").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aFolderThatHoldsNoWebChatIsRefused() {
    Map<String, String> settings = Map.of("WHALESHARK_WEB", web.resolve("assets").toString());
    assertThatThrownBy(() -> server(settings)).hasMessageContaining("no index.html in");
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static String policyFor(TourServer server, String host) throws IOException {
    return raw(server, "/", host)
        .lines()
        .filter(line -> line.startsWith("Content-Security-Policy:"))
        .findFirst()
        .orElse("");
  }

  /// What the server answers to a request that no well-behaved client would make.
  private static String raw(TourServer server, String path, String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.httpPort())) {
      socket.setSoTimeout(60_000); // rather than for ever
      String request =
          "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
