package io.whaleshark.archives;

import io.whaleshark.core.id.Names;
import java.util.HexFormat;

/// Ids of messages that are allowed here, made of what the source calls them. Equal names give
/// equal ids, each time. Stateless.
public final class NewIds {

  private static final int HASH_BYTES = 16;
  private static final int SUFFIX_BYTES = 4;

  private NewIds() {}

  /// The name itself if it may be an id, else a hash of it.
  public static String of(String name) {
    return Names.newIdFault(name).isEmpty() ? name : hash(name, HASH_BYTES);
  }

  /// Another id, for a message whose id is taken by one that says something else.
  ///
  /// @param what tells the two apart
  public static String besides(String id, String what) {
    return of(id + "~" + hash(what, SUFFIX_BYTES));
  }

  private static String hash(String text, int bytes) {
    return HexFormat.of().formatHex(SeenIds.digest(text), 0, bytes);
  }
}
