package io.whaleshark.archives.xmpp;

import io.whaleshark.cli.FileReason;
import io.whaleshark.server.config.ConfigException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jxmpp.jid.EntityBareJid;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.stringprep.XmppStringprepException;
import org.jxmpp.util.XmppStringUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// What to read.
///
/// @param users by whom, in the order of their names
/// @param rooms which ones
/// @param prosody what there is to know if it is one
record XmppConfig(XmppServer server, List<UserLogin> users, List<Room> rooms, Prosody prosody) {

  /// A room, and who reads it.
  ///
  /// @param address of the room
  /// @param group the id that it gets here
  /// @param reader a user who owns it
  /// @param nicknames whose they are, for what the room does not tell
  record Room(String address, String group, UserLogin reader, Map<String, String> nicknames) {}

  /// A Prosody.
  ///
  /// @param data the folder of its files; empty if they are not read
  /// @param keeps how many messages it keeps in each archive, and for each user who is away
  record Prosody(Optional<Path> data, long keeps) {}

  private static final Set<String> KEYS =
      Set.of("server", "domain", "users", "secrets", "rooms", "prosody");
  private static final Set<String> ROOM_KEYS = Set.of("room", "reader", "nicknames");
  private static final Set<String> PROSODY_KEYS = Set.of("data", "keeps");
  private static final String PASSWORDS = "passwords";
  private static final String TOKENS = "tokens";
  private static final int USUAL_PORT = 5222;
  private static final long KEEPS_USUALLY = 10_000;

  /// Reads a file, and the file of users that it names.
  ///
  /// @throws ConfigException if something is wrong with them
  static XmppConfig read(Path file) {
    JsonNode settings = tree(file);
    for (String key : settings.propertyNames()) {
      if (!KEYS.contains(key)) {
        throw wrong(
            file, key + ": unknown (expected: server, domain, users, secrets, rooms or prosody)");
      }
    }
    String domain = text(file, settings, "domain").toLowerCase(Locale.ROOT);
    XmppServer server = server(file, settings.path("server").asString(domain), domain);
    TreeMap<String, UserLogin> users =
        users(
            file.resolveSibling(text(file, settings, "users")), domain, areTokens(file, settings));
    return new XmppConfig(
        server,
        List.copyOf(users.values()),
        rooms(file, settings.path("rooms"), users),
        prosody(file, settings.path("prosody"), domain));
  }

  private static ConfigException wrong(Path file, String what) {
    return new ConfigException("--config: " + file + ": " + what);
  }

  private static JsonNode tree(Path file) {
    try {
      JsonNode tree =
          new YAMLMapper()
              .reader()
              .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
              .readTree(Files.readString(file));
      if (!tree.isObject()) {
        throw wrong(file, "no settings (expected: server, domain, users and rooms)");
      }
      return tree;
    } catch (IOException e) {
      throw wrong(file, FileReason.of(e) + " (expected: a readable file of settings)");
    } catch (JacksonException e) {
      throw wrong(file, "cannot be read (expected: YAML, each key once)");
    }
  }

  private static String text(Path file, JsonNode settings, String key) {
    JsonNode value = settings.path(key);
    if (!value.isString() || value.asString().isBlank()) {
      throw wrong(file, key + ": missing, or no text (expected: " + key + ": TEXT)");
    }
    return value.asString().strip();
  }

  private static XmppServer server(Path file, String at, String domain) {
    try {
      URI address = new URI("xmpp://" + at);
      if (address.getHost() == null) {
        throw wrong(file, "server: " + at + " (expected: a host, or host:port)");
      }
      int port = address.getPort() < 0 ? USUAL_PORT : address.getPort();
      return new XmppServer(InetAddress.getByName(address.getHost()), port, domain);
    } catch (URISyntaxException e) {
      throw wrong(file, "server: " + at + " (expected: a host, or host:port)");
    } catch (UnknownHostException e) {
      throw wrong(file, "server: " + at + ": unknown host (expected: one that runs the server)");
    }
  }

  private static boolean areTokens(Path file, JsonNode settings) {
    return switch (settings.path("secrets").asString(PASSWORDS)) {
      case PASSWORDS -> false;
      case TOKENS -> true;
      default -> throw wrong(file, "secrets: unknown (expected: passwords or tokens)");
    };
  }

