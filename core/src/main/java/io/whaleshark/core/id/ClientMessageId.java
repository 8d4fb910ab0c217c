package io.whaleshark.core.id;

/// The id that a sender's client gave a message: the idempotency key of sends (P3). Immutable.
///
/// @param sender the user whose client chose the value; equal values of two senders are different
///   ids
/// @param value the text chosen by the client, with the bounds of a user's name
public record ClientMessageId(UserId sender, String value) {

  public ClientMessageId {
    Names.requireId("message id", value, 1);
  }

  @Override
  public int hashCode() {
    return sender.hashCode() * UserId.SPREAD + value.hashCode();
  }
}
