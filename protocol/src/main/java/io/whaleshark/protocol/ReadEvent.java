package io.whaleshark.protocol;

/// Read markers of users: for their own other devices, and for the authors of the messages.
public sealed interface ReadEvent extends Event {

  /// Another device of the same user has read the conversation; this device stops notifying.
  ///
  /// @param in the conversation as the reader names it
  /// @param fromId the reader
  /// @param unreadCount the exact number of messages by others after the read marker
  record ReadNotify(Peer in, String fromId, long messageSequence, long unreadCount)
      implements ReadEvent {
    public ReadNotify {
      Bounds.number(Field.MESSAGE_SEQUENCE, messageSequence);
      Bounds.number(Field.UNREAD_COUNT, unreadCount);
    }

    @Override
    public CommandNumber command() {
      return in.type() == ConversationType.DIRECT
          ? CommandNumber.MSG_READ_NOTIFY
          : CommandNumber.GROUP_READ_NOTIFY;
    }

    @Override
    public void write(JsonWriter json) {
      in.write(json.startObject());
      json.put(Field.FROM_ID, fromId).put(Field.MESSAGE_SEQUENCE, messageSequence);
      json.put(Field.UNREAD_COUNT, unreadCount).endObject();
    }
  }

  /// The peer of a direct conversation has read.
  ///
  /// @param fromId the reader
  /// @param toId the author, who gets this receipt
  record ReadReceipt(String fromId, String toId, long messageSequence) implements ReadEvent {
    public ReadReceipt {
      Bounds.number(Field.MESSAGE_SEQUENCE, messageSequence);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.MSG_READ_RECEIPT;
    }

    @Override
    public void write(JsonWriter json) {
      json.startObject().put(Field.CONVERSATION_TYPE, ConversationType.DIRECT.number());
      json.put(Field.FROM_ID, fromId).put(Field.TO_ID, toId);
      json.put(Field.MESSAGE_SEQUENCE, messageSequence).endObject();
    }
  }

  /// Members of a group have read messages of the receiving author. One frame may combine several
  /// readers.
  ///
  /// @param fromId the latest reader
  /// @param messageSequence that reader's read marker
  /// @param countedSequence the author's newest message at or below `messageSequence`; the counts
  ///   are those of this message
  /// @param readCount how many of its audience have read it
  /// @param memberCount the size of its audience, without the author
  record GroupReadReceipt(
      String groupId,
      String fromId,
      long messageSequence,
      long countedSequence,
      long readCount,
      long memberCount)
      implements ReadEvent {
    public GroupReadReceipt {
      Bounds.number(Field.MESSAGE_SEQUENCE, messageSequence);
      Bounds.number(Field.COUNTED_SEQUENCE, countedSequence);
      Bounds.number(Field.READ_COUNT, readCount);
      Bounds.number(Field.MEMBER_COUNT, memberCount);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.GROUP_READ_RECEIPT;
    }

    @Override
    public void write(JsonWriter json) {
      json.startObject().put(Field.CONVERSATION_TYPE, ConversationType.GROUP.number());
      json.put(Field.GROUP_ID, groupId).put(Field.FROM_ID, fromId);
      json.put(Field.MESSAGE_SEQUENCE, messageSequence)
          .put(Field.COUNTED_SEQUENCE, countedSequence);
      json.put(Field.READ_COUNT, readCount).put(Field.MEMBER_COUNT, memberCount).endObject();
    }
  }
}
