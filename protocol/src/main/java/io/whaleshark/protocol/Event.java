package io.whaleshark.protocol;

import org.jspecify.annotations.Nullable;

/// What the server tells a client: one record for each kind of frame, in families that follow the
/// contract's tables.
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
        GroupEvent {

  /// Reads a frame's data: the body of a TCP frame, or `data` of a WebSocket envelope. For clients.
  ///
  /// @throws ProtocolException if the server breaks the contract, or speaks a newer one
  static Event decode(int command, byte[] data) {
    return EventDecoder.decode(command, data);
  }

  /// The command that carries this event.
  CommandNumber command();

  /// The name that the client gave to the request which this answers; null if it gave none, or if
  /// nothing is answered.
  default @Nullable String requestId() {
    return null;
  }

  /// Writes the data, an object that [#decode(int, byte[])] makes an equal event of.
  void write(JsonWriter json);
}
