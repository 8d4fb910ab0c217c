package io.whaleshark.checker;

/// A user's part in a conversation. The conversation goes by any name that is the same for all.
public record Part(String conversation, String user) {

  @Override
  public String toString() {
    return user + " in " + conversation;
  }
}
