package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.LoadDevice;
import io.whaleshark.bench.load.Loop;
import io.whaleshark.bench.load.Meter;
import io.whaleshark.bench.load.Voice;
import io.whaleshark.bench.whale.WebSocketVoice;
import io.whaleshark.bench.whale.WhaleVoice;
import io.whaleshark.protocol.CommandNumber;
import io.whaleshark.protocol.Request;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A connected device that does nothing, except when the scenario checks that it is alive. Confined
/// to its loop's thread.
final class Idle extends LoadDevice {
  /// The meter of logins, with their latencies.
  static final String LOGGED_IN = "logged in";

  /// The meter of answers to pings.
  static final String ANSWERED = "answered";

  private static final Request PING = new Request.Ping(true, null);

  private final byte[] ping;
  private final Meter loggedIn;
  private final Meter answered;
  private @Nullable Streams streams;
  private int receiver;
  private boolean missing;
  private boolean asked;
  private boolean alive;

  /// One over TCP.
  static Idle tcp(Loop loop, WhaleVoice voice) {
    return new Idle(loop, voice, voice.user(), voice.frame(PING));
  }

  /// One over WebSocket.
  static Idle webSocket(Loop loop, WhaleVoice inner) {
    var voice = new WebSocketVoice(inner);
    return new Idle(loop, voice, inner.user(), voice.frame(PING));
  }

  private Idle(Loop loop, Voice voice, String user, byte[] ping) {
    super(loop, voice, user);
    this.ping = ping;
    this.loggedIn = loop.meter(LOGGED_IN);
    this.answered = loop.meter(ANSWERED);
  }

  @Override
  public void ready(long newest) {
    super.ready(newest);
    loggedIn.record(beganNanos());
  }

  /// Pings the server.
  void ask() {
    asked = true;
    if (!isReady()) {
      return;
    }
    try {
      connection().write(ping);
    } catch (IOException e) {
      fail(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void other(int kind, byte[] bytes, int from, int to) {
    if (!asked || kind != CommandNumber.PING.number()) {
      super.other(kind, bytes, from, to);
      return;
    }
    alive = true;
    answered.count(1);
  }

  /// Expects one message.
  ///
  /// @param self the index of this receiver in the streams
  Idle expects(Streams messages, int self) {
    streams = messages;
    receiver = self;
    missing = true;
    return this;
  }

  @Override
  public void message(long number, long sequence) {
    if (streams == null || !streams.isFor(receiver, number)) {
      super.message(number, sequence);
      return;
    }
    streams.delivered(number, sequence);
    missing = false;
  }

  /// Whether the server has answered.
  boolean isAlive() {
    return alive;
  }

  @Override
  public boolean isDrained() {
    return asked ? alive && !missing : isReady();
  }
}
