package io.whaleshark.core.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/// Goal: what waits comes due, whatever the clock does. Method: a clock that is set forward and
/// back.
class SteadyTimeTest {

  private static final long MICROS_PER_SECOND = 1_000_000;

  private final Settable clock = new Settable();
  private final SteadyTime time = new SteadyTime(clock);
  private final long begun = time.now();

  private static final class Settable extends Clock {

    private Instant shown = Instant.parse("2026-11-30T12:00:00Z");

    private void set(Duration further) {
      shown = shown.plus(further);
    }

    @Override
    public Instant instant() {
      return shown;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private long seconds() {
    return (time.now() - begun) / MICROS_PER_SECOND;
  }

  @Test
  void itBeginsAsTheStampOfNow() {
    assertThat(begun).isEqualTo(StampClock.microsOf(clock.instant()));
  }

  @Test
  void itPassesAsTheClockDoes() {
    clock.set(Duration.ofSeconds(3));
    assertThat(seconds()).isEqualTo(3);
  }

  @Test
  void itGoesOnFromWhereItWasWhenTheClockIsSetBack() {
    clock.set(Duration.ofSeconds(3));
    assertThat(seconds()).isEqualTo(3);
    clock.set(Duration.ofHours(-1));
    assertThat(seconds()).isEqualTo(3);
    clock.set(Duration.ofSeconds(2));
    assertThat(seconds()).isEqualTo(5);
  }

  @Test
  void itFollowsAClockThatIsSetForward() {
    clock.set(Duration.ofHours(-1));
    assertThat(seconds()).isZero();
    clock.set(Duration.ofHours(1));
    assertThat(seconds()).isEqualTo(3_600);
  }
}
