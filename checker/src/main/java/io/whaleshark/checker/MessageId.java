package io.whaleshark.checker;

/// Identifies a message by its sender and the id that the sender's client gave it.
public record MessageId(String sender, String id) {

  @Override
  public String toString() {
    return sender + "/" + id;
  }
}
