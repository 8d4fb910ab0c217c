package io.whaleshark.bench.load;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/// One connected device of the load. A scenario overrides the callbacks that it expects; an
/// unexpected one marks the device as broken. Confined to its loop's thread.
public abstract class LoadDevice implements Ear {
  private final Loop loop;
  private final Voice voice;
  private final String user;
  private @Nullable LoadConnection connection;
  private boolean ready;
  private long beganNanos;
  private @Nullable String broken;

  /// Creates an unconnected device; it runs once it is [added][Loop#add] to its loop.
  protected LoadDevice(Loop loop, Voice voice, String user) {
    this.loop = loop;
    this.voice = voice;
    this.user = user;
  }

  /// Connects and begins to log in. No callback comes before that.
  public final void connect(Address address) {
    try {
      ready = false;
      var channel = SocketChannel.open(address.resolved());
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      connection = loop.register(channel, this);
      beganNanos = loop.lookAtClock();
      voice.begin(connection());
    } catch (IOException e) {
      fail("cannot reach " + address + ": " + e.getMessage());
    }
  }

  /// Closes the connection without a logout; the device may connect again.
  public final void disconnect() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
    ready = false;
  }

  /// The connection.
  protected final LoadConnection connection() {
    if (connection == null) {
      throw new IllegalStateException(user + " is not connected");
    }
    return connection;
  }

  /// The loop that runs this device.
  protected final Loop loop() {
    return loop;
  }

  /// Returns whether this loop runs the device.
  public final boolean isOn(Loop that) {
    return loop == that;
  }

  /// The device's protocol encoder and decoder.
  protected final Voice voice() {
    return voice;
  }

  /// The time when it last began to log in, by [Loop#nowNanos].
  protected final long beganNanos() {
    return beganNanos;
  }

  /// The device's user.
  public final String user() {
    return user;
  }

  final void socketReady() {
    if (connection == null) {
      return;
    }
    try {
      connection.ready();
      if (connection != null) {
        turn();
      }
    } catch (IOException e) {
      fail(String.valueOf(e.getMessage()));
    }
  }

  /// Called when input arrived, when the socket has room, and when the load starts: send what is to
  /// be sent.
  ///
  /// @throws IOException marks the device as broken
  protected void turn() throws IOException {
    // Many devices only listen.
  }

  /// Calls [#turn] without a socket event.
  public final void wake() {
    if (broken != null || !ready) {
      return;
    }
    try {
      turn();
    } catch (IOException e) {
      fail(String.valueOf(e.getMessage()));
    }
  }

  /// An action of an open loop's schedule is due.
  ///
  /// @param dueNanos the scheduled time. Latency is measured from it; otherwise a slow server would
  ///   slow down its own measurement (coordinated omission)
  /// @throws IOException marks the device as broken
  protected void due(long dueNanos) throws IOException {
    throw new IllegalStateException(user + " has no scheduled messages");
  }

  final void wakeFor(long dueNanos) {
    if (broken != null) {
      return;
    }
    try {
      due(dueNanos);
    } catch (IOException e) {
      fail(String.valueOf(e.getMessage()));
    }
  }

  final boolean isConnecting() {
    return connection != null && !ready && broken == null;
  }

  /// Whether the device is logged in.
  public final boolean isReady() {
    return ready;
  }

  /// Returns whether nothing is in flight, or nothing more will arrive.
  public boolean isDrained() {
    return true;
  }

  /// Why the device is broken; null if it isn't.
  public final @Nullable String broken() {
    return broken;
  }

  /// Marks the device as broken. The first reason counts.
  protected final void fail(String why) {
    if (broken == null) {
      broken = user + ": " + why;
      disconnect();
    }
  }

  final void keepAlive(long idleNanos) {
    if (broken == null && ready) {
      try {
        connection().keepAlive(idleNanos);
      } catch (IOException e) {
        fail(String.valueOf(e.getMessage()));
      }
    }
  }

  @Override
  public void ready(long cursor) {
    ready = true;
  }

  @Override
  public void acked(long number, long sequence) {
    fail("an answer to nothing that was sent: " + number);
  }

  @Override
  public void message(long number, long sequence) {
    fail("a message that nobody sent here: " + number);
  }

  @Override
  public void read(long sequence) {
    fail("a receipt for nothing that was sent: " + sequence);
  }

  @Override
  public void page(long cursor, boolean completed) {
    fail("a page that was not asked for");
  }

  @Override
  public void sendRefused(long number, String why) {
    fail("refused: " + why);
  }

  @Override
  public void refused(String why) {
    fail("refused: " + why);
  }

  @Override
  public void other(int kind, byte[] bytes, int from, int to) {
    fail("a frame that was not asked for: " + kind);
  }
}
