package io.whaleshark.archives.tables;

import io.whaleshark.cli.FileReason;
import io.whaleshark.server.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Where the source is. Immutable.
///
/// @param app whose data is taken
/// @param redis empty to do without inboxes
record SourceConfig(int app, Mysql mysql, Optional<Redis> redis) {

  private static final int MYSQL_PORT = 3306;
  private static final int REDIS_PORT = 6379;
  private static final int PORT_AT_MOST = 65_535;

  /// The database.
  ///
  /// @param caFile certificates that are trusted, in PEM; empty to encrypt nothing
  record Mysql(
      String host, int port, String database, String user, String password, Optional<Path> caFile) {

    /// Without the password.
    @Override
    public String toString() {
      return "mysql " + host + ":" + port + "/" + database;
    }
  }

  /// The inboxes.
  ///
  /// @param user empty for the default one
  /// @param password empty if none is asked
  /// @param caFile certificates that are trusted, in PEM; empty to encrypt nothing
  record Redis(String host, int port, String user, String password, Optional<Path> caFile) {

    /// Without the password.
    @Override
    public String toString() {
      return "redis " + host + ":" + port;
    }
  }

  /// Reads the file of `--config`.
  ///
  /// @throws ConfigException if it is wrong
  static SourceConfig read(Path file) {
    Section all = new Section(file, "", tree(file));
    Section mysql = all.section("mysql").orElseThrow(() -> all.missing("mysql"));
    SourceConfig config =
        new SourceConfig(
            all.number("appId", 0, Integer.MAX_VALUE).orElseThrow(() -> all.missing("appId")),
            mysql(mysql),
            all.section("redis").map(SourceConfig::redis));
    all.refuseUnknown(Set.of("appId", "mysql", "redis"));
    return config;
  }

  private static JsonNode tree(Path file) {
    try {
      return new YAMLMapper().readTree(Files.readString(file));
    } catch (IOException e) {
      throw new ConfigException(
          "--config: " + file + ": " + FileReason.of(e) + " (expected: a readable file)");
    } catch (JacksonException e) {
      // The message of the parser quotes the line, which may hold a password.
      throw new ConfigException("--config: " + file + ": cannot be read (expected: YAML)");
    }
  }

  private static Mysql mysql(Section section) {
    section.refuseUnknown(
        Set.of("host", "port", "database", "user", "password", "passwordFile", "caFile"));
    return new Mysql(
        section.required("host"),
        section.number("port", 1, PORT_AT_MOST).orElse(MYSQL_PORT),
        section.required("database"),
        section.required("user"),
        section.password(),
        section.certificates("caFile"));
  }

  private static Redis redis(Section section) {
    section.refuseUnknown(Set.of("host", "port", "user", "password", "passwordFile", "caFile"));
    return new Redis(
        section.required("host"),
        section.number("port", 1, PORT_AT_MOST).orElse(REDIS_PORT),
        section.text("user").orElse(""),
        section.password(),
        section.certificates("caFile"));
  }

  /// Keys of the file that stand together.
  private record Section(Path file, String name, JsonNode node) {

    private ConfigException wrong(String key, String what) {
      return new ConfigException(file + ": " + name + key + ": " + what);
    }

    ConfigException missing(String key) {
      return wrong(key, "missing (expected: see ./whaleshark convert tables --help)");
    }

    Optional<Section> section(String key) {
      JsonNode found = node.path(key);
      if (!found.isMissingNode() && !found.isObject()) {
        throw wrong(key, "no settings below it (expected: host and others)");
      }
      return Optional.of(found)
          .filter(JsonNode::isObject)
          .map(settings -> new Section(file, key + ".", settings));
    }

    Optional<String> text(String key) {
      JsonNode found = node.path(key);
      if (found.isContainer()) {
        throw wrong(key, "several values (expected: one)");
      }
      return found.isMissingNode() || found.isNull()
          ? Optional.empty()
          : Optional.of(found.asString());
    }

    String required(String key) {
      return text(key).filter(text -> !text.isEmpty()).orElseThrow(() -> missing(key));
    }

    Optional<Integer> number(String key, int atLeast, int atMost) {
      JsonNode found = node.path(key);
      if (found.isMissingNode()) {
        return Optional.empty();
      }
      boolean fits = found.canConvertToInt() && found.isIntegralNumber();
      if (!fits || found.intValue() < atLeast || found.intValue() > atMost) {
        throw wrong(key, "no such number (expected: " + atLeast + ".." + atMost + ")");
      }
      return Optional.of(found.intValue());
    }

    /// A file, beside the one of the settings.
    Optional<Path> file(String key) {
      Optional<Path> named = text(key).map(name -> file.resolveSibling(name));
      named
          .filter(path -> !Files.isReadable(path))
          .ifPresent(path -> {
            throw wrong(key, path + ": no such file (expected: one that can be read)");
          });
      return named;
    }

    /// A file of certificates. The clients of the stores would say of one without any that nobody
    /// answers.
    Optional<Path> certificates(String key) {
      Optional<Path> named = file(key);
      named
          .filter(path -> !hasCertificate(path))
          .ifPresent(path -> {
            throw wrong(key, path + ": no certificates (expected: some, in PEM)");
          });
      return named;
    }

    private static boolean hasCertificate(Path path) {
      try (InputStream content = Files.newInputStream(path)) {
        return !CertificateFactory.getInstance("X.509").generateCertificates(content).isEmpty();
      } catch (IOException | CertificateException _) {
        return false;
      }
    }

    /// Empty if there is none.
    String password() {
      Optional<Path> holder = file("passwordFile");
      Optional<String> password = text("password");
      if (holder.isPresent() && password.isPresent()) {
        throw wrong("passwordFile", "set beside password (expected: one of them)");
      }
      return holder.map(this::secret).or(() -> password).orElse("");
    }

    private String secret(Path holder) {
      try {
        return Files.readString(holder).strip();
      } catch (IOException e) {
        throw wrong(
            "passwordFile", holder + ": " + FileReason.of(e) + " (expected: a readable file)");
      }
    }

    void refuseUnknown(Set<String> known) {
      Set<String> unknown = new TreeSet<>(node.propertyNames());
      unknown.removeAll(known);
      unknown.stream()
          .findFirst()
          .ifPresent(key -> {
            throw wrong(key, "unknown (expected: " + String.join(", ", new TreeSet<>(known)) + ")");
          });
    }
  }
}
