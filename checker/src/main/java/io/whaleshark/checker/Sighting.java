package io.whaleshark.checker;

/// A message as somebody saw it.
///
/// @param key the server's own number of it, which grows within a conversation
/// @param body the content in any form in which equal contents are equal; ignored once recalled
public record Sighting(
    String conversation, long sequence, long key, MessageId id, String body, boolean recalled) {

  @Override
  public String toString() {
    return conversation + "#" + sequence + " " + id + (recalled ? " (recalled)" : "");
  }
}
