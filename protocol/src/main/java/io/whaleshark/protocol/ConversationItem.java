package io.whaleshark.protocol;

import org.jspecify.annotations.Nullable;

/// An item of a user's conversation list. Immutable.
///
/// @param owner the user whose list it is
/// @param of the peer or the group
/// @param sequence the stamp of the item's last change, the cursor for the next pull
/// @param readSequence the owner's read marker
/// @param messageSequence of the newest message, 0 if there is none
/// @param lastMessage the newest message, null if there is none that the owner may see
/// @param unreadCount the exact number of messages by others after `readSequence`
/// @param isDeleted whether the owner has hidden it until the next message
/// @param state the fields that only direct conversations or only groups have
public record ConversationItem(
    String owner,
    Peer of,
    long sequence,
    long readSequence,
    long messageSequence,
    @Nullable ChatMessage lastMessage,
    long unreadCount,
    boolean isMute,
    boolean isTop,
    boolean isDeleted,
    State state) {
  public ConversationItem {
    Bounds.number(Field.SEQUENCE, sequence);
    Bounds.number(Field.READ_SEQUENCE, readSequence);
    Bounds.number(Field.MESSAGE_SEQUENCE, messageSequence);
    Bounds.number(Field.UNREAD_COUNT, unreadCount);
    if (state.type() != of.type()) {
      throw Bounds.refusal(Field.CONVERSATION_TYPE, state.type().toString(), of.type().toString());
    }
  }

  /// The fields that only conversations of one type have.
  public sealed interface State {
    ConversationType type();
  }

  /// The read and receive markers of the peer.
  public record DirectState(long peerReadSequence, long peerReceiveSequence) implements State {
    public DirectState {
      Bounds.number(Field.PEER_READ_SEQUENCE, peerReadSequence);
      Bounds.number(Field.PEER_RECEIVE_SEQUENCE, peerReceiveSequence);
    }

    @Override
    public ConversationType type() {
      return ConversationType.DIRECT;
    }
  }

  /// The group as it is now.
  public record GroupState(long memberCount, String groupName) implements State {
    public GroupState {
      Bounds.number(Field.MEMBER_COUNT, memberCount);
    }

    @Override
    public ConversationType type() {
      return ConversationType.GROUP;
    }
  }

  /// Writes the item as an object; `toId` names the peer or the group.
  public void write(JsonWriter json) {
    json.startObject();
    writeNames(json, owner, of);
    json.put(Field.SEQUENCE, sequence).put(Field.READ_SEQUENCE, readSequence);
    json.put(Field.MESSAGE_SEQUENCE, messageSequence);
    if (lastMessage != null) {
      lastMessage.write(json.name(Field.LAST_MESSAGE));
    }
    json.put(Field.UNREAD_COUNT, unreadCount).put(Field.IS_MUTE, isMute).put(Field.IS_TOP, isTop);
    if (isDeleted) {
      json.put(Field.IS_DELETED, true);
    }
    switch (state) {
      case DirectState direct ->
          json.put(Field.PEER_READ_SEQUENCE, direct.peerReadSequence())
              .put(Field.PEER_RECEIVE_SEQUENCE, direct.peerReceiveSequence());
      case GroupState group ->
          json.put(Field.MEMBER_COUNT, group.memberCount())
              .put(Field.GROUP_NAME, group.groupName());
    }
    json.endObject();
  }

  /// Writes the fields that identify a conversation in its owner's list.
  static void writeNames(JsonWriter json, String owner, Peer of) {
    ChatMessage.writeConversationId(json, of, owner, owner);
    json.put(Field.CONVERSATION_TYPE, of.type().number())
        .put(Field.FROM_ID, owner)
        .put(Field.TO_ID, of.id());
  }

  static ConversationItem read(EventFields fields) {
    var of = new Peer(fields.conversationType(), fields.text(Field.TO_ID));
    var last = fields.objectIfPresent(Field.LAST_MESSAGE);
    return new ConversationItem(
        fields.text(Field.FROM_ID),
        of,
        fields.number(Field.SEQUENCE),
        fields.number(Field.READ_SEQUENCE),
        fields.number(Field.MESSAGE_SEQUENCE),
        last == null ? null : ChatMessage.read(last),
        fields.number(Field.UNREAD_COUNT),
        fields.flag(Field.IS_MUTE),
        fields.flag(Field.IS_TOP),
        fields.flag(Field.IS_DELETED),
        readState(of.type(), fields));
  }

  private static State readState(ConversationType type, EventFields fields) {
    return switch (type) {
      case DIRECT ->
          new DirectState(
              fields.number(Field.PEER_READ_SEQUENCE), fields.number(Field.PEER_RECEIVE_SEQUENCE));
      case GROUP ->
          new GroupState(fields.number(Field.MEMBER_COUNT), fields.text(Field.GROUP_NAME));
    };
  }
}
