package io.whaleshark.checker;

/// A message as somebody observed it.
///
/// @param key the server's own number of the message, which increases within a conversation
/// @param body the content, in any form in which equal contents are equal; ignored after a recall
/// @param editedTime as the server says; 0 if the message was not edited, or is recalled
public record Sighting(
    String conversation,
    long sequence,
    long key,
    MessageId id,
    String body,
    long editedTime,
    boolean recalled) {

  /// Of a message that was not edited.
  public Sighting(
      String conversation, long sequence, long key, MessageId id, String body, boolean recalled) {
    this(conversation, sequence, key, id, body, 0, recalled);
  }

  @Override
  public String toString() {
    String state = recalled ? " (recalled)" : editedTime > 0 ? " (edited)" : "";
    return conversation + "#" + sequence + " " + id + state;
  }
}
