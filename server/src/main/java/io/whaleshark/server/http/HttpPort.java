package io.whaleshark.server.http;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.whaleshark.server.limits.OpenConnections;
import io.whaleshark.server.limits.Rates;
import io.whaleshark.server.sockets.Sockets;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A port that speaks HTTP, and its connections. Thread-safe. Opened by [#open]; the caller closes
/// it.
public final class HttpPort implements AutoCloseable {

  private static final int READ_BYTES = 16 << 10;
  private static final long END_SECONDS = 5;
  private static final int ALL = Integer.MAX_VALUE;
  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");

  private final Application application;
  private final Settings settings;
  private final Surroundings surroundings;
  private final OpenConnections counted;
  private final Set<HttpConnection> open = ConcurrentHashMap.newKeySet();
  private final Channel listening;

  /// One permit for each request in progress; all permits are free when there is none.
  private final Semaphore underWay = new Semaphore(ALL);

  private volatile boolean ends; // set once, by close

  /// The settings of the port.
  ///
  /// @param name the key of the port's setting, for the error message
  /// @param port 0 for any free port
  /// @param connectionsAtMost the maximum number of open connections, at least 1
  /// @param patience the timeout for a client to send a head, to send a body, and to read a piece
  ///   of an answer
  public record Settings(String name, int port, int connectionsAtMost, Duration patience) {}

  /// The collaborators of the port.
  ///
  /// @param webSocket converts a connection to WebSocket, starting with its handshake
  /// @param failures receives exceptions that the application did not handle
  public record Surroundings(
      Rates rates, Consumer<Channel> webSocket, Consumer<Throwable> failures, Clock clock) {}

  private HttpPort(
      Sockets sockets, Application application, Settings settings, Surroundings surroundings)
      throws IOException {
    this.application = application;
    this.settings = settings;
    this.surroundings = surroundings;
    this.counted = new OpenConnections(settings.connectionsAtMost());
    this.listening = sockets.listen(settings.name(), settings.port(), this::accept);
  }

  /// Starts listening.
  ///
  /// @throws IOException if the port cannot be bound; its message says which
  public static HttpPort open(
      Sockets sockets, Application application, Settings settings, Surroundings surroundings)
      throws IOException {
    return new HttpPort(sockets, application, settings, surroundings);
  }

  private void accept(Channel channel) {
    channel.config().setAutoRead(false);
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    channel
        .config()
        .setRecvByteBufAllocator(
            new AdaptiveRecvByteBufAllocator(512, 2 << 10, READ_BYTES).maxMessagesPerRead(1));
    new HttpConnection(this, channel).build();
  }

  /// The port that was bound.
  public int port() {
    return Sockets.portOf(listening);
  }

  Application application() {
    return application;
  }

  Duration patience() {
    return settings.patience();
  }

  Clock clock() {
    return surroundings.clock();
  }

  Consumer<Channel> webSocket() {
    return surroundings.webSocket();
  }

  void failed(Throwable cause) {
    surroundings.failures().accept(cause);
  }

  /// Registers a new connection, and returns whether it may stay.
  boolean opened(HttpConnection connection) {
    open.add(connection);
    var from = connection.channel().remoteAddress();
    boolean hasRoom = counted.add(connection, from);
    return surroundings.rates().takeConnection(from) == 0 && hasRoom;
  }

  void closed(HttpConnection connection) {
    open.remove(connection);
    counted.remove(connection);
  }

  /// Registers a request that is about to be answered, unless the server is closing.
  ///
  /// @return whether it may be answered; if so, [#done] must follow
  boolean take() {
    return !ends && underWay.tryAcquire();
  }

  void done() {
    underWay.release();
  }

  /// Accepts no more requests, gives those in progress five seconds to finish, and closes.
  @Override
  public void close() {
    ends = true;
    try {
      // The rest is disconnected: its client does not read or send, or the lane is stalled.
      boolean allAnswered = underWay.tryAcquire(ALL, END_SECONDS, TimeUnit.SECONDS);
      LOG.atDebug().addKeyValue("allAnswered", allAnswered).log("HTTP ends");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    listening.close().awaitUninterruptibly();
    open.forEach(connection -> connection.channel().close().awaitUninterruptibly());
  }
}
