package io.whaleshark.backend;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * To whom a message goes: a user or a group. Seen from a user, it names a conversation. Immutable.
 *
 * @param isGroup whether it is a group
 * @param id of the user or the group
 */
public record Recipient(boolean isGroup, String id) {

  /** A user, and the direct conversation with them. */
  public static Recipient user(String id) {
    return new Recipient(false, id);
  }

  /** A group. */
  public static Recipient group(String id) {
    return new Recipient(true, id);
  }

  String field() {
    return isGroup ? "groupId" : "toId";
  }

  /** The fields of a question about this conversation, as a user sees it. */
  Map<String, Object> seenBy(String user) {
    return new LinkedHashMap<>(Map.of("fromId", user, field(), id));
  }
}
