package io.whaleshark.archives;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// Which ids of messages are taken: a sender uses each only once, in all conversations. Memory: 16
/// to 32 bytes for each, and 48 while the table grows. Confined to one thread.
public final class SeenIds {

  private static final int FEWEST = 1 << 10;

  /// By open addressing; 0 is a free place.
  private long[] hashes = new long[FEWEST];

  private int count;

  /// Takes an id.
  ///
  /// @return false if it was taken before
  public boolean add(String sender, String id) {
    if (2 * (count + 1) > hashes.length) {
      grow();
    }
    if (!put(hashes, hash(sender, id))) {
      return false;
    }
    count++;
    return true;
  }

  private void grow() {
    long[] more = new long[2 * hashes.length];
    Arrays.stream(hashes).filter(hash -> hash != 0).forEach(hash -> put(more, hash));
    hashes = more;
  }

  private static boolean put(long[] table, long hash) {
    int place = (int) hash & (table.length - 1);
    while (table[place] != 0) {
      if (table[place] == hash) {
        return false;
      }
      place = (place + 1) & (table.length - 1);
    }
    table[place] = hash;
    return true;
  }

  /// Two ids have one hash so rarely that nobody has to tell the difference: such an id would get a
  /// suffix that it does not need.
  private static long hash(String sender, String id) {
    byte[] digest = digest(sender + '\n' + id);
    long hash = ByteBuffer.wrap(digest).getLong();
    return hash == 0 ? 1 : hash;
  }

  /// The SHA-256 of a text.
  static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
