package io.whaleshark.server.gateway;

import io.whaleshark.protocol.CommandNumber;

/// Is told what the gateway does, on its event loops: must neither block nor throw.
public interface GatewayListener {

  /// A connection was opened (+1) or closed (-1).
  void connections(String transport, int change);

  /// A request arrived that could be read.
  void received(CommandNumber command);

  /// A request was refused.
  void refused(int code);

  /// A frame was sent.
  void sent(int command);

  /// A push was not sent, since its receiver does not read.
  void held();

  /// A connection began to read no more, for that reason.
  void paused(String reason);

  /// A connection failed in a way that is not the network's.
  void failed(Throwable cause);
}
