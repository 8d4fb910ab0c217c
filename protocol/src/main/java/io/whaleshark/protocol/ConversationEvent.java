package io.whaleshark.protocol;

import org.jspecify.annotations.Nullable;

/// Changes that the owner of a conversation list made to it.
public sealed interface ConversationEvent extends Event {

  /// The settings are stored. Repeats the values that were set; null for settings left unchanged.
  record ConversationSetAck(
      Peer of,
      @Nullable Boolean isTop,
      @Nullable Boolean isMute,
      @Nullable Boolean isDeleted,
      @Nullable String requestId)
      implements ConversationEvent {

    /// The answer to this request.
    public static ConversationSetAck of(Request.ConversationSet set) {
      return new ConversationSetAck(
          set.of(), set.isTop(), set.isMute(), set.isDeleted(), set.requestId());
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.CONVERSATION_SET_ACK;
    }

    @Override
    public void write(JsonWriter json) {
      of.write(Results.start(json));
      json.putIfPresent(Field.IS_TOP, isTop).putIfPresent(Field.IS_MUTE, isMute);
      json.putIfPresent(Field.IS_DELETED, isDeleted);
      Results.end(json, requestId);
    }
  }

  /// Another device of the owner changed a setting; for the owner's other devices.
  record ConversationUpdated(ConversationItem item) implements ConversationEvent {
    @Override
    public CommandNumber command() {
      return CommandNumber.CONVERSATION_UPDATED;
    }

    @Override
    public void write(JsonWriter json) {
      item.write(json);
    }
  }

  /// Another device of the owner hid the conversation; for the owner's other devices.
  record ConversationDeleted(String owner, Peer of) implements ConversationEvent {
    @Override
    public CommandNumber command() {
      return CommandNumber.CONVERSATION_DELETED;
    }

    @Override
    public void write(JsonWriter json) {
      ConversationItem.writeNames(json.startObject(), owner, of);
      json.endObject();
    }
  }
}
