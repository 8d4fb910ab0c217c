package io.whaleshark.server;

import io.whaleshark.cli.Usage;
import io.whaleshark.server.config.ServerConfig;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// The running server that a command asks about one app, any node of a cluster, and the admin key
/// that it shows there.
final class ServerOptions {

  private static final String KEY_VARIABLE = "WHALESHARK_ADMIN_KEY";

  @Option(
      names = "--app",
      paramLabel = "ID",
      description = "The app, a number from 0 on (no default).")
  private @Nullable Integer app;

  @Option(
      names = "--server",
      paramLabel = "URL",
      description =
          "The server's HTTP port (default: the one of the settings, on this machine; with TLS"
              + " it has to be named).")
  private @Nullable URI server;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "A file with the app's admin key (or the key itself in WHALESHARK_ADMIN_KEY; default"
              + " none).")
  private @Nullable Path keyFile;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The server's settings in YAML (or WHALESHARK_CONFIG; default none).")
  private @Nullable Path config;

  /// Refuses what picocli does not see by itself.
  void require(CommandSpec spec) {
    if (app == null) {
      throw Usage.wrong(spec, "--app: missing (expected: --app ID)");
    }
    Usage.require(spec, "--app", app, 0, Integer.MAX_VALUE);
    if (server != null) {
      requireHttp(spec, server);
    }
  }

  private void requireHttp(CommandSpec spec, URI url) {
    if (config != null) {
      throw Usage.wrong(spec, "--config: not used with --server (expected: one of them)");
    }
    boolean isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!isHttp || url.getHost() == null) {
      throw Usage.wrong(
          spec, "--server: " + url + " (expected: a URL such as http://127.0.0.1:18000)");
    }
  }

  /// The app; 0 if none was named.
  int app() {
    return app == null ? 0 : app;
  }

  /// The server's HTTP port, without a slash at its end.
  String url(CommandSpec spec) {
    if (server != null) {
      return server.toString().replaceFirst("/+$", "");
    }
    ServerConfig settings = ServerConfig.read(config, System.getenv());
    if (settings.tls().isPresent()) {
      throw Usage.wrong(
          spec, "--server: missing (expected: https:// and a name that the certificate has)");
    }
    return "http://127.0.0.1:" + settings.httpPort();
  }

  /// A request about the app, with the key.
  ///
  /// @param path below the app's, such as `/webhooks`
  HttpRequest.Builder request(CommandSpec spec, String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url(spec) + "/v1/apps/" + app() + path));
    String key =
        keyFile == null
            ? System.getenv().getOrDefault(KEY_VARIABLE, "").strip()
            : KeyFile.read(spec, keyFile);
    return key.isEmpty() ? request : request.header("Authorization", "Bearer " + key);
  }
}
