package io.whaleshark.backend;

import io.whaleshark.server.Server;
import io.whaleshark.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/// A real server in this process, on free ports, whose app asks for tokens and an admin key.
final class HereServer implements AutoCloseable {

  static final int APP = 10_001;
  static final String ADMIN_KEY = "let me administer";
  static final String TOKEN_KEY = "first=hs256:5GPXGsfDn0oeD0tHWQCcbkM4ufRZzQ1jcIDUyTrWsl8";
  static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwAAAAAAAAAAA=";

  private static final String ADMIN_KEY_SHA256 =
      "044e15ece6b0ad6d728dac92246b2ffa2923a63ad18f2e4432dbc3f199305594";

  private final Server server;

  /// @param folder for its data and settings
  /// @param receiver of its webhook, an URL
  HereServer(Path folder, String receiver) throws IOException {
    this(folder, receiver, "");
  }

  /// @param more settings of the app, a line of YAML
  HereServer(Path folder, String receiver, String more) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("whaleshark.yaml"),
            """
            apps:
              10001:
                admin-key-sha256: %s
                token-keys: %s
                receipts: by-user
                webhooks:
                  - {name: backend, url: "%s", secret: %s, private: true}
                %s
            """
                .formatted(ADMIN_KEY_SHA256, TOKEN_KEY, receiver, SECRET, more));
    Map<String, String> settings =
        Map.of(
            "WHALESHARK_CONFIG", config.toString(),
            "WHALESHARK_DATA", folder.resolve("data").toString(),
            "WHALESHARK_OPEN_LOGIN", "false",
            "WHALESHARK_TCP_PORT", "0",
            "WHALESHARK_WS_PORT", "0",
            "WHALESHARK_HTTP_PORT", "0");
    server = new Server(ServerConfig.read(null, settings), Clock.systemUTC());
  }

  String url() {
    return "http://127.0.0.1:" + server.httpPort();
  }

  int tcpPort() {
    return server.tcpPort();
  }

  BackendClient backend() {
    return BackendClient.of(BackendConfig.of(url(), APP).withAdminKey(ADMIN_KEY));
  }

  @Override
  public void close() {
    server.close();
  }
}
