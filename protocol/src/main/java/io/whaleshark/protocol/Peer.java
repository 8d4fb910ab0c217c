package io.whaleshark.protocol;

/// A conversation as one of its participants names it: the other user, or the group.
///
/// @param id the other user's id or the group's id, 1..128 characters without control characters
public record Peer(ConversationType type, String id) {
  public Peer {
    Bounds.id(type == ConversationType.DIRECT ? Field.TO_ID : Field.GROUP_ID, id);
  }

  /// The direct conversation with this user.
  public static Peer direct(String userId) {
    return new Peer(ConversationType.DIRECT, userId);
  }

  /// The conversation of this group.
  public static Peer group(String groupId) {
    return new Peer(ConversationType.GROUP, groupId);
  }

  /// Writes `toId` or `groupId`.
  void writeId(JsonWriter json) {
    json.put(type == ConversationType.DIRECT ? Field.TO_ID : Field.GROUP_ID, id);
  }

  /// Writes `conversationType` and `toId` or `groupId`.
  void write(JsonWriter json) {
    json.put(Field.CONVERSATION_TYPE, type.number());
    writeId(json);
  }
}
