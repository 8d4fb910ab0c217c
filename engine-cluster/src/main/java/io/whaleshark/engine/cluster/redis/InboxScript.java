package io.whaleshark.engine.cluster.redis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The scripts that Redis runs. Each works on the two keys of one user, in one step.
enum InboxScript {
  /// Looks at a set. Runs also while Redis has no memory left.
  LOOK("#!lua flags=no-writes", "state.lua", "look.lua"),
  /// Adds what a batch has committed.
  ADD("#!lua", "state.lua", "writing.lua", "add.lua"),
  /// Fills a set from PostgreSQL.
  FILL("#!lua", "state.lua", "writing.lua", "fill.lua");

  private final String text;
  private final String sha;

  InboxScript(String firstLine, String... files) {
    StringBuilder whole = new StringBuilder(firstLine).append('\n');
    for (String file : files) {
      whole.append(read(file));
    }
    text = whole.toString();
    sha = sha(text);
  }

  private static String read(String file) {
    try (InputStream script = InboxScript.class.getResourceAsStream(file)) {
      if (script == null) {
        throw new IllegalStateException(file + " is missing from the class path");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(file + " cannot be read", e);
    }
  }

  private static String sha(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-1", e);
    }
  }

  String text() {
    return text;
  }

  /// By this Redis knows a script that it has run.
  String sha() {
    return sha;
  }
}
