package io.whaleshark.checker;

/// Names a message: who sent it, and the id that the sender's client gave it.
public record MessageId(String sender, String id) {

  @Override
  public String toString() {
    return sender + "/" + id;
  }
}
