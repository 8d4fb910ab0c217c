package io.whaleshark.server.gateway.connection;

import io.netty.channel.Channel;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.server.gateway.shared.GatewayParts;
import io.whaleshark.server.sockets.Later;
import org.jspecify.annotations.Nullable;

/// One connection's entry to the lane. While the lane is full, it holds one command and the
/// connection is not read from (P10). A command that has waited too long is refused with a code
/// that tells its sender to retry later. Confined to the connection's event loop.
final class LaneGate {

  private static final Answer OVERLOADED =
      new Answer.Refused(Refusal.RETRY_LATER, "the server is overloaded: retry later");

  private final GatewayParts parts;
  private final Channel channel;
  private final Reading reading;
  private @Nullable Command waiting;
  private long waitingSince; // in milliseconds
  private boolean isTimed; // a timer will check its wait
  private boolean isQueued; // registered to be called when the lane has room
  private boolean isRefusing; // a refusal still waits in the lane

  LaneGate(GatewayParts parts, Channel channel, Reading reading) {
    this.parts = parts;
    this.channel = channel;
    this.reading = reading;
  }

  /// Submits a command to the lane, or holds it and stops reading until the lane has room.
  void submit(Command command) {
    if (parts.node().lane().submit(command)) {
      return;
    }
    waiting = command;
    waitingSince = parts.clock().millis();
    reading.pause(Pause.LANE_FULL);
    if (!isTimed) {
      lookIn(parts.config().laneWait().toMillis());
    }
    awaitRoom(command);
  }

  private void awaitRoom(Command command) {
    if (!isQueued) {
      isQueued = true;
      parts.awaitRoom(channel.eventLoop(), this::tryAgain);
    }
    // The lane may have made room before this registered; then no callback would follow, so try
    // again.
    enter(command);
  }

  private boolean enter(Command command) {
    boolean entered = parts.node().lane().submit(command);
    if (entered) {
      waiting = null;
      reading.resume(Pause.LANE_FULL);
    }
    return entered;
  }

  /// Starts the timer: one per connection, however many of its commands wait one after another.
  private void lookIn(long millis) {
    isTimed = true;
    Later.run(channel, millis, this::lookAtWait);
  }

  private void lookAtWait() {
    isTimed = false;
    Command command = waiting;
    if (command != null) {
      long until = waitingSince + parts.config().laneWait().toMillis();
      long left = until - parts.clock().millis();
      if (left > 0) {
        lookIn(left);
      } else {
        refuse(command);
      }
    }
  }

  /// The lane has room again.
  private void tryAgain() {
    isQueued = false;
    Command command = waiting;
    if (command != null && !enter(command)) {
      awaitRoom(command);
    }
  }

  /// Refuses the waiting command through the lane, so that the refusal overtakes no answer. Only
  /// one refusal is in progress at a time, so that a stalled lane does not fill up with refusals.
  private void refuse(Command command) {
    if (isRefusing) {
      lookIn(parts.config().laneWait().toMillis());
      return;
    }
    waiting = null;
    isRefusing = true;
    parts
        .node()
        .lane()
        .submitAlways(
            new Command.Turn(_ -> {
              command.reply().answer(OVERLOADED);
              channel.eventLoop().execute(() -> isRefusing = false);
            }));
    reading.resume(Pause.LANE_FULL);
  }

  /// The connection is closed. The waiting command is dropped; it was not acknowledged.
  void close() {
    waiting = null;
  }
}
