package io.whaleshark.server.api;

import io.whaleshark.cli.FileReason;
import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.server.gateway.Gateway;
import io.whaleshark.server.http.Response;
import io.whaleshark.server.http.Router;
import io.whaleshark.server.http.ServerRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Serves the web chat: the files of one folder, and the configuration that its page needs.
///
/// All files are read once, at the start, and served from memory. So no request path is ever used
/// as a file path. Immutable.
final class WebRoutes {

  private static final String PAGE = "/index.html";
  private static final String NAMED_BY_CONTENT = "/assets/";
  private static final int OK = 200;
  private static final long FOLDER_BYTES_AT_MOST = 16L << 20;
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "webmanifest", "application/manifest+json",
          "json", JsonResponse.TYPE);

  /// The served files, by path.
  private final Map<String, byte[]> files;

  private final int webSocketPort;
  private final boolean openLogin;
  private final PageHeaders headers;

  private WebRoutes(Map<String, byte[]> files, int webSocketPort, boolean openLogin) {
    this.files = files;
    this.webSocketPort = webSocketPort;
    this.openLogin = openLogin;
    headers = new PageHeaders(webSocketPort);
  }

  /// Reads the web chat.
  ///
  /// @param named the setting of the folder, for people
  /// @param folder the folder it was built into; without one, the start page says that there is no
  ///   web chat
  /// @throws IOException if the folder cannot be read, or holds more than 16 MiB
  static WebRoutes read(String named, Optional<Path> folder, int webSocketPort, boolean openLogin)
      throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    if (folder.isPresent()) {
      long bytes = 0;
      for (Path file : filesBelow(named, folder.get())) {
        byte[] content = content(named, file);
        bytes += content.length;
        if (bytes > FOLDER_BYTES_AT_MOST) {
          throw new IOException(
              named
                  + ": "
                  + folder.get()
                  + " is too large (expected: a built web chat, at most 16 MiB)");
        }
        String path = "/" + folder.get().relativize(file).toString().replace('\\', '/');
        files.put(path, content);
      }
      if (!files.containsKey(PAGE)) {
        throw new IOException(
            named
                + ": no index.html in "
                + folder.get()
                + " (expected: the folder of a built web chat)");
      }
    }
    return new WebRoutes(files, webSocketPort, openLogin);
  }

  private static Iterable<Path> filesBelow(String named, Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw unreadable(named, folder, e);
    }
  }

  private static byte[] content(String named, Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(named, file, e);
    }
  }

  private static IOException unreadable(String named, Path path, IOException why) {
    return new IOException(
        named
            + ": "
            + path
            + ": "
            + FileReason.of(why)
            + " (expected: the folder of a built web chat, readable)",
        why);
  }

  private static String type(String path) {
    String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return TYPES.getOrDefault(ending, "application/octet-stream");
  }

  void add(Router router) {
    router.add("GET", "/v1/client-config", _ -> clientConfig());
    files.forEach((path, file) -> router.add("GET", path, request -> answer(request, path, file)));
    byte[] page = files.get(PAGE);
    router.add("GET", "/", request -> page == null ? none() : answer(request, PAGE, page));
  }

  private static Response none() {
    String text = "Whale Shark is running, without the web chat. See /health and /metrics.\n";
    return Response.of(OK, "text/plain", text.getBytes(StandardCharsets.UTF_8));
  }

  private Response clientConfig() {
    JsonWriter json = new JsonWriter(128).startObject();
    json.name("webSocketPort").number(webSocketPort);
    json.name("webSocketPath").text(Gateway.PATH);
    json.name("openLogin").flag(openLogin);
    return Response.of(OK, JsonResponse.TYPE, json.endObject().toBytes())
        .with("Cache-Control", "no-store");
  }

  private Response answer(ServerRequest request, String path, byte[] file) {
    boolean namedByContent = path.startsWith(NAMED_BY_CONTENT);
    return headers
        .add(request, Response.of(OK, type(path), file))
        .with("Cache-Control", namedByContent ? "max-age=31536000, immutable" : "no-cache");
  }
}
