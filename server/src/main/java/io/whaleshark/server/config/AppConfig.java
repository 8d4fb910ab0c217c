package io.whaleshark.server.config;

import io.whaleshark.cli.WholeNumber;
import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.app.DirectoryPolicy;
import io.whaleshark.core.app.PinPolicy;
import io.whaleshark.core.app.ReceiptPolicy;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.server.auth.TokenKeys;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The settings of one app. Immutable.
///
/// @param adminKeySha256 the SHA-256 of the key that may change the app's groups, in lower-case
///   hexadecimal
/// @param tokenKeys the keys that the app's login tokens are signed with
/// @param webhooks who is told of what happens in the app
/// @param beforeSend who is asked before a message is sent
/// @param push how phones are reached whose users are offline
public record AppConfig(
    AppPolicy policy,
    Optional<String> adminKeySha256,
    TokenKeys tokenKeys,
    List<WebhookConfig> webhooks,
    Optional<BeforeSendConfig> beforeSend,
    PushConfig push) {

  public AppConfig {
    webhooks = List.copyOf(webhooks);
  }

  /// The names of those who follow what is committed in the app. No webhook's name has a point.
  Set<String> followers() {
    return Stream.concat(webhooks.stream().map(WebhookConfig::name), push.followers().stream())
        .collect(Collectors.toSet());
  }

  static final String DEFAULTS = "app-defaults";
  static final String APPS = "apps.";
  private static final Pattern DIGITS = Pattern.compile("\\d+");
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  /// Reads what holds for every app that has no settings of its own.
  static AppConfig defaults(Settings settings) {
    return read(
        settings,
        DEFAULTS,
        new AppConfig(
            AppPolicy.DEFAULT,
            Optional.empty(),
            TokenKeys.NONE,
            List.of(),
            Optional.empty(),
            PushConfig.NONE));
  }

  /// Reads the settings of the apps that have some of their own, by app.
  static Map<Integer, AppConfig> ofApps(Settings settings, AppConfig defaults) {
    Map<Integer, AppConfig> apps = new TreeMap<>();
    for (String id : settings.namesBelow("apps", DIGITS)) {
      if (WholeNumber.in(id, 0, Integer.MAX_VALUE).isEmpty()) {
        throw settings.wrongBelow(
            APPS + id,
            "not an app id (expected: 0.." + Integer.MAX_VALUE + ", without leading zeros)");
      }
      apps.put(Integer.valueOf(id), read(settings, APPS + id, defaults));
    }
    return apps;
  }

  private static AppConfig read(Settings settings, String at, AppConfig otherwise) {
    AppPolicy base = otherwise.policy();
    int entries = settings.integer(at + ".inbox-entries", base.inbox().entries(), 1, 100_000);
    int share =
        settings.integer(at + ".inbox-share", Math.min(entries, base.inbox().share()), 1, entries);
    Optional<String> key = settings.secret(at + ".admin-key-sha256");
    key.filter(hash -> !SHA_256.matcher(hash).matches())
        .ifPresent(_ -> {
          throw settings.wrong(
              at + ".admin-key-sha256",
              "not a SHA-256 (expected: 64 hexadecimal digits, lower case)");
        });
    Duration retention = settings.duration(at + ".retention", Settings.text(base.retention()));
    List<WebhookConfig> webhooks =
        at.equals(DEFAULTS) ? List.of() : WebhookConfig.read(settings, at);
    return new AppConfig(
        new AppPolicy(
            new Inboxes.Bound(entries, share),
            retention,
            window(settings, at, ".recall-window", base.recallWindow(), retention),
            window(settings, at, ".edit-window", base.editWindow(), retention),
            LoginPolicy.of(settings.integer(at + ".login-policy", base.login().number(), 1, 4)),
            settings.duration(at + ".silent-for", Settings.text(base.silentFor())),
            settings.duration(at + ".receipt-interval", Settings.text(base.receiptInterval())),
            settings.integer(at + ".members-at-most", base.membersAtMost(), 1, 1_000_000),
            settings.integer(at + ".typing-members-at-most", base.typingMembersAtMost(), 0, 1_000),
            settings.integer(
                at + ".reaction-members-at-most", base.reactionMembersAtMost(), 0, 100_000),
            receipts(settings, at, base.receipts()),
            new DirectoryPolicy(
                settings.choice(at + ".directory", base.directory().visible()),
                settings.flag(at + ".directory-required", base.directory().required())),
            new PinPolicy(
                settings.choice(at + ".group-pins", base.pins().inGroups()), base.pins().atMost()),
            webhooks.stream().anyMatch(WebhookConfig::isToldOfPresence)),
        key.or(otherwise::adminKeySha256),
        tokenKeys(settings, at + ".token-keys").orElse(otherwise.tokenKeys()),
        webhooks,
        at.equals(DEFAULTS) ? Optional.empty() : BeforeSendConfig.read(settings, at),
        at.equals(DEFAULTS) ? PushConfig.NONE : PushConfig.read(settings, at));
  }

  private static ReceiptPolicy receipts(Settings settings, String at, ReceiptPolicy usual) {
    OfOthers others =
        settings.choice(
            at + ".receipts-of-others", usual.othersShown() ? OfOthers.SHOWN : OfOthers.HIDDEN);
    return new ReceiptPolicy(
        settings.choice(at + ".receipts", usual.sharing()), others == OfOthers.SHOWN);
  }

  /// What becomes of the receipts of others for whoever has switched their own off.
  private enum OfOthers {
    HIDDEN,
    SHOWN
  }

  /// Reads for how long after it was sent something may become of a message; zero if nothing may. A
  /// time that somebody set must fit in the retention; the default follows.
  private static Duration window(
      Settings settings, String at, String name, Duration usual, Duration retention) {
    String key = whereSet(settings, at, name);
    boolean isShortened = settings.find(key).isEmpty() && usual.compareTo(retention) > 0;
    Duration window =
        settings.duration(at + name, Settings.text(isShortened ? retention : usual), Duration.ZERO);
    if (window.compareTo(retention) > 0) {
      String limit = settings.named(whereSet(settings, at, ".retention"));
      throw settings.wrong(
          key,
          Settings.text(window)
              + " (expected: at most "
              + limit
              + ", "
              + Settings.text(retention)
              + ")");
    }
    return window;
  }

  /// The key that decides what holds at a place: that of the place, or the one for all apps.
  private static String whereSet(Settings settings, String at, String name) {
    return settings.find(at + name).isPresent() ? at + name : DEFAULTS + name;
  }

  private static Optional<TokenKeys> tokenKeys(Settings settings, String key) {
    try {
      return settings.secret(key).map(TokenKeys::of);
    } catch (IllegalArgumentException e) {
      throw settings.wrong(key, String.valueOf(e.getMessage()));
    }
  }
}
