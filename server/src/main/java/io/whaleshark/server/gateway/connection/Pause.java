package io.whaleshark.server.gateway.connection;

/// Why a connection has paused reading. It resumes when no reason is left.
public enum Pause {
  /// The lane is full: a command waits for room.
  LANE_FULL,
  /// A login or a query of this connection is in progress.
  BUSY,
  /// A message of this connection waits for the hook of its app.
  BEFORE_SEND,
  /// The client's requests are refused too often.
  REFUSED,
  /// The peer does not read what the server sends.
  UNWRITABLE
}
