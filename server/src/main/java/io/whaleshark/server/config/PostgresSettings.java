package io.whaleshark.server.config;

import io.whaleshark.cli.WholeNumber;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The PostgreSQL of a cluster. Immutable.
///
/// @param setting the setting of its place, by the name where it was given
/// @param place its hosts and the database, as `HOST:PORT,HOST:PORT/DATABASE`
/// @param schema where the tables are
/// @param readers how many questions are answered at once
/// @param startWait how long a node that starts waits until it answers
public record PostgresSettings(
    String setting,
    String place,
    String user,
    String password,
    String schema,
    LinkTls tls,
    Durability durability,
    int readers,
    Duration startWait) {

  /// What a commit waits for.
  public enum Durability {
    /// The disk of the primary.
    LOCAL,
    /// The disk of a standby, too.
    STANDBY
  }

  private static final Pattern URL =
      Pattern.compile("(?:jdbc:)?postgres(?:ql)?://([^/?#@]+)/([A-Za-z0-9_-]+)");
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::(\\d{1,5}))?");
  private static final Pattern SCHEMA = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final String KEY = "postgres.url";
  private static final String DEFAULT_PORT = "5432";
  private static final int PORT_AT_MOST = 65_535;

  static PostgresSettings read(Settings settings) {
    return new PostgresSettings(
        settings.named(KEY),
        place(settings),
        settings.text("postgres.user", "whaleshark"),
        settings.secretOrFile("postgres.password").orElse(""),
        schema(settings),
        LinkTls.read(settings, "postgres"),
        settings.choice("postgres.durability", Durability.LOCAL),
        settings.integer("postgres.readers", 16, 1, 1_000),
        settings.duration("postgres.start-wait", "30s"));
  }

  /// Takes a URL apart. What may be in one besides hosts and database is refused: it may be a
  /// password, which would be printed, or undo what this server sets for its connections.
  private static String place(Settings settings) {
    Matcher matcher = URL.matcher(settings.text(KEY, "postgresql://127.0.0.1:5432/whaleshark"));
    if (!matcher.matches()) {
      throw settings.wrong(
          KEY,
          "not readable (expected: postgresql://HOST:PORT,HOST:PORT/DATABASE, user, password and"
              + " TLS as settings of their own)");
    }
    List<String> hosts = new ArrayList<>();
    for (String each : matcher.group(1).split(",", -1)) {
      Matcher host = HOST.matcher(each);
      String port = host.matches() ? Optional.ofNullable(host.group(2)).orElse(DEFAULT_PORT) : "";
      if (WholeNumber.in(port, 1, PORT_AT_MOST).isEmpty()) {
        throw settings.wrong(
            KEY, each + " (expected: " + WholeNumber.expected(port, "HOST or HOST:PORT") + ")");
      }
      hosts.add(host.group(1) + ":" + port);
    }
    return String.join(",", hosts) + "/" + matcher.group(2);
  }

  private static String schema(Settings settings) {
    String key = "postgres.schema";
    String name = settings.text(key, "whaleshark");
    if (!SCHEMA.matcher(name).matches()) {
      throw settings.wrong(key, name + " (expected: a small letter, then a-z, 0-9 and _)");
    }
    return name;
  }

  /// The address for JDBC, without user and password.
  public String jdbcUrl() {
    List<String> parameters = new ArrayList<>();
    switch (tls.mode()) {
      case OFF -> parameters.add("sslmode=disable");
      case REQUIRE -> parameters.add("sslmode=require");
      case VERIFY -> {
        parameters.add("sslmode=verify-full");
        parameters.add(
            tls.authority()
                .map(file -> "sslrootcert=" + encoded(file))
                .orElse("sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory"));
      }
    }
    if (place.contains(",")) {
      // Which of them is the primary may have changed a moment ago.
      parameters.add("targetServerType=primary");
      parameters.add("hostRecheckSeconds=1");
    }
    return "jdbc:postgresql://" + place + "?" + String.join("&", parameters);
  }

  private static String encoded(Path file) {
    return URLEncoder.encode(file.toAbsolutePath().toString(), StandardCharsets.UTF_8);
  }

  /// Without the password.
  @Override
  public String toString() {
    return "PostgreSQL at " + place + ", schema " + schema + ", user " + user;
  }
}
