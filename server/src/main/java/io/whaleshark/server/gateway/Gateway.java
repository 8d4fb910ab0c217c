package io.whaleshark.server.gateway;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.whaleshark.core.Node;
import io.whaleshark.server.gateway.FrameSink.Transport;
import io.whaleshark.server.sockets.Sockets;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/// The TCP and WebSocket ports. Opened by [#open]; the caller closes it.
public final class Gateway implements AutoCloseable {

  /// The WebSocket's path, on its own port and on the HTTP port.
  public static final String PATH = HandshakeCheck.PATH;

  private static final int HANDSHAKE_BYTES = 8 << 10;

  private final GatewayParts parts;
  private final WebSockets webSockets;
  private final Channel tcp;
  private final Channel webSocket;

  private Gateway(GatewayParts parts) throws IOException {
    this.parts = parts;
    this.webSockets = new WebSockets(parts);
    Sockets sockets = parts.config().sockets();
    tcp = sockets.listen("tcp-port", parts.config().tcpPort(), this::tcpPipeline);
    try {
      webSocket =
          sockets.listen("ws-port", parts.config().webSocketPort(), this::webSocketPipeline);
    } catch (IOException e) {
      tcp.close().awaitUninterruptibly();
      throw e;
    }
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
  /// @throws IOException if a port cannot be bound; its message says which
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

  private Inbound webSocketPipeline(Channel channel) {
    channel
        .pipeline()
        .addLast(new HttpServerCodec())
        .addLast(new HttpObjectAggregator(HANDSHAKE_BYTES));
    return webSockets.addTo(channel);
  }

  /// Serves a WebSocket on a connection of another port. Call it on the connection's event loop,
  /// before the upgrade request is passed to the handlers that this adds.
  public void serveWebSocket(Channel channel) {
    webSocketPipeline(channel).begin();
  }

  /// The port that TCP clients connect to.
  public int tcpPort() {
    return Sockets.portOf(tcp);
  }

  /// The port that WebSocket clients connect to.
  public int webSocketPort() {
    return Sockets.portOf(webSocket);
  }

  /// Stops accepting connections; open ones continue.
  public void stopListening() {
    tcp.close().awaitUninterruptibly();
    webSocket.close().awaitUninterruptibly();
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
