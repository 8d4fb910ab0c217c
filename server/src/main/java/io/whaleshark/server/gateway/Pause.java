package io.whaleshark.server.gateway;

/// Why a connection does not read for now. It reads again when no reason is left.
enum Pause {
  /// The lane is full: a command waits for room.
  LANE_FULL,
  /// A login or a pull of this connection is under way.
  BUSY,
  /// What its client asks is refused too often.
  REFUSED,
  /// The peer does not read what it is sent.
  UNWRITABLE
}
