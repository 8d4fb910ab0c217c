package io.whaleshark.server.auth;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// The keys of an app, by name. Several are valid at once, so that keys can be rotated. Immutable.
public record TokenKeys(Map<String, TokenKey> byName) {

  /// No keys: no token is valid.
  public static final TokenKeys NONE = new TokenKeys(Map.of());

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /// Parses comma-separated `name=key` pairs.
  ///
  /// @throws IllegalArgumentException naming what is wrong; the message contains no key
  public static TokenKeys of(String text) {
    Map<String, TokenKey> keys = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? "" : part.substring(0, equals).strip();
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "key " + (keys.size() + 1) + " has no name (expected: name=hs256:… or name=eddsa:…)");
      }
      TokenKey key = key(name, part.substring(equals + 1).strip());
      if (keys.put(name, key) != null) {
        throw new IllegalArgumentException("key " + name + ": given twice");
      }
    }
    return new TokenKeys(keys);
  }

  private static TokenKey key(String name, String text) {
    TokenKey key;
    try {
      key = TokenKey.of(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("key " + name + ": " + e.getMessage(), e);
    }
    if (key instanceof TokenKey.Private) {
      throw new IllegalArgumentException(
          "key " + name + ": a private key (expected: its public key)");
    }
    return key;
  }

  public boolean isEmpty() {
    return byName.isEmpty();
  }
}
