package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Device;
import io.whaleshark.bench.load.Loop;
import io.whaleshark.bench.load.Meter;
import io.whaleshark.bench.whale.WhaleVoice;
import io.whaleshark.protocol.Command;
import io.whaleshark.protocol.Request;
import java.io.IOException;

/// A device that is connected and does nothing, until it is asked whether it still is. Confined to
/// its loop's thread.
class Idle extends Device {
  /// What it counts: logins, and how long each took.
  static final String LOGGED_IN = "logged in";

  /// What it counts: answers to pings.
  static final String ANSWERED = "answered";

  private final byte[] ping;
  private final Meter loggedIn;
  private final Meter answered;
  private boolean asked;
  private boolean alive;

  Idle(Loop loop, WhaleVoice voice) {
    super(loop, voice, voice.user());
    this.ping = voice.frame(new Request.Ping(true, null));
    this.loggedIn = loop.meter(LOGGED_IN);
    this.answered = loop.meter(ANSWERED);
  }

  @Override
  public void ready(long newest) {
    super.ready(newest);
    loggedIn.record(beganNanos());
  }

  /// Asks the server for an answer.
  void ask() {
    asked = true;
    if (!isReady()) {
      return;
    }
    try {
      link().write(ping);
    } catch (IOException e) {
      fail(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void other(int kind, byte[] bytes, int from, int to) {
    if (!asked || kind != Command.PING.number()) {
      super.other(kind, bytes, from, to);
      return;
    }
    alive = true;
    answered.count(1);
  }

  boolean isOn(Loop loop) {
    return loop() == loop;
  }

  boolean isAsked() {
    return asked;
  }

  /// Whether the server has answered.
  boolean isAlive() {
    return alive;
  }

  @Override
  public boolean isDrained() {
    return asked ? alive : isReady();
  }
}
