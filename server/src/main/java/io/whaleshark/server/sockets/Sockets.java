package io.whaleshark.server.sockets;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.whaleshark.server.tls.Tls;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The event loops that serve all connections, for all ports. Thread-safe. The creator closes it,
/// after all ports.
public final class Sockets implements AutoCloseable {

  private static final int BACKLOG = 1_024;
  private static final long END_SECONDS = 2;
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(64 << 10, 256 << 10);

  private final NamedHost host;
  private final @Nullable Tls tls;
  private final EventLoopGroup loops;
  private final Class<? extends ServerChannel> type;

  /// @param host the address that every port listens on
  /// @param eventLoops the number of threads that serve sockets, at least 1
  /// @param tls null for unencrypted connections
  public Sockets(NamedHost host, int eventLoops, @Nullable Tls tls) {
    this.host = host;
    this.tls = tls;
    boolean epoll = Epoll.isAvailable();
    loops =
        new MultiThreadIoEventLoopGroup(
            eventLoops, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    type = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  /// Starts listening.
  ///
  /// @param setting the setting of the port, for the error message
  /// @param port 0 for any free port
  /// @param pipeline builds the handlers of a new connection, behind its TLS handler
  /// @throws ListenException if the port cannot be bound
  public Channel listen(String setting, int port, Consumer<Channel> pipeline)
      throws ListenException {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(type)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    encrypt(channel);
                    pipeline.accept(channel);
                  }
                });
    var bound = bootstrap.bind(host.address(), port).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new ListenException(setting, host, port, bound.cause());
    }
    return bound.channel();
  }

  private void encrypt(Channel channel) {
    if (tls != null) {
      // The expensive steps of a TLS handshake run on another executor, so that they do not block
      // an event loop.
      channel
          .pipeline()
          .addLast(new SslHandler(tls.newEngine(), false, Thread::startVirtualThread));
    }
  }

  /// The port that a channel listens on.
  public static int portOf(Channel listening) {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /// Stops the loops, and with them every connection that is still open.
  @Override
  public void close() {
    loops.shutdownGracefully(0, END_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
