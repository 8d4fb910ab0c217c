package io.whaleshark.server.http;

import io.javalin.http.Context;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.server.config.ServerConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/// Who may do what over HTTP. Immutable.
final class Access {

  private static final String BEARER = "Bearer ";

  private final ServerConfig config;

  Access(ServerConfig config) {
    this.config = config;
  }

  /// Lets through who may act for the whole app: anyone with open login, else the bearer of the
  /// app's admin key.
  ///
  /// @throws Problem for everyone else
  void requireAdministration(Context context, int app) {
    String header = Objects.requireNonNullElse(context.header("Authorization"), "");
    boolean isAdmin =
        config.openLogin()
            || config.app(app).adminKeySha256().filter(hash -> matches(header, hash)).isPresent();
    if (!isAdmin) {
      context.header("WWW-Authenticate", "Bearer");
      throw new Problem(
          RefusalCode.LOGIN_REFUSED,
          "Authorization: missing or wrong (expected: the app's admin key)");
    }
  }

  private static boolean matches(String header, String hash) {
    if (!header.startsWith(BEARER)) {
      return false;
    }
    byte[] given =
        sha256(header.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8));
    return MessageDigest.isEqual(given, HexFormat.of().parseHex(hash));
  }

  private static byte[] sha256(byte[] key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
