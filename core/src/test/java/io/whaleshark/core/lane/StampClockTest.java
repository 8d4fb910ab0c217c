package io.whaleshark.core.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/// Goal: stamps are unique and grow, whatever the clock does. Method: a clock that stands still,
/// and one that went back.
class StampClockTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Clock STILL = Clock.fixed(NOW, ZoneOffset.UTC);

  @Test
  void aStampIsTheTimeInMicroseconds() {
    assertThat(new StampClock(STILL, 0).next()).isEqualTo(NOW.toEpochMilli() * 1_000);
  }

  @Test
  void stampsGrowWhileTheClockStands() {
    StampClock stamps = new StampClock(STILL, 0);
    long first = stamps.next();
    assertThat(stamps.next()).isEqualTo(first + 1);
    assertThat(stamps.next()).isEqualTo(first + 2);
    assertThat(stamps.newest()).isEqualTo(first + 2);
  }

  @Test
  void stampsGrowWhenTheClockWentBackOverARestart() {
    long before = StampClock.microsOf(NOW.plus(Duration.ofHours(1)));
    assertThat(new StampClock(STILL, before).next()).isEqualTo(before + 1);
  }

  @Test
  void stampsFitIntoADoubleUntil2255() {
    long last = StampClock.microsOf(Instant.parse("2255-01-01T00:00:00Z"));
    assertThat(last).isLessThan(1L << 53);
  }
}
