package io.whaleshark.server.gateway;

import io.netty.channel.Channel;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import org.jspecify.annotations.Nullable;

/// One connection's way into the lane. While the lane is full it holds one command and the
/// connection is not read from (P10); a command that has waited too long is refused, so that its
/// sender knows that it should come later. Confined to the connection's event loop.
final class LaneGate {

  private static final Answer OVERLOADED =
      new Answer.Refused(Refusal.RETRY_LATER, "the server is overloaded: try again later");

  private final GatewayParts parts;
  private final Channel channel;
  private final Reading reading;
  private @Nullable Command waiting;
  private long waitingSince; // in milliseconds
  private boolean isTimed; // its wait is going to be looked at
  private boolean isQueued; // among those that await room
  private boolean isRefusing; // a refusal has not had its turn yet

  LaneGate(GatewayParts parts, Channel channel, Reading reading) {
    this.parts = parts;
    this.channel = channel;
    this.reading = reading;
  }

  /// Gives a command to the lane, or keeps it and stops reading until the lane has room.
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
    // The lane may have made room before it knew of this one: then nobody would come back to it.
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

  /// One timer a connection, however many of its commands have to wait one after the other.
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

  /// Refuses a command that still waits, in its turn, so that its refusal overtakes no answer. Only
  /// one refusal is under way at a time: a lane that stands still is not filled with them.
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

  /// The connection is gone: what waited is dropped, nothing of it was acknowledged.
  void close() {
    waiting = null;
  }
}
