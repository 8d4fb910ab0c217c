package io.whaleshark.protocol;

import org.jspecify.annotations.Nullable;

/// Puts something else in the place of a message. Immutable.
public sealed interface ReplaceRequest extends Request.Change {

  /// The conversation of the message.
  Peer to();

  @Override
  String fromId();

  /// Which message.
  MessageName of();

  /// Leaves a tombstone of a message.
  record Recall(Peer to, String fromId, MessageName of, @Nullable String requestId)
      implements ReplaceRequest {
    public Recall {
      Bounds.id(Field.FROM_ID, fromId);
      Bounds.requestId(requestId);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.RECALL;
    }
  }

  /// Gives a message another content. Repeating the newest edit gets the same answer.
  ///
  /// @param messageBody any JSON value but null, canonical ([CanonicalJson])
  /// @param extra a second JSON value that the server passes on unchanged, canonical
  record Edit(
      Peer to,
      String fromId,
      MessageName of,
      Bytes messageBody,
      @Nullable Bytes extra,
      @Nullable String requestId)
      implements ReplaceRequest, Written {
    public Edit {
      Bounds.id(Field.FROM_ID, fromId);
      Bounds.content(messageBody, extra);
      Bounds.requestId(requestId);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.EDIT;
    }

    @Override
    public Edit saying(Bytes otherBody, @Nullable Bytes otherExtra) {
      return new Edit(to, fromId, of, otherBody, otherExtra, requestId);
    }
  }
}
