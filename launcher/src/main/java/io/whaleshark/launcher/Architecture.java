package io.whaleshark.launcher;

/// The processors for which a release is made: those of the machine that makes it.
final class Architecture {

  private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

  private Architecture() {}

  /// The name in archives, as JDKs have it in theirs.
  static String name() {
    return ARM ? "aarch64" : "x64";
  }

  /// The name in packages of Debian.
  static String debian() {
    return ARM ? "arm64" : "amd64";
  }
}