  private static TreeMap<String, UserLogin> users(Path file, String domain, boolean areTokens) {
    TreeMap<String, UserLogin> users = new TreeMap<>();
    try {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        Optional<UserLogin> login = login(lines.get(i), domain, areTokens);
        if (login.isEmpty() && !lines.get(i).isBlank()) {
          throw new ConfigException(
              "users: " + file + ": line " + (i + 1) + " is no user (expected: name:password)");
        }
        if (login.isPresent() && users.put(login.get().localpart(), login.get()) != null) {
          throw new ConfigException(
              "users: " + file + ": line " + (i + 1) + ": a user twice (expected: each once)");
        }
      }
    } catch (IOException e) {
      throw new ConfigException(
          "users: " + file + ": " + FileReason.of(e) + " (expected: a file of name:password)");
    }
    if (users.isEmpty()) {
      throw new ConfigException("users: " + file + ": empty (expected: name:password)");
    }
    return users;
  }

  /// The name ends at the first colon, since no name has one.
  private static Optional<UserLogin> login(String line, String domain, boolean isToken) {
    int colon = line.indexOf(':');
    if (colon < 1 || colon == line.length() - 1) {
      return Optional.empty();
    }
    try {
      EntityBareJid address = JidCreate.entityBareFrom(line.substring(0, colon) + "@" + domain);
      String localpart = address.getLocalpart().toString();
      return Optional.of(new UserLogin(localpart, line.substring(colon + 1), isToken));
    } catch (XmppStringprepException _) {
      return Optional.empty();
    }
  }

  private static List<Room> rooms(Path file, JsonNode named, TreeMap<String, UserLogin> users) {
    SortedMap<String, Room> rooms = new TreeMap<>();
    if (!named.isMissingNode() && !named.isNull() && !named.isArray()) {
      throw wrong(file, "rooms: no list (expected: - room: ADDRESS, and so on)");
    }
    for (JsonNode room : named) {
      for (String key : room.propertyNames()) {
        if (!ROOM_KEYS.contains(key)) {
          throw wrong(file, "rooms: " + key + ": unknown (expected: room, reader or nicknames)");
        }
      }
      String address = text(file, room, "room").toLowerCase(Locale.ROOT);
      UserLogin reader = users.get(text(file, room, "reader"));
      if (reader == null) {
        throw wrong(file, "rooms: " + address + ": reader: nobody (expected: one of the users)");
      }
      String domain = XmppStringUtils.parseDomain(address);
      String group =
          new Addresses(domain)
              .user(address)
              .orElseThrow(
                  () -> wrong(file, "rooms: " + address + " (expected: the address of a room)"));
      if (rooms.put(group, new Room(address, group, reader, nicknames(room))) != null) {
        throw wrong(file, "rooms: " + group + ": two of that name (expected: each its own)");
      }
    }
    return List.copyOf(rooms.values());
  }

  private static Prosody prosody(Path file, JsonNode settings, String domain) {
    if (!settings.isMissingNode() && !settings.isObject()) {
      throw wrong(file, "prosody: no settings (expected: data, keeps or both)");
    }
    for (String key : settings.propertyNames()) {
      if (!PROSODY_KEYS.contains(key)) {
        throw wrong(file, "prosody: " + key + ": unknown (expected: data or keeps)");
      }
    }
    JsonNode keeps = settings.path("keeps");
    if (!keeps.isMissingNode() && (!keeps.canConvertToLong() || keeps.asLong() < 1)) {
      throw wrong(file, "prosody: keeps: " + keeps + " (expected: 1 or more)");
    }
    Optional<Path> data =
        settings.has("data")
            ? Optional.of(file.resolveSibling(text(file, settings, "data")))
            : Optional.empty();
    Optional<Path> missing =
        data.map(in -> OfflineStore.folder(in, domain))
            .filter(folder -> !Files.isDirectory(folder));
    if (missing.isPresent()) {
      throw wrong(
          file, "prosody: data: no folder " + missing.get() + " (expected: data_path of Prosody)");
    }
    return new Prosody(data, keeps.asLong(KEEPS_USUALLY));
  }

  private static Map<String, String> nicknames(JsonNode room) {
    Map<String, String> nicknames = new TreeMap<>();
    room.path("nicknames")
        .properties()
        .forEach(entry -> nicknames.put(entry.getKey(), entry.getValue().asString("")));
    return Map.copyOf(nicknames);
  }
}
