package io.whaleshark.protocol;

import org.jspecify.annotations.Nullable;

/// Says something in a conversation: a new message, or another content of an older one. Immutable.
public sealed interface Written extends Request.Change permits Request.Send, ReplaceRequest.Edit {

  /// Where it is said.
  Peer to();

  @Override
  String fromId();

  /// Any JSON value but null, canonical ([CanonicalJson]).
  Bytes messageBody();

  /// A second JSON value that the server passes on unchanged, canonical; null if there is none.
  @Nullable Bytes extra();

  /// The same, with another content.
  Written saying(Bytes otherBody, @Nullable Bytes otherExtra);
}
