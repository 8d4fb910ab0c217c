package io.whaleshark.server.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.id.UserId;
import io.whaleshark.testkit.TestClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Goal: nobody asks more often than allowed, and who waits as long as told may. Method: a clock
/// that stands still until it is moved.
class RatesTest {

  private static final int PER_SECOND = 10;
  private static final int AT_ONCE = 20;

  private final TestClock clock = new TestClock();
  private final Rates rates =
      new Rates(new RateLimits(PER_SECOND, PER_SECOND, PER_SECOND, PER_SECOND), clock);

  private static SocketAddress address(int last) {
    return new InetSocketAddress("10.0." + last / 256 + "." + last % 256, 1);
  }

  @Test
  void aUserMayAskSoOftenAndNoMore() {
    Rate rate = rates.enter(new UserId(1, "alice"));
    assertThat(rates.enter(new UserId(1, "alice"))).isSameAs(rate);
    assertThat(rates.enter(new UserId(1, "bob"))).isNotSameAs(rate);
    for (int i = 0; i < AT_ONCE; i++) {
      assertThat(rate.take(clock.millis())).isZero();
    }
    long wait = rate.take(clock.millis());
    assertThat(wait).isEqualTo(1_000 / PER_SECOND);
    clock.advance(Duration.ofMillis(wait - 1));
    assertThat(rate.take(clock.millis())).isEqualTo(1);
    clock.advance(Duration.ofMillis(1));
    assertThat(rate.take(clock.millis())).isZero();
    assertThat(rate.take(clock.millis())).isPositive();
  }

  @Test
  void nobodyWaitsUntilAClockThatWasSetBackHasCaughtUp() {
    Rate rate = rates.enter(new UserId(1, "alice"));
    for (int i = 0; i < AT_ONCE; i++) {
      assertThat(rate.take(clock.millis())).isZero();
    }
    clock.advance(Duration.ofSeconds(-1));
    assertThat(rate.take(clock.millis())).isEqualTo(1_000 + 1_000 / PER_SECOND);
    clock.advance(Duration.ofHours(-1));
    for (int i = 0; i < AT_ONCE; i++) {
      assertThat(rate.take(clock.millis())).isZero();
    }
    assertThat(rate.take(clock.millis())).isEqualTo(1_000 / PER_SECOND);
  }

  @Test
  void whoComesBackSoonHasTheAllowanceThatWasLeft() {
    UserId alice = new UserId(1, "alice");
    Rate rate = rates.enter(alice);
    rates.enter(alice);
    rates.leave(alice);
    rates.leave(alice);
    assertThat(rates.enter(alice)).isSameAs(rate);
    rates.leave(alice);
    for (int i = 0; i < Rates.KNOWN_AT_MOST; i++) {
      rates.takeRequest(new UserId(1, "user-" + i));
    }
    assertThat(rates.enter(alice)).as("others came since, as many as are known").isNotSameAs(rate);
  }

  @Test
  void overHttpAUserSharesTheAllowanceOfTheirConnections() {
    UserId alice = new UserId(1, "alice");
    Rate rate = rates.enter(alice);
    for (int i = 0; i < AT_ONCE; i += 2) {
      assertThat(rate.take(clock.millis())).isZero();
      assertThat(rates.takeRequest(alice)).isZero();
    }
    assertThat(rates.takeRequest(alice)).isPositive();
    assertThat(rate.take(clock.millis())).isPositive();
  }

  @Test
  void aUserWhoComesOverHttpAloneMayAskSoOftenAndNoMore() {
    UserId alice = new UserId(1, "alice");
    for (int i = 0; i < AT_ONCE; i++) {
      assertThat(rates.takeRequest(alice)).isZero();
    }
    assertThat(rates.takeRequest(alice)).isEqualTo(1_000 / PER_SECOND);
    assertThat(rates.takeRequest(new UserId(1, "bob"))).isZero();
    clock.advance(Duration.ofMillis(1_000 / PER_SECOND));
    assertThat(rates.takeRequest(alice)).isZero();
  }

  @Test
  void anAddressMayConnectAndFailSoOftenAndNoMore() {
    for (int i = 0; i < AT_ONCE; i++) {
      assertThat(rates.takeConnection(address(1))).isZero();
      assertThat(rates.takeHttpRequest(address(1))).isZero();
      assertThat(rates.waitToLogIn(address(1))).isZero();
      rates.noteFailedLogin(address(1));
    }
    assertThat(rates.takeConnection(address(1))).isPositive();
    assertThat(rates.takeHttpRequest(address(1))).isPositive();
    assertThat(rates.waitToLogIn(address(1))).isPositive();
    assertThat(rates.takeConnection(address(2))).isZero();
    assertThat(rates.takeHttpRequest(address(2))).isZero();
    assertThat(rates.waitToLogIn(address(2))).isZero();
    SocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    for (int i = 0; i <= AT_ONCE; i++) {
      assertThat(rates.takeConnection(loopback)).isZero();
      assertThat(rates.takeHttpRequest(loopback)).isZero();
    }
  }

  @Test
  void anAddressOfVersion6SharesWithItsNetwork() {
    for (int i = 0; i < AT_ONCE; i++) {
      assertThat(rates.takeConnection(new InetSocketAddress("2001:db8::" + i, 1))).isZero();
    }
    assertThat(rates.takeConnection(new InetSocketAddress("2001:db8::ffff", 1))).isPositive();
    assertThat(rates.takeConnection(new InetSocketAddress("2001:db8:0:1::", 1))).isZero();
  }

  @Test
  void noMoreAddressesThanTheBoundAreKnown() {
    for (int i = 0; i <= AT_ONCE; i++) {
      rates.takeConnection(address(0));
    }
    for (int i = 1; i < Rates.KNOWN_AT_MOST; i++) {
      rates.takeConnection(address(i));
    }
    assertThat(rates.takeConnection(address(0))).as("still known").isPositive();
    for (int i = 1; i <= Rates.KNOWN_AT_MOST; i++) {
      rates.takeConnection(address(i));
    }
    assertThat(rates.takeConnection(address(0))).as("forgotten").isZero();
  }

  @Test
  void noLimitIsNone() {
    Rate none = new Rate(0);
    for (int i = 0; i < 10 * AT_ONCE; i++) {
      assertThat(none.take(0)).isZero();
    }
  }
}
