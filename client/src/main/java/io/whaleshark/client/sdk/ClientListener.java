package io.whaleshark.client.sdk;

import io.whaleshark.protocol.Event;

/// Receives events that the server sends unprompted.
///
/// - **Thread:** all calls come from one virtual thread per connection, one after another, in the
///   order in which the frames arrived. That thread isn't the one that reads the socket, so a call
///   may block and may make requests of its own.
/// - **Bound (C5):** at most [Client#EVENTS_AT_MOST] events wait for a slow listener. One more ends
///   the connection with [Closed.Cause#OVERRUN], because losing a push silently would be worse. Log
///   in again and pull.
/// - **Errors:** an exception ends the connection with [Closed.Cause#LISTENER] and goes to the
///   thread's uncaught-exception handler.
public interface ClientListener {

  /// Receives a push, or the refusal of a request that has no answer ([Client#read],
  /// [Client#receiveAck]).
  void onEvent(Client from, Event event);

  /// The connection has ended; this is the last call. Pending requests have failed by then.
  void onClosed(Client from, Closed why);
}
