package io.whaleshark.core.id;

/// The id that a sender's client gave a message: what makes a repeated send the same message (P3).
/// Immutable.
///
/// @param sender whose client made the id up; two senders' equal values are two ids
/// @param value the client's text, bounds as for a user's name
public record ClientMessageId(UserId sender, String value) {

  public ClientMessageId {
    Names.requireId("message id", value, 1);
  }

  @Override
  public int hashCode() {
    return sender.hashCode() * UserId.SPREAD + value.hashCode();
  }
}
