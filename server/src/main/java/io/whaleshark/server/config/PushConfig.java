package io.whaleshark.server.config;

import io.whaleshark.server.files.NamedFile;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// How an app reaches phones whose users are offline. Immutable.
///
/// @param content what of a message a notification shows
/// @param apns Apple's service
/// @param fcm Google's service
/// @param huawei that of Huawei
public record PushConfig(
    Content content, Optional<Apns> apns, Optional<Fcm> fcm, Optional<Huawei> huawei) {

  /// Of an app without push services.
  static final PushConfig NONE =
      new PushConfig(Content.NONE, Optional.empty(), Optional.empty(), Optional.empty());

  /// What of a message a notification shows. It passes through the service.
  public enum Content {
    /// Who sent it, and that there is something new.
    NONE,
    /// Also the text of its body, if that has one.
    TEXT
  }

  /// How a service is reached.
  ///
  /// @param url `https`, without a path
  /// @param authority a file with the certificates that sign the service's, PEM; empty for those
  ///   that Java trusts
  /// @param inFlight how many requests may be under way at once
  public record Link(URI url, Optional<NamedFile> authority, int inFlight) {}

  /// Apple's service.
  ///
  /// @param key a file with the key that signs requests, as Apple gives it: `.p8`
  /// @param topic the bundle id of the app
  public record Apns(NamedFile key, String keyId, String teamId, String topic, Link link) {}

  /// Google's service.
  ///
  /// @param account a file with the key of a service account, as Google gives it: JSON
  public record Fcm(NamedFile account, Link link) {}

  /// Huawei's service.
  ///
  /// @param secret of the app, for access tokens
  /// @param tokens where access tokens are
  public record Huawei(String appId, Secret secret, URI tokens, Link link) {}

  /// A secret text. Immutable.
  public record Secret(String value) {

    /// Nothing of it: settings reach logs.
    @Override
    public String toString() {
      return "(set)";
    }
  }

  /// The names by which devices register, and by which those follow the journal who send.
  public static final String APNS = "apns";

  /// See [#APNS].
  public static final String FCM = "fcm";

  /// See [#APNS].
  public static final String HUAWEI = "huawei";

  private static final Pattern NO_VARIABLE = Pattern.compile("(?!)");
  private static final Pattern TEN = Pattern.compile("[A-Z0-9]{10}");
  private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9.-]{1,255}");
  private static final Pattern DIGITS = Pattern.compile("\\d{1,20}");

  /// The name in the journal of who sends through a service. No webhook's name has a point.
  public static String follower(String service) {
    return "push." + service;
  }

  /// The names in the journal of all who send.
  Set<String> followers() {
    Set<String> names = new TreeSet<>();
    apns.ifPresent(_ -> names.add(follower(APNS)));
    fcm.ifPresent(_ -> names.add(follower(FCM)));
    huawei.ifPresent(_ -> names.add(follower(HUAWEI)));
    return names;
  }

  /// Reads the push services of an app.
  ///
  /// @param at the key of the app
  static PushConfig read(Settings settings, String at) {
    String below = at + ".push";
    if (settings.namesBelow(below, NO_VARIABLE).isEmpty()) {
      return NONE;
    }
    PushConfig push =
        new PushConfig(
            settings.choice(below + ".content", Content.NONE),
            isThere(settings, below, APNS)
                ? Optional.of(apns(settings, below + "." + APNS))
                : Optional.empty(),
            isThere(settings, below, FCM)
                ? Optional.of(
                    new Fcm(
                        file(settings, below + ".fcm.account"),
                        link(settings, below + ".fcm", "https://fcm.googleapis.com")))
                : Optional.empty(),
            isThere(settings, below, HUAWEI)
                ? Optional.of(huawei(settings, below + "." + HUAWEI))
                : Optional.empty());
    if (push.followers().isEmpty()) {
      throw settings.wrongBelow(below, "no service (expected: apns, fcm or huawei)");
    }
    return push;
  }

  private static boolean isThere(Settings settings, String below, String service) {
    return !settings.namesBelow(below + "." + service, NO_VARIABLE).isEmpty();
  }

  private static Apns apns(Settings settings, String at) {
    return new Apns(
        file(settings, at + ".key"),
        text(settings, at + ".key-id", TEN, "the 10 letters and digits of the key's id"),
        text(settings, at + ".team-id", TEN, "the 10 letters and digits of the team's id"),
        text(settings, at + ".topic", TOPIC, "the bundle id of the app"),
        link(settings, at, "https://api.push.apple.com"));
  }

  private static Huawei huawei(Settings settings, String at) {
    String secret = at + ".secret";
    return new Huawei(
        text(settings, at + ".app-id", DIGITS, "the digits of the app's id"),
        settings
            .secretOrFile(secret)
            .filter(value -> !value.isEmpty())
            .map(Secret::new)
            .orElseThrow(() -> settings.wrong(secret, "not set (expected: the app's secret)")),
        url(settings, at + ".token-url", "https://oauth-login.cloud.huawei.com"),
        link(settings, at, "https://push-api.cloud.huawei.com"));
  }

  private static NamedFile file(Settings settings, String key) {
    return settings
        .path(key)
        .map(path -> new NamedFile(settings.named(key), path))
        .orElseThrow(() -> settings.wrong(key, "not set (expected: a file)"));
  }

  private static String text(Settings settings, String key, Pattern form, String expected) {
    String value = settings.text(key, "");
    if (!form.matcher(value).matches()) {
      throw settings.wrong(
          key, (value.isEmpty() ? "not set" : value) + " (expected: " + expected + ")");
    }
    return value;
  }

  private static Link link(Settings settings, String at, String usual) {
    return new Link(
        url(settings, at + ".url", usual),
        settings
            .path(at + ".tls-ca")
            .map(path -> new NamedFile(settings.named(at + ".tls-ca"), path)),
        settings.integer(at + ".max-in-flight", 64, 1, 1_000));
  }

  /// Whoever has the tokens and keys of a request can send as the app: so it is encrypted.
  private static URI url(Settings settings, String key, String usual) {
    URI url = URI.create(usual);
    if (settings.find(key).isEmpty()) {
      settings.text(key, usual);
      return url;
    }
    URI given = WebhookConfig.url(settings, key);
    boolean isPlain = given.getRawPath().isEmpty() && given.getRawQuery() == null;
    if (!"https".equals(given.getScheme()) || !isPlain) {
      throw settings.wrong(key, given + " (expected: such as " + usual + ")");
    }
    return given;
  }
}
