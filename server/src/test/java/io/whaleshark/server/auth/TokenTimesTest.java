package io.whaleshark.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import io.whaleshark.core.id.UserId;
import io.whaleshark.testkit.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Goal: a token holds as long as it says, give or take how far the clocks may differ, to the
/// second. Method: a clock that stands still, and tokens of a signer whose clock goes wrong.
class TokenTimesTest {

  private static final Duration SKEW = Duration.ofSeconds(30);
  private static final UserId ALICE = new UserId(1, "alice");

  private final TestClock clock = new TestClock();
  private final TokenKey.Signing key = TokenKey.newShared();
  private final Gatekeeper gatekeeper =
      new Gatekeeper(false, _ -> new TokenKeys(Map.of("k", key)), SKEW, clock);

  private String token(Map<String, Object> claims) {
    JWSObject unsigned = new JWSObject(new JWSHeader(key.algorithm()), new Payload(claims));
    return new String(unsigned.getSigningInput(), StandardCharsets.US_ASCII)
        + "."
        + key.sign(unsigned);
  }

  @ParameterizedTest
  @CsvSource({
    "exp, 1, true",
    "exp, -29, true",
    "exp, -30, false",
    "exp, -31, false",
    "nbf, -1, true",
    "nbf, 30, true",
    "nbf, 31, false",
    "iat, -1, true",
    "iat, 30, true",
    "iat, 31, false"
  })
  void timesHoldWithinTheSkew(String claim, long secondsFromNow, boolean admitted) {
    long now = clock.instant().getEpochSecond();
    Map<String, Object> claims =
        claim.equals("exp")
            ? Map.of("sub", "alice", "app", 1, "exp", now + secondsFromNow)
            : Map.of("sub", "alice", "app", 1, "exp", now + 99, claim, now + secondsFromNow);
    var until = gatekeeper.admit(ALICE, token(claims));
    assertThat(until.isPresent()).isEqualTo(admitted);
    until.ifPresent(end -> assertThat(end).isAfter(clock.instant()));
  }

  @ParameterizedTest
  @CsvSource({"1", "3600"})
  void aSessionEndsWithItsTokenAndTheSkew(long seconds) {
    Instant end = Instant.ofEpochSecond(clock.instant().getEpochSecond() + seconds);
    String token = Token.sign(new Token(1, "alice", end), key, null, clock.instant());
    assertThat(gatekeeper.admit(ALICE, token)).contains(end.plus(SKEW));
  }
}
