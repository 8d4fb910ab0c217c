package io.whaleshark.protocol;

import org.jspecify.annotations.Nullable;

/// A frame from the server to a client: one record for each kind, grouped as in the tables of the
/// contract.
///
/// Immutable. The constructors throw a [ProtocolException] for a number outside 0..2^53-1 (W6);
/// texts come from the server's own state and are not checked again.
public sealed interface Event
    permits Refused,
        SessionEvent,
        MessageEvent,
        ReadEvent,
        PageEvent,
        ConversationEvent,
        BlockEvent,
        ReceiptsEvent,
        PushTokenEvent,
        GroupEvent,
        TypingNotify {

  /// Reads a frame's data: the body of a TCP frame, or `data` of a WebSocket envelope. For clients.
  ///
  /// @throws ProtocolException if the server breaks the contract, or speaks a newer one
  static Event decode(int command, byte[] data) {
    return EventDecoder.decode(command, data);
  }

  /// The command that carries this event.
  CommandNumber command();

  /// The request id of the request that this answers; null if the client gave none, or if this is
  /// not an answer.
  default @Nullable String requestId() {
    return null;
  }

  /// Writes the data, an object from which [#decode(int, byte[])] makes an equal event.
  void write(JsonWriter json);
}
