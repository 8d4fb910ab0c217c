package io.whaleshark.server.config;

import io.whaleshark.protocol.FrameLimits;
import io.whaleshark.server.auth.Origins;
import io.whaleshark.server.files.NamedFile;
import io.whaleshark.server.limits.RateLimits;
import io.whaleshark.server.tls.KeyFiles;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
/// @param names how each setting is called where its value was given, by key
public record ServerConfig(
    EngineConfig engine,
    Optional<NamedFile> libraries,
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
    Duration settingsReload,
    int eventLoops,
    Duration idleTimeout,
    Duration loginTimeout,
    Duration laneWait,
    FrameLimits frames,
    Duration retentionSweep,
    AppConfig appDefaults,
    Map<Integer, AppConfig> apps,
    SortedMap<String, String> effective,
    Map<String, String> names) {

  private static final Duration SWEEP_AT_LEAST = Duration.ofSeconds(1);
  private static final int PORT_AT_MOST = 65_535;
  private static final String BOTH_OR_NONE = " (expected: both, or none for no encryption)";

  /// The names that settings had in earlier versions, with those that they have now.
  private static final Map<String, String> RENAMED =
      Map.of(
          "cache-mib", "engine.cache-mib",
          "disk-reserve-mib", "engine.disk-reserve-mib");

  public ServerConfig {
    apps = Map.copyOf(apps);
    names = Map.copyOf(names);
  }

  /// The name of a setting where its value was given, for faults that are found after reading: the
  /// option, the variable, or the key and the file. A setting that nobody gave has its key.
  public String named(String key) {
    return names.getOrDefault(key, key);
  }

  /// Returns the settings of an app: its own, or else the defaults for all apps.
  public AppConfig app(int app) {
    return apps.getOrDefault(app, appDefaults);
  }

  /// Returns the webhooks of the apps that have some.
  public Map<Integer, List<WebhookConfig>> webhooks() {
    Map<Integer, List<WebhookConfig>> webhooks = new TreeMap<>();
    apps.forEach((app, config) -> {
      if (!config.webhooks().isEmpty()) {
        webhooks.put(app, config.webhooks());
      }
    });
    return webhooks;
  }

  /// Returns the names of those who follow the journal, by app.
  public Map<Integer, Set<String>> followers() {
    Map<Integer, Set<String>> names = new TreeMap<>();
    apps.forEach((app, config) -> {
      if (!config.followers().isEmpty()) {
        names.put(app, config.followers());
      }
    });
    return names;
  }

  /// Returns the push services of the apps that have some.
  public Map<Integer, PushConfig> push() {
    Map<Integer, PushConfig> push = new TreeMap<>();
    apps.forEach((app, config) -> {
      if (!config.push().followers().isEmpty()) {
        push.put(app, config.push());
      }
    });
    return push;
  }

  /// Returns the hooks of the apps that have one before messages are sent.
  public Map<Integer, BeforeSendConfig> beforeSend() {
    Map<Integer, BeforeSendConfig> hooks = new TreeMap<>();
    apps.forEach((app, config) -> config.beforeSend().ifPresent(hook -> hooks.put(app, hook)));
    return hooks;
  }

  /// Returns how many entries the largest inbox of any app may have.
  public int largestInbox() {
    return Stream.concat(Stream.of(appDefaults), apps.values().stream())
        .mapToInt(app -> app.policy().inbox().entries())
        .max()
        .orElseThrow();
  }

  /// Returns the names of the settings that differ in other ones and hold for a whole run of the
  /// server: all but those of apps. A secret that has another value is not among them.
  public List<String> heldUntilRestart(ServerConfig other) {
    SortedSet<String> keys = new TreeSet<>(effective.keySet());
    keys.addAll(other.effective.keySet());
    return keys.stream()
        .filter(key -> !key.startsWith(AppConfig.APPS) && !key.startsWith(AppConfig.DEFAULTS))
        .filter(key -> !Objects.equals(effective.get(key), other.effective.get(key)))
        .map(other::named)
        .toList();
  }

  /// Returns every setting there is, of all engines, with its default.
  private static Settings all() {
    Settings all = Settings.none();
    read(all);
    EngineConfig.readAll(all);
    return all;
  }

  /// Returns the keys of all settings.
  public static SortedSet<String> keys() {
    return new TreeSet<>(all().effective().keySet());
  }

  /// Returns the help of every setting that has a command-line option, by key. Secrets have no
  /// option: other users of the machine can see command lines.
  public static SortedMap<String, SettingHelp> options() {
    Settings all = all();
    SortedMap<String, SettingHelp> options = new TreeMap<>();
    all.effective()
        .forEach((key, usual) -> {
          if (!usual.equals(Settings.NOT_SET)) {
            options.put(key, SettingHelp.of(key, all.form(key), usual));
          }
        });
    return options;
  }

  /// Returns one sentence for each environment variable of this product that nothing reads.
  public static List<String> unknownVariables(Map<String, String> environment) {
    return Variables.unknown(environment, keys());
  }

  /// Returns whether a setting had this name in an earlier version. It is refused by its new name.
  public static boolean isRenamed(String key) {
    return RENAMED.containsKey(key);
  }

  /// The file that settings are read from; empty if none is named.
  ///
  /// @param file the value of `--config`; null for the file that `WHALESHARK_CONFIG` names, if any
  public static Optional<Path> file(@Nullable Path file, Map<String, String> environment) {
    return ConfigFile.place(file, environment);
  }

  /// Reads the settings, without command-line options.
  ///
  /// @param file the value of `--config`; null for the file that `WHALESHARK_CONFIG` names, if any
  /// @param environment the environment variables
  /// @throws ConfigException naming the setting that is wrong or unknown, or why the file cannot be
  ///   read
  public static ServerConfig read(@Nullable Path file, Map<String, String> environment) {
    return read(new TreeMap<>(), file, environment);
  }

  /// Reads the settings.
  ///
  /// @param options the command-line options, by key; they override everything
  /// @param file the value of `--config`; null for the file that `WHALESHARK_CONFIG` names, if any
  /// @param environment the environment variables, which win over the file
  /// @throws ConfigException naming the setting that is wrong or unknown, or why the file cannot be
  ///   read
  public static ServerConfig read(
      SortedMap<String, String> options, @Nullable Path file, Map<String, String> environment) {
    return read(new Settings(options, environment, ConfigFile.read(file, environment)));
  }

  private static ServerConfig read(Settings settings) {
    RENAMED.forEach(
        (old, now) -> settings.refuse(old, "has another name now (expected: " + now + ")"));
    int cores = Runtime.getRuntime().availableProcessors();
    String host = settings.text("host", "127.0.0.1");
    boolean isLoopback = isLoopback(settings, host);
    boolean openLogin = settings.flag("open-login", isLoopback);
    if (openLogin && !isLoopback) {
      throw settings.wrong(
          "open-login",
          "true (expected: false, since "
              + settings.named("host")
              + ": "
              + host
              + " can be reached from other machines)");
    }
    AppConfig defaults = AppConfig.defaults(settings);
    ServerConfig config =
        new ServerConfig(
            EngineConfig.read(settings),
            settings
                .path("libraries")
                .map(path -> new NamedFile(settings.named("libraries"), path)),
            host,
            settings.integer("tcp-port", 19_001, 0, PORT_AT_MOST),
            settings.integer("ws-port", 19_002, 0, PORT_AT_MOST),
            settings.integer("http-port", 18_000, 0, PORT_AT_MOST),
            web(settings),
            openLogin,
            settings.duration("token-skew", "30s"),
            origins(settings, openLogin),
            rates(settings),
            settings.integer("connections-at-most", 100_000, 1, 10_000_000),
            settings.integer("http-connections-at-most", 1_024, 1, 1_000_000),
            tls(settings),
            settings.duration("tls-reload", "10s"),
            settings.duration("settings-reload", "10s"),
            settings.integer("event-loops", Math.clamp(cores / 2, 1, 64), 1, 64),
            settings.duration("idle-timeout", "90s"),
            settings.duration("login-timeout", "30s"),
            settings.duration("lane-wait", "2s"),
            new FrameLimits(
                FrameLimits.DEFAULT.maxImeiBytes(),
                settings.integer(
                    "body-bytes", FrameLimits.DEFAULT.maxBodyBytes(), 1 << 10, 16 << 20)),
            settings.duration("retention-sweep", "10m", SWEEP_AT_LEAST),
            defaults,
            AppConfig.ofApps(settings, defaults),
            settings.effective(),
            settings.names());
    settings.refuseUnknown();
    requireSomeWayIn(config, settings);
    return config;
  }

  /// Reads the folder of the web chat. Without a setting it is the one that was built: the launcher
  /// and the image tell it in a variable that is no setting, so that a file can name another one.
  private static Optional<Path> web(Settings settings) {
    String built = settings.find("web").isPresent() ? "" : settings.builtWeb();
    return settings.pathOrNone("web", built);
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
      throw settings.wrong("origins", String.valueOf(e.getMessage()));
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
    Optional<Path> certificates = settings.path("tls-certificate");
    Optional<Path> key = settings.path("tls-key");
    if (certificates.isPresent() != key.isPresent()) {
      throw certificates.isPresent()
          ? settings.wrong("tls-certificate", "set without tls-key" + BOTH_OR_NONE)
          : settings.wrong("tls-key", "set without tls-certificate" + BOTH_OR_NONE);
    }
    return certificates.map(file ->
        new KeyFiles(
            new NamedFile(settings.named("tls-certificate"), file),
            new NamedFile(settings.named("tls-key"), key.orElseThrow())));
  }

  private static void requireSomeWayIn(ServerConfig config, Settings settings) {
    boolean someTokens =
        !config.appDefaults.tokenKeys().isEmpty()
            || config.apps.values().stream().anyMatch(app -> !app.tokenKeys().isEmpty());
    if (!config.openLogin && !someTokens) {
      throw settings.wrong(
          settings.find("open-login").isPresent() ? "open-login" : "host",
          "open login is off and no app has token-keys, so nobody could log in"
              + " (expected: apps.N.token-keys, see ./whaleshark token --help)");
    }
  }

  private static boolean isLoopback(Settings settings, String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw settings.wrong("host", host + " (expected: an address of this machine)");
    }
  }
}
