package io.whaleshark.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A webhook of an app: where which events go. Immutable.
///
/// @param name unique in the app
/// @param url `http` or `https`
/// @param key signs each request
/// @param inFlight how many requests may be under way at once; those of one conversation never are
/// @param mayBePrivate whether the URL may lead to a loopback or private address
public record WebhookConfig(
    String name, URI url, Key key, Set<EventType> events, int inFlight, boolean mayBePrivate) {

  /// What a webhook may be told of.
  public enum EventType {
    MESSAGE_SENT,
    MESSAGE_RECALLED,
    MESSAGE_EDITED,
    MESSAGE_PINNED,
    MESSAGE_REACTION,
    MESSAGE_OFFLINE,
    CONVERSATION_READ,
    GROUP_CHANGED,
    USER_ONLINE,
    USER_OFFLINE;

    /// The name in settings and in requests: `message.sent`.
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }
  }

  /// A secret of the Standard Webhooks specification. Immutable, as long as nobody writes to the
  /// array.
  public static final class Key {

    private final byte[] bytes;

    private Key(byte[] bytes) {
      this.bytes = bytes;
    }

    /// The bytes themselves, not a copy.
    public byte[] bytes() {
      return bytes;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && MessageDigest.isEqual(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    /// Nothing of the key: settings reach logs.
    @Override
    public String toString() {
      return "(set)";
    }
  }

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  /// A variable cannot name a webhook: it does not tell where the name ends. One that a file names
  /// may have its secret in a variable.
  private static final Pattern NO_VARIABLE = Pattern.compile("(?!)");

  private static final String SECRET_PREFIX = "whsec_";
  private static final int SECRET_BYTES_AT_LEAST = 24;
  private static final int SECRET_BYTES_AT_MOST = 64;
  private static final String SECRET_FORM =
      "not a webhook secret (expected: whsec_ and 24 to 64 bytes in base64, as 'openssl rand"
          + " -base64 32' makes them)";

  public WebhookConfig {
    events = Set.copyOf(events);
  }

  /// Whether it is told who comes online and goes.
  boolean isToldOfPresence() {
    return events.contains(EventType.USER_ONLINE) || events.contains(EventType.USER_OFFLINE);
  }

  /// Reads the webhooks of an app.
  ///
  /// @param at the key of the app
  static List<WebhookConfig> read(Settings settings, String at) {
    String below = at + ".webhooks";
    return settings.namesBelow(below, NO_VARIABLE).stream()
        .map(name -> read(settings, below + "." + name, name))
        .toList();
  }

  private static WebhookConfig read(Settings settings, String at, String name) {
    if (!NAME.matcher(name).matches()) {
      throw settings.wrongBelow(
          at, "not a name of a webhook (expected: 1 to 32 letters a-z, digits and -)");
    }
    return new WebhookConfig(
        name,
        url(settings, at + ".url"),
        key(settings, at + ".secret"),
        events(settings, at + ".events"),
        settings.integer(settings.either(at + ".max-in-flight", at + ".maxInFlight"), 8, 1, 256),
        settings.flag(at + ".private", false));
  }

  static URI url(Settings settings, String key) {
    String text = settings.text(key, "");
    try {
      URI url = new URI(text);
      boolean isWeb = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (isWeb
          && url.getHost() != null
          && url.getUserInfo() == null
          && url.getFragment() == null) {
        return url;
      }
    } catch (URISyntaxException _) {
      // refused below, as what is no URL of the web
    }
    throw settings.wrong(key, text + " (expected: a URL such as https://example.com/hook)");
  }

  static Key key(Settings settings, String key) {
    Optional<String> secret = settings.secret(key);
    if (secret.isEmpty() || !secret.get().startsWith(SECRET_PREFIX)) {
      throw settings.wrong(key, SECRET_FORM);
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(secret.get().substring(SECRET_PREFIX.length()));
      if (bytes.length >= SECRET_BYTES_AT_LEAST && bytes.length <= SECRET_BYTES_AT_MOST) {
        return new Key(bytes);
      }
    } catch (IllegalArgumentException _) {
      // refused below, as what is too short
    }
    throw settings.wrong(key, SECRET_FORM);
  }

  private static Set<EventType> events(Settings settings, String key) {
    String all =
        Arrays.stream(EventType.values()).map(EventType::word).collect(Collectors.joining(", "));
    Set<String> named = new TreeSet<>();
    for (String word : settings.text(key, all).split(",", -1)) {
      named.add(word.strip());
    }
    Set<EventType> events = EnumSet.noneOf(EventType.class);
    for (EventType type : EventType.values()) {
      if (named.remove(type.word())) {
        events.add(type);
      }
    }
    if (!named.isEmpty()) {
      throw settings.wrong(key, String.join(", ", named) + " (expected: of " + all + ")");
    }
    return events;
  }
}
