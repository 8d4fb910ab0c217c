package io.whaleshark.server;

import io.whaleshark.core.move.Move;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// Tells an operator how far a move has got, every few seconds. Confined to one thread.
final class MoveProgress implements Move.Progress {

  private static final Duration BETWEEN = Duration.ofSeconds(5);
  private static final double MILLIS_PER_SECOND = 1_000;

  private final long about;
  private final Clock clock;
  private final PrintWriter out;
  private Instant begun;
  private Instant told;
  private long there = -1;

  /// @param about how many messages there are to move
  MoveProgress(long about, Clock clock, PrintWriter out) {
    this.about = about;
    this.clock = clock;
    this.out = out;
    this.begun = clock.instant();
    this.told = begun;
  }

  @Override
  public void copied(long messages) {
    if (there < 0) {
      there = messages;
      begin();
      if (messages > 0) {
        out.printf(Locale.ROOT, "  continues: %,d messages are there already%n", messages);
        out.flush();
      }
    }
    tell("copied", messages, messages - there);
  }

  @Override
  public void compared(long messages) {
    if (messages == 1) {
      begin();
    }
    tell("compared", messages, messages);
  }

  private void begin() {
    begun = clock.instant();
    told = begun;
  }

  private void tell(String what, long messages, long since) {
    Instant now = clock.instant();
    if (now.isBefore(told.plus(BETWEEN))) {
      return;
    }
    told = now;
    double seconds = Duration.between(begun, now).toMillis() / MILLIS_PER_SECOND;
    out.printf(
        Locale.ROOT,
        "  %s %,d of about %,d messages, %,.0f/s%n",
        what,
        messages,
        about,
        since / seconds);
    out.flush();
  }
}
