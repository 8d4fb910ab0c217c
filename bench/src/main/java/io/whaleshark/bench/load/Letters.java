package io.whaleshark.bench.load;

import java.util.Random;

/// Generates message texts. Stateless.
public final class Letters {
  private Letters() {}

  /// Generates letters that hardly compress; deterministic for each user.
  public static String of(String user, int length) {
    var random = new Random(user.hashCode());
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }
}
