package io.whaleshark.server.config;

import io.whaleshark.protocol.FrameLimits;
import io.whaleshark.server.auth.Origins;
import io.whaleshark.server.limits.RateLimits;
import io.whaleshark.server.tls.KeyFiles;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All settings of a server. Immutable; valid once it exists. Each is described in
/// `docs/config.md`.
///
/// @param effective every setting by key, defaults included, secrets masked
public record ServerConfig(
    EngineConfig engine,
    Optional<Path> libraries,
    String host,
    int tcpPort,
    int wsPort,
    int httpPort,
    Optional<Path> web,
    boolean openLogin,
    Duration tokenSkew,
    Origins origins,
    RateLimits rates,
    int connectionsAtMost,
    int httpConnectionsAtMost,
    Optional<KeyFiles> tls,
    Duration tlsReload,
    int eventLoops,
    Duration idleTimeout,
    Duration loginTimeout,
    Duration laneWait,
    FrameLimits frames,
    Duration retentionSweep,
    AppConfig appDefaults,
    Map<Integer, AppConfig> apps,
    SortedMap<String, String> effective) {

  private static final int PORT_AT_MOST = 65_535;

  /// The names that settings had in earlier versions, with those that they have now.
  private static final Map<String, String> RENAMED =
      Map.of(
          "cache-mib", "engine.cache-mib",
          "disk-reserve-mib", "engine.disk-reserve-mib");

  public ServerConfig {
    apps = Map.copyOf(apps);
  }

  /// Returns the settings of an app: its own, or else the defaults for all apps.
  public AppConfig app(int app) {
    return apps.getOrDefault(app, appDefaults);
  }

  /// Returns how many entries the largest inbox of any app may have.
  public int largestInbox() {
    return Stream.concat(Stream.of(appDefaults), apps.values().stream())
        .mapToInt(app -> app.policy().inbox().entries())
        .max()
        .orElseThrow();
  }

  /// Returns every setting there is, of all engines, with its default.
  private static SortedMap<String, String> all() {
    SortedMap<String, String> all = new TreeMap<>(read(null, Map.of()).effective);
    all.putAll(EngineConfig.defaults());
    return all;
  }

  /// Returns the keys of all settings.
  public static SortedSet<String> keys() {
    return new TreeSet<>(all().keySet());
  }

  /// Returns every setting that has a command-line option, with its default. Secrets have no
  /// option: other users of the machine can see command lines.
  public static SortedMap<String, String> defaults() {
    SortedMap<String, String> defaults = all();
    defaults.values().removeIf(Settings.NOT_SET::equals);
    return defaults;
  }

  /// Returns whether a setting had this name in an earlier version. It is refused by its new name.
  public static boolean isRenamed(String key) {
    return RENAMED.containsKey(key);
  }

  /// Reads the settings, without command-line options.
  ///
  /// @param file a YAML file; null for the one that `WHALESHARK_CONFIG` names, if any
  /// @param environment the environment variables
  /// @throws ConfigException naming the setting that is wrong or unknown, or why the file cannot be
  ///   read
  public static ServerConfig read(@Nullable Path file, Map<String, String> environment) {
    return read(new TreeMap<>(), file, environment);
  }

  /// Reads the settings.
  ///
  /// @param options the command-line options, by key; they override everything
  /// @param file a YAML file; null for the one that `WHALESHARK_CONFIG` names, if any
  /// @param environment the environment variables, which win over the file
  /// @throws ConfigException naming the setting that is wrong or unknown, or why the file cannot be
  ///   read
  public static ServerConfig read(
      SortedMap<String, String> options, @Nullable Path file, Map<String, String> environment) {
    Settings settings = new Settings(options, environment, ConfigFile.read(file, environment));
    RENAMED.forEach(
        (old, now) -> settings.refuse(old, "has another name now (expected: " + now + ")"));
    int cores = Runtime.getRuntime().availableProcessors();
    String host = settings.text("host", "127.0.0.1");
    boolean openLogin = settings.flag("open-login", isLoopback(host));
    if (openLogin && !isLoopback(host)) {
      throw new ConfigException(
          "open-login: true (expected: false, since host "
              + host
              + " can be reached from other machines)");
    }
    AppConfig defaults = AppConfig.defaults(settings);
    ServerConfig config =
        new ServerConfig(
            EngineConfig.read(settings),
            settings.path("libraries"),
            host,
            settings.integer("tcp-port", 19_001, 0, PORT_AT_MOST),
            settings.integer("ws-port", 19_002, 0, PORT_AT_MOST),
            settings.integer("http-port", 18_000, 0, PORT_AT_MOST),
            settings.path("web"),
            openLogin,
            settings.duration("token-skew", "30s"),
            origins(settings, openLogin),
            rates(settings),
            settings.integer("connections-at-most", 100_000, 1, 10_000_000),
            settings.integer("http-connections-at-most", 1_024, 1, 1_000_000),
            tls(settings),
            settings.duration("tls-reload", "10s"),
            settings.integer("event-loops", Math.clamp(cores / 2, 1, 64), 1, 64),
            settings.duration("idle-timeout", "90s"),
            settings.duration("login-timeout", "30s"),
            settings.duration("lane-wait", "2s"),
            new FrameLimits(
                FrameLimits.DEFAULT.maxImeiBytes(),
                settings.integer(
                    "body-bytes", FrameLimits.DEFAULT.maxBodyBytes(), 1 << 10, 16 << 20)),
            settings.duration("retention-sweep", "10m"),
            defaults,
            AppConfig.ofApps(settings, defaults),
            settings.effective());
    settings.refuseUnknown();
    requireSomeWayIn(config);
    return config;
  }

  private static Origins origins(Settings settings, boolean openLogin) {
    String listed = settings.text("origins", "");
    Set<String> origins =
        Arrays.stream(listed.split(",", -1))
            .map(String::strip)
            .filter(origin -> !origin.isEmpty())
            .collect(Collectors.toSet());
    try {
      return new Origins(origins, openLogin);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("origins: " + listed + ": " + e.getMessage());
    }
  }

  private static RateLimits rates(Settings settings) {
    return new RateLimits(
        settings.integer("requests-per-user", 10_000, 0, 1_000_000),
        settings.integer("connections-per-address", 100, 0, 1_000_000),
        settings.integer("failed-logins-per-address", 10, 0, 1_000_000),
        settings.integer("http-requests-per-address", 1_000, 0, 1_000_000));
  }

  private static Optional<KeyFiles> tls(Settings settings) {
    String certificates = settings.text("tls-certificate", "");
    String key = settings.text("tls-key", "");
    if (certificates.isEmpty() != key.isEmpty()) {
      throw new ConfigException(
          "tls-certificate, tls-key: one of them (expected: both, or none for no encryption)");
    }
    return certificates.isEmpty()
        ? Optional.empty()
        : Optional.of(new KeyFiles(Path.of(certificates), Path.of(key)));
  }

  private static void requireSomeWayIn(ServerConfig config) {
    boolean someTokens =
        !config.appDefaults.tokenKeys().isEmpty()
            || config.apps.values().stream().anyMatch(app -> !app.tokenKeys().isEmpty());
    if (!config.openLogin && !someTokens) {
      throw new ConfigException(
          "token-keys: none, and open-login is off, so nobody could log in"
              + " (expected: apps.N.token-keys, see ./whaleshark token --help)");
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new ConfigException("host: " + host + " (expected: an address of this machine)");
    }
  }
}
