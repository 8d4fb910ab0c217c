package io.whaleshark.server.config;

import io.whaleshark.cli.PlatformVariables;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The environment variables of this product. A misspelt one is told and not refused: the
/// environment also holds what other programs set. Stateless.
///
/// Those of a container platform are no settings, and nothing to tell.
final class Variables {

  static final String PREFIX = "WHALESHARK_";

  /// Where the launcher or the image has built the web chat.
  static final String BUILT_WEB = PREFIX + "BUILT_WEB";

  private static final String APPS = PREFIX + "APPS_";
  private static final String APP_DEFAULTS = PREFIX + "APP_DEFAULTS_";
  private static final Pattern OF_AN_APP = Pattern.compile(APPS + "\\d+_");

  /// A secret of what the file names for an app.
  private static final Pattern SECRET_OF_APP =
      Pattern.compile(
          APPS + "\\d+_(WEBHOOKS_[A-Z0-9_]+_SECRET|BEFORE_SEND_SECRET|PUSH_HUAWEI_SECRET(_FILE)?)");

  /// What the launcher, the other commands and the tests read.
  private static final Set<String> OF_OTHERS =
      Set.of(
          PREFIX + "ADMIN_KEY",
          BUILT_WEB,
          PREFIX + "CHROMIUM",
          PREFIX + "CONFIG",
          PREFIX + "JAVA_HOME",
          PREFIX + "JAVA_OPTS",
          PREFIX + "LAUNCHER",
          PREFIX + "TOKEN",
          PREFIX + "TOKEN_KEY");

  /// What differs in more characters was hardly meant.
  private static final int TYPOS_AT_MOST = 3;

  private Variables() {}

  /// The variables without those of a container platform.
  static Map<String, String> own(Map<String, String> environment) {
    Map<String, String> own = new TreeMap<>(environment);
    own.entrySet().removeIf(each -> PlatformVariables.contain(each.getKey(), each.getValue()));
    return own;
  }

  /// Tells the variables that nothing reads, each with the one that was probably meant, if there is
  /// one.
  ///
  /// @param keys of all settings
  static List<String> unknown(Map<String, String> environment, Set<String> keys) {
    Set<String> known = new TreeSet<>(OF_OTHERS);
    keys.forEach(key -> known.add(Settings.variable(key)));
    SortedMap<String, String> own = new TreeMap<>(own(environment));
    return own.keySet().stream()
        .filter(name -> name.startsWith(PREFIX))
        .filter(name -> !SECRET_OF_APP.matcher(name).matches())
        .filter(name -> !known.contains(OF_AN_APP.matcher(name).replaceFirst(APP_DEFAULTS)))
        .map(name -> name + ": unknown variable, not used (expected: " + meant(name, known) + ")")
        .toList();
  }

  private static String meant(String name, Set<String> known) {
    String nearest = nearest(name, known);
    return distance(name, nearest) > TYPOS_AT_MOST ? "one of docs/config.md" : nearest + "?";
  }

  private static String nearest(String name, Set<String> known) {
    var app = OF_AN_APP.matcher(name);
    Stream<String> candidates =
        app.lookingAt()
            ? known.stream()
                .filter(each -> each.startsWith(APP_DEFAULTS))
                .map(each -> app.group() + each.substring(APP_DEFAULTS.length()))
            : known.stream();
    return candidates.min(Comparator.comparingInt(each -> distance(name, each))).orElseThrow();
  }

  /// How many characters have to be put in, left out or changed to make one text of the other.
  private static int distance(String one, String other) {
    int[] above = IntStream.rangeClosed(0, other.length()).toArray();
    for (int i = 1; i <= one.length(); i++) {
      int[] row = new int[other.length() + 1];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int changed = above[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[other.length()];
  }
}
