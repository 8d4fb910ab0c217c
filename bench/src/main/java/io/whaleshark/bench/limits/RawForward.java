package io.whaleshark.bench.limits;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.whaleshark.engine.rocksdb.LibraryFolder;
import io.whaleshark.engine.rocksdb.NativeLibrary;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The forwarder process: takes each frame from a sender, passes it to the receiver that it names,
/// and answers. No JSON, no storage, as few copies as possible. It is the upper bound for any
/// server on this machine that serves each client over its own socket.
public final class RawForward {
  /// The ready line, followed by the port.
  static final String LISTENS = "The forwarder listens on ";

  private static final int BACKLOG = 1_024;

  private RawForward() {}

  /// Listens on any free port of the loopback, prints the port, and ends when its input ends.
  public static void main(String[] arguments) throws IOException {
    Optional<NativeLibrary> library = NativeLibrary.findEpoll();
    if (library.isPresent()) {
      library.get().loadFrom(LibraryFolder.usual(System.getenv()));
    }
    boolean epoll = Epoll.isAvailable();
    // As many as the server's default.
    int loops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            loops, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    Channel listening =
        listen(group, epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class);
    var out =
        new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    out.println(LISTENS + ((InetSocketAddress) listening.localAddress()).getPort());
    System.in.transferTo(OutputStream.nullOutputStream());
    System.exit(0);
  }

  private static Channel listen(EventLoopGroup group, Class<? extends ServerChannel> type) {
    Map<String, Channel> users = new ConcurrentHashMap<>();
    return new ServerBootstrap()
        .group(group)
        .channel(type)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new RawConnection(users));
              }
            })
        .bind(InetAddress.getLoopbackAddress(), 0)
        .syncUninterruptibly()
        .channel();
  }
}
