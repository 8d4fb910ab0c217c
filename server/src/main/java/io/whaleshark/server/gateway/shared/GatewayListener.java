package io.whaleshark.server.gateway.shared;

import io.whaleshark.protocol.CommandNumber;

/// Observes the gateway, on its event loops. Must neither block nor throw.
public interface GatewayListener {

  /// A connection was opened (+1) or closed (-1).
  void connections(String transport, int change);

  /// A valid request was decoded.
  void received(CommandNumber command);

  /// A request was refused.
  void refused(int code);

  /// A frame was sent.
  void sent(int command);

  /// A push was put into the backlog because its receiver does not read.
  void held();

  /// A connection stopped reading, for this reason.
  void paused(String reason);

  /// A connection failed, and not because of the network.
  void failed(Throwable cause);
}
