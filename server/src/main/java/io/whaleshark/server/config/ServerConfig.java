package io.whaleshark.server.config;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.app.LoginPolicy;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.protocol.FrameLimits;
import io.whaleshark.server.auth.Origins;
import io.whaleshark.server.auth.TokenKeys;
import io.whaleshark.server.limits.RateLimits;
import io.whaleshark.server.tls.KeyFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// All settings of a server. Immutable; valid once it exists. Each is described in
/// `docs/config.md`.
///
/// @param effective every setting by key, defaults included, secrets masked
public record ServerConfig(
    Path data,
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
    long cacheBytes,
    long diskReserveBytes,
    Duration retentionSweep,
    AppConfig appDefaults,
    Map<Integer, AppConfig> apps,
    SortedMap<String, String> effective) {

  /// The settings of one app.
  ///
  /// @param adminKeySha256 the SHA-256 of the key that may change the app's groups, in lower-case
  ///   hexadecimal
  /// @param tokenKeys the keys that the app's login tokens are signed with
  public record AppConfig(AppPolicy policy, Optional<String> adminKeySha256, TokenKeys tokenKeys) {}

  private static final Pattern APP_ID = Pattern.compile("\\d{1,10}");
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
  private static final int PORT_AT_MOST = 65_535;
  private static final long MIB = 1L << 20;

  public ServerConfig {
    apps = Map.copyOf(apps);
  }

  /// Returns the settings of an app: its own, or else the defaults for all apps.
  public AppConfig app(int app) {
    return apps.getOrDefault(app, appDefaults);
  }

  /// Returns every setting that has a command-line option, with its default. Secrets have no
  /// option: other users of the machine can see command lines.
  public static SortedMap<String, String> defaults() {
    SortedMap<String, String> defaults = new TreeMap<>(read(null, Map.of()).effective);
    defaults.values().removeIf(Settings.NOT_SET::equals);
    return defaults;
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
    Settings settings = new Settings(options, environment, file(file, environment));
    int cores = Runtime.getRuntime().availableProcessors();
    String host = settings.text("host", "127.0.0.1");
    boolean openLogin = settings.flag("open-login", isLoopback(host));
    if (openLogin && !isLoopback(host)) {
      throw new ConfigException(
          "open-login: true (expected: false, since host "
              + host
              + " can be reached from other machines)");
    }
    AppConfig defaults =
        app(
            settings,
            "app-defaults",
            new AppConfig(AppPolicy.DEFAULT, Optional.empty(), TokenKeys.NONE));
    Map<Integer, AppConfig> apps = new TreeMap<>();
    for (String id : settings.namesBelow("apps", APP_ID)) {
      if (!APP_ID.matcher(id).matches() || Long.parseLong(id) > Integer.MAX_VALUE) {
        throw new ConfigException(
            "apps." + id + ": no app id (expected: 0.." + Integer.MAX_VALUE + ")");
      }
      apps.put(Integer.valueOf(id), app(settings, "apps." + id, defaults));
    }
    ServerConfig config =
        new ServerConfig(
            Path.of(settings.text("data", "data")).toAbsolutePath().normalize(),
            folder(settings, "libraries"),
            host,
            settings.integer("tcp-port", 19_001, 0, PORT_AT_MOST),
            settings.integer("ws-port", 19_002, 0, PORT_AT_MOST),
            settings.integer("http-port", 18_000, 0, PORT_AT_MOST),
            folder(settings, "web"),
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
            settings.number("cache-mib", 128, 8, 1 << 20) * MIB,
            settings.number("disk-reserve-mib", 128, 0, 1 << 20) * MIB,
            settings.duration("retention-sweep", "10m"),
            defaults,
            apps,
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
        !config.appDefaults.tokenKeys.isEmpty()
            || config.apps.values().stream().anyMatch(app -> !app.tokenKeys.isEmpty());
    if (!config.openLogin && !someTokens) {
      throw new ConfigException(
          "token-keys: none, and open-login is off, so nobody could log in"
              + " (expected: apps.N.token-keys, see ./whaleshark token --help)");
    }
  }

  private static AppConfig app(Settings settings, String at, AppConfig otherwise) {
    AppPolicy base = otherwise.policy();
    int entries = settings.integer(at + ".inbox-entries", base.inbox().entries(), 1, 100_000);
    int share =
        settings.integer(at + ".inbox-share", Math.min(entries, base.inbox().share()), 1, entries);
    Optional<String> key = settings.secret(at + ".admin-key-sha256");
    key.filter(hash -> !SHA_256.matcher(hash).matches())
        .ifPresent(_ -> {
          throw new ConfigException(
              at + ".admin-key-sha256: not a SHA-256 (expected: 64 hexadecimal digits)");
        });
    Duration retention = settings.duration(at + ".retention", text(base.retention()));
    Duration usualWindow =
        base.recallWindow().compareTo(retention) > 0 ? retention : base.recallWindow();
    Duration recallWindow = settings.duration(at + ".recall-window", text(usualWindow));
    if (recallWindow.compareTo(retention) > 0) {
      throw new ConfigException(
          at
              + ".recall-window: "
              + text(recallWindow)
              + " (expected: at most the retention, "
              + text(retention)
              + ")");
    }
    return new AppConfig(
        new AppPolicy(
            new Inboxes.Bound(entries, share),
            retention,
            recallWindow,
            LoginPolicy.of(settings.integer(at + ".login-policy", base.login().number(), 1, 4)),
            settings.duration(at + ".silent-for", text(base.silentFor())),
            settings.duration(at + ".receipt-interval", text(base.receiptInterval())),
            settings.integer(at + ".members-at-most", base.membersAtMost(), 1, 1_000_000)),
        key.or(otherwise::adminKeySha256),
        tokenKeys(settings, at + ".token-keys").orElse(otherwise.tokenKeys()));
  }

  private static Optional<TokenKeys> tokenKeys(Settings settings, String key) {
    try {
      return settings.secret(key).map(TokenKeys::of);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(key + ": " + e.getMessage());
    }
  }

  private static String text(Duration duration) {
    long millis = duration.toMillis();
    if (millis % Duration.ofDays(1).toMillis() == 0) {
      return duration.toDays() + "d";
    }
    return millis % 1_000 == 0 ? duration.toSeconds() + "s" : millis + "ms";
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new ConfigException("host: " + host + " (expected: an address of this machine)");
    }
  }

  private static Optional<Path> folder(Settings settings, String key) {
    return Optional.of(settings.text(key, "")).filter(folder -> !folder.isEmpty()).map(Path::of);
  }

  private static SortedMap<String, String> file(
      @Nullable Path named, Map<String, String> environment) {
    String usual = environment.getOrDefault("WHALESHARK_CONFIG", "");
    if (named == null && usual.isBlank()) {
      return new TreeMap<>();
    }
    return flatten(named == null ? Path.of(usual.strip()) : named);
  }

  private static SortedMap<String, String> flatten(Path file) {
    SortedMap<String, String> flat = new TreeMap<>();
    try {
      flatten("", new YAMLMapper().readTree(Files.readString(file)), flat);
    } catch (IOException e) {
      throw new ConfigException(
          "config file " + file + ": cannot be read (expected: a readable file)");
    } catch (JacksonException e) {
      throw new ConfigException(
          "config file " + file + ": cannot be read" + place(e) + " (expected: YAML)");
    }
    return flat;
  }

  /// Returns only the position of a syntax error. The parser's message quotes the line, which may
  /// hold a key. The position is the last place that the parser understood, so the error can be
  /// further on.
  private static String place(JacksonException e) {
    TokenStreamLocation last = e.getLocation();
    return last == null || last.getLineNr() < 1
        ? ""
        : " from line " + last.getLineNr() + ", column " + last.getColumnNr() + " on";
  }

  private static void flatten(String key, JsonNode node, SortedMap<String, String> into) {
    if (node.isObject()) {
      String prefix = key.isEmpty() ? "" : key + ".";
      node.properties()
          .forEach(property -> flatten(prefix + property.getKey(), property.getValue(), into));
    } else if (node.isValueNode() && !key.isEmpty()) {
      if (!node.isNull()) {
        into.put(key, node.asString());
      }
    } else if (!node.isMissingNode() && !node.isNull()) {
      throw new ConfigException(
          (key.isEmpty() ? "config file" : key) + ": not a setting (expected: key: value)");
    }
  }
}
