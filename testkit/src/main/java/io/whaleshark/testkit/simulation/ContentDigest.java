package io.whaleshark.testkit.simulation;

import io.whaleshark.core.model.Message;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// What remains of a content when its message is recalled.
final class ContentDigest {

  private ContentDigest() {}

  /// A prefix of the digest of its length, body and extra.
  static long of(Message.Sent content) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] body = content.body().bytes();
      for (int shift = 24; shift >= 0; shift -= 8) {
        sha.update((byte) (body.length >> shift));
      }
      sha.update(body);
      sha.update(content.extra().bytes());
      return ByteBuffer.wrap(sha.digest()).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
