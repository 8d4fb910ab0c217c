package io.whaleshark.protocol;

/// Somebody else is writing in a conversation, or has stopped. Stored nowhere; without another one
/// it holds for 6 s.
///
/// @param in the conversation as the author names it: in a direct one, `toId` is who gets this
/// @param fromId the author
public record TypingNotify(Peer in, String fromId, boolean isTyping) implements Event {

  @Override
  public CommandNumber command() {
    return CommandNumber.TYPING_NOTIFY;
  }

  @Override
  public void write(JsonWriter json) {
    in.write(json.startObject());
    json.put(Field.FROM_ID, fromId).put(Field.IS_TYPING, isTyping).endObject();
  }
}
