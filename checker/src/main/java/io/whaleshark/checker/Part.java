package io.whaleshark.checker;

/// A user's part in a conversation. The conversation's name is arbitrary, but the same for all
/// users.
public record Part(String conversation, String user) {

  @Override
  public String toString() {
    return user + " in " + conversation;
  }
}
