package io.whaleshark.checker;

/// A message as somebody observed it.
///
/// @param key the server's own number of the message, which increases within a conversation
/// @param body the content, in any form in which equal contents are equal; ignored after a recall
public record Sighting(
    String conversation, long sequence, long key, MessageId id, String body, boolean recalled) {

  @Override
  public String toString() {
    return conversation + "#" + sequence + " " + id + (recalled ? " (recalled)" : "");
  }
}
