package io.whaleshark.server.gateway;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.whaleshark.core.Node;
import io.whaleshark.server.gateway.FrameSink.Transport;
import io.whaleshark.server.sockets.Sockets;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/// The two sockets that clients connect to. Opened by [#open], closed by whoever opened it.
public final class Gateway implements AutoCloseable {

  private static final int HANDSHAKE_BYTES = 8 << 10;
  private static final int ENVELOPE_BYTES = 1 << 10;
  private static final long WEBSOCKET_PING_SECONDS = 30;

  private final GatewayParts parts;
  private final Channel tcp;
  private final Channel webSocket;

  private Gateway(GatewayParts parts) throws IOException {
    this.parts = parts;
    Sockets sockets = parts.config().sockets();
    tcp = sockets.listen(parts.config().tcpPort(), this::tcpPipeline);
    try {
      webSocket = sockets.listen(parts.config().webSocketPort(), this::webSocketPipeline);
    } catch (IOException e) {
      tcp.close().awaitUninterruptibly();
      throw e;
    }
  }

  /// What the lane calls at the end of a turn and when it has room again: to be wired to it before
  /// it starts.
  public static final class LaneEnd {

    private final Outbox outbox = new Outbox();
    private volatile Runnable spaceAvailable =
        () -> {}; // set when the gateway opens, read by the lane

    /// Sends what the turn gathered.
    public void endTurn() {
      outbox.flush();
    }

    /// Lets those who were refused try again.
    public void spaceAvailable() {
      spaceAvailable.run();
    }
  }

  /// Begins to listen.
  ///
  /// @param laneEnd the same that the node's lane was given
  /// @throws IOException if a port cannot be had; its message says which
  public static Gateway open(
      Node node, GatewayConfig config, GatewayListener listener, LaneEnd laneEnd, Clock clock)
      throws IOException {
    GatewayParts parts = new GatewayParts(node, config, listener, laneEnd.outbox, clock);
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
        .addLast(new ClientConnection(parts, channel, Transport.TCP));
  }

  private void webSocketPipeline(Channel channel) {
    int messageBytes = parts.config().limits().maxBodyBytes() + ENVELOPE_BYTES;
    WebSocketServerProtocolConfig protocol =
        WebSocketServerProtocolConfig.newBuilder()
            .websocketPath("/ws")
            .checkStartsWith(true) // so that /ws?anything is /ws
            .maxFramePayloadLength(messageBytes)
            .handshakeTimeoutMillis(parts.config().loginTimeout().toMillis())
            .build();
    channel
        .pipeline()
        .addLast(new HttpServerCodec())
        .addLast(new HttpObjectAggregator(HANDSHAKE_BYTES))
        .addLast(new OriginCheck(parts.config().origins()))
        .addLast(new WebSocketServerProtocolHandler(protocol))
        .addLast(new NotFound())
        .addLast(new WebSocketFrameAggregator(messageBytes))
        .addLast(new IdleStateHandler(WEBSOCKET_PING_SECONDS, 0, 0, TimeUnit.SECONDS))
        .addLast(new WebSocketFrameDecoder(parts.config().limits()))
        .addLast(new FlowControlHandler())
        .addLast(new ClientConnection(parts, channel, Transport.WEBSOCKET_BINARY));
  }

  /// The port that TCP clients connect to.
  public int tcpPort() {
    return Sockets.portOf(tcp);
  }

  /// The port that WebSocket clients connect to.
  public int webSocketPort() {
    return Sockets.portOf(webSocket);
  }

  /// Accepts no more connections; those that are open go on.
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
    for (ClientConnection connection : parts.open()) {
      closing.add(connection.channel());
      connection.loop().execute(connection::endForRestart);
    }
    closing
        .newCloseFuture()
        .awaitUninterruptibly(FrameSink.LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
  }
}
