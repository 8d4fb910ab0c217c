package io.whaleshark.launcher;

import java.util.regex.Pattern;

/// The version of a release: three numbers, and of a pre-release what it is called. It is a version
/// of Semantic Versioning without build metadata, which Debian cannot order.
record Version(String text) {

  private static final Pattern FORM =
      Pattern.compile(
          "(0|[1-9]\\d*)(\\.(0|[1-9]\\d*)){2}(-[0-9A-Za-z][0-9A-Za-z-]*(\\.[0-9A-Za-z-]+)*)?");
  private static final String SNAPSHOT = "-SNAPSHOT";

  /// Returns whether a text is a version, of whatever kind.
  static boolean isVersion(String text) {
    return FORM.matcher(text).matches();
  }

  /// Returns whether its contents may still change.
  boolean isSnapshot() {
    return text.endsWith(SNAPSHOT);
  }

  /// The name of its folder and of the folders in its archives.
  String folder() {
    return "whaleshark-" + text;
  }

  /// The version for Debian, for which a tilde comes before the end: 1.0.0~rc.1 is older than
  /// 1.0.0.
  String debian() {
    return text.replaceFirst("-", "~").replace('-', '.');
  }
}
