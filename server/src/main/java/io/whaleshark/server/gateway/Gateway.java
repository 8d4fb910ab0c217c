package io.whaleshark.server.gateway;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.whaleshark.core.Node;
import io.whaleshark.server.gateway.inbound.FrameDecoder;
import io.whaleshark.server.gateway.inbound.Inbound;
import io.whaleshark.server.gateway.inbound.WebSockets;
import io.whaleshark.server.gateway.outbound.FanOut;
import io.whaleshark.server.gateway.outbound.FrameSink;
import io.whaleshark.server.gateway.outbound.FrameSink.Transport;
import io.whaleshark.server.gateway.shared.GatewayConfig;
import io.whaleshark.server.gateway.shared.GatewayListener;
import io.whaleshark.server.gateway.shared.GatewayParts;
import io.whaleshark.server.sockets.Sockets;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/// The connections of clients: the TCP port, and the WebSockets that HTTP ports pass on. Opened by
/// [#open]; the caller closes it.
public final class Gateway implements AutoCloseable {

  /// The WebSocket's path, on its own port and on the HTTP port.
  public static final String PATH = WebSockets.PATH;

  private final GatewayParts parts;
  private final WebSockets webSockets;
  private final Channel tcp;

  private Gateway(GatewayParts parts) throws IOException {
    this.parts = parts;
    this.webSockets = new WebSockets(parts);
    GatewayConfig config = parts.config();
    tcp = config.sockets().listen(config.tcpPortNamed(), config.tcpPort(), this::tcpPipeline);
  }

  /// Callbacks of the lane, at the end of a turn and when it has room again. Connect it to the lane
  /// before the lane starts.
  public static final class LaneEnd {

    private final FanOut fanOut = new FanOut();
    private volatile Runnable spaceAvailable =
        () -> {}; // set when the gateway opens, read by the lane

    /// Sends what the turn collected.
    public void endTurn() {
      fanOut.flush();
    }

    /// Retries commands that waited for room.
    public void spaceAvailable() {
      spaceAvailable.run();
    }
  }

  /// Starts listening.
  ///
  /// @param laneEnd the same object that the node's lane was given
  /// @throws IOException if the TCP port cannot be bound; its message says so
  public static Gateway open(
      Node node, GatewayConfig config, GatewayListener listener, LaneEnd laneEnd, Clock clock)
      throws IOException {
    GatewayParts parts = new GatewayParts(node, config, listener, laneEnd.fanOut, clock);
    laneEnd.spaceAvailable = parts::spaceAvailable;
    return new Gateway(parts);
  }

  private void tcpPipeline(Channel channel) {
    long idleMillis = parts.config().idleTimeout().toMillis();
    channel
        .pipeline()
        .addLast(new IdleStateHandler(idleMillis, 0, 0, TimeUnit.MILLISECONDS))
        .addLast(new FrameDecoder(parts.config().limits()))
        .addLast(new FlowControlHandler())
        .addLast(new Inbound(parts, channel, Transport.TCP));
  }

  /// Serves a WebSocket on a connection of an HTTP port. Call it on the connection's event loop,
  /// before the handshake, which is valid, is passed to the handlers that this adds.
  public void serveWebSocket(Channel channel) {
    webSockets.addTo(channel).begin();
  }

  /// The port that TCP clients connect to.
  public int tcpPort() {
    return Sockets.portOf(tcp);
  }

  /// Stops accepting TCP connections; open ones continue.
  public void stopListening() {
    tcp.close().awaitUninterruptibly();
  }

  /// Tells every client to connect again, and closes their connections; new ones are welcome. May
  /// be called by any thread, and does not wait.
  public void disconnectAll() {
    parts.open().forEach((channel, end) -> channel.eventLoop().execute(end));
  }

  /// Tells every client to connect again and closes all connections, after the lane has given its
  /// last answers. Waits for those who still read, a bounded time.
  @Override
  public void close() {
    stopListening();
    ChannelGroup closing = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    parts
        .open()
        .forEach((channel, end) -> {
          closing.add(channel);
          channel.eventLoop().execute(end);
        });
    closing
        .newCloseFuture()
        .awaitUninterruptibly(FrameSink.LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
  }
}
