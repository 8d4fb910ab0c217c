package io.whaleshark.engine.rocksdb;

import java.nio.file.Path;
import java.util.Map;

/// The folder for unpacked native libraries.
///
/// @param setting the name of the setting where it was given; messages about the folder begin with
///   it
public record LibraryFolder(String setting, Path path) {

  private static final String VARIABLE = "WHALESHARK_LIBRARIES";
  private static final String KEY = "libraries";

  /// The folder where no settings name one: `WHALESHARK_LIBRARIES`, else `whaleshark` in the user's
  /// cache folder.
  public static LibraryFolder usual(Map<String, String> environment) {
    String set = environment.getOrDefault(VARIABLE, "");
    if (!set.isBlank()) {
      return new LibraryFolder(VARIABLE, Path.of(set.strip()).toAbsolutePath());
    }
    Path cache = Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""));
    Path parent = cache.isAbsolute() ? cache : Path.of(System.getProperty("user.home"), ".cache");
    return new LibraryFolder(KEY, parent.resolve("whaleshark").toAbsolutePath());
  }

  /// The beginning of a message about a file or folder of the library.
  String blaming(Path path) {
    return setting + ": " + path;
  }

  /// What a message says to do.
  String expecting(String what) {
    String hint = setting.equals(KEY) ? ", see " + VARIABLE : "";
    return " (expected: " + what + hint + ")";
  }
}
