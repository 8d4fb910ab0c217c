package io.whaleshark.bench.load;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/// One connected device of the load. A scenario says what it does by overriding what it hears;
/// whatever it does not expect breaks it. Confined to its loop's thread.
public abstract class Device implements Ear {
  private final Loop loop;
  private final Voice voice;
  private final String user;
  private @Nullable Link link;
  private boolean ready;
  private @Nullable String broken;

  /// A device that isn't connected yet; it lives once it is [added][Loop#add] to its loop.
  protected Device(Loop loop, Voice voice, String user) {
    this.loop = loop;
    this.voice = voice;
    this.user = user;
  }

  /// Connects and begins to log in. Before that nothing is heard.
  public final void connect(Address address) {
    try {
      ready = false;
      var channel = SocketChannel.open(address.resolved());
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      link = loop.register(channel, this);
      voice.begin(link());
    } catch (IOException e) {
      fail("cannot reach " + address + ": " + e.getMessage());
    }
  }

  /// Ends the connection without a word; the device may connect again.
  public final void disconnect() {
    if (link != null) {
      link.close();
      link = null;
    }
    ready = false;
  }

  /// The connection.
  protected final Link link() {
    if (link == null) {
      throw new IllegalStateException(user + " is not connected");
    }
    return link;
  }

  /// The loop that it lives on.
  protected final Loop loop() {
    return loop;
  }

  /// How it speaks.
  protected final Voice voice() {
    return voice;
  }

  /// Whose device it is.
  public final String user() {
    return user;
  }

  final void socketReady() {
    if (broken != null) {
      return;
    }
    try {
      link().ready();
      turn();
    } catch (IOException e) {
      fail(String.valueOf(e.getMessage()));
    }
  }

  /// Something came, or there is room: time to say what is to be said. Called too when the load
  /// starts.
  ///
  /// @throws IOException breaks the device
  protected void turn() throws IOException {
    // Many only listen.
  }

  /// Calls [#turn] from outside the socket's events.
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

  /// Something is due by the plan of an open loop.
  ///
  /// @param dueNanos when it should have happened: latency is counted from there, or a slow server
  ///   would slow down those who measure it
  /// @throws IOException breaks the device
  protected void due(long dueNanos) throws IOException {
    throw new IllegalStateException(user + " has nothing that could be due");
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
    return link != null && !ready && broken == null;
  }

  /// Whether the device is logged in.
  public final boolean isReady() {
    return ready;
  }

  /// Whether nothing is under way, or nothing more will come.
  public boolean isDrained() {
    return true;
  }

  /// Why the device can't go on; null if it can.
  public final @Nullable String broken() {
    return broken;
  }

  /// Gives the device up. The first reason counts.
  protected final void fail(String why) {
    if (broken == null) {
      broken = user + ": " + why;
      disconnect();
    }
  }

  final void keepAlive(long idleNanos) {
    if (broken == null && ready) {
      try {
        link().keepAlive(idleNanos);
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
