package io.whaleshark.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: what the server has signed just now passes, and nothing else. Method: requests signed by
/// the specification's own library, each wrong in one thing.
class WebhookVerifierTest {

  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String OTHER = "whsec_AAAA9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final long NOW = 1_795_450_000;
  private static final String BODY = "{\"type\":\"message.sent\",\"ü\":1}";

  private final WebhookVerifier verifier = at(WebhookVerifier.of(SECRET), NOW);

  private static WebhookVerifier at(WebhookVerifier verifier, long second) {
    return verifier.withClock(Clock.fixed(Instant.ofEpochSecond(second), ZoneOffset.UTC));
  }

  private static String signed(String secret) throws WebhookSigningException {
    return new Webhook(secret).sign("evt_1", NOW, BODY);
  }

  private static void passes(WebhookVerifier verifier, String signatures) {
    assertThatCode(
            () -> verifier.verify("evt_1", Long.toString(NOW), signatures, BODY.getBytes(UTF_8)))
        .doesNotThrowAnyException();
  }

  private static void fails(
      WebhookVerifier verifier,
      @Nullable String id,
      @Nullable String timestamp,
      @Nullable String signatures,
      String body) {
    assertThatThrownBy(() -> verifier.verify(id, timestamp, signatures, body.getBytes(UTF_8)))
        .isInstanceOf(InvalidSignatureException.class);
  }

  @Test
  void whatTheServerSignedPasses() throws WebhookSigningException {
    passes(verifier, signed(SECRET));
  }

  @Test
  void oneOfSeveralSignaturesIsEnough() throws WebhookSigningException {
    passes(verifier, signed(OTHER) + " v1a,abcd v1,! " + signed(SECRET));
  }

  @Test
  void bothSecretsHoldWhileOneIsRotated() throws WebhookSigningException {
    WebhookVerifier both = at(WebhookVerifier.of(OTHER, SECRET), NOW);
    passes(both, signed(SECRET));
    passes(both, signed(OTHER));
  }

  @Test
  void nothingElsePasses() throws WebhookSigningException {
    String good = signed(SECRET);
    String now = Long.toString(NOW);
    fails(verifier, "evt_2", now, good, BODY);
    fails(verifier, "evt_1", Long.toString(NOW + 1), good, BODY);
    fails(verifier, "evt_1", now, good, BODY + " ");
    fails(verifier, "evt_1", now, signed(OTHER), BODY);
    fails(verifier, "evt_1", now, good.replace("v1,", "v2,"), BODY);
    fails(verifier, "evt_1", now, good.substring(0, good.length() - 4), BODY);
    fails(verifier, "evt_1", now, "", BODY);
    fails(verifier, "evt_1", now, "v1,", BODY);
    fails(verifier, null, now, good, BODY);
    fails(verifier, "evt_1", null, good, BODY);
    fails(verifier, "evt_1", now, null, BODY);
    fails(verifier, "evt_1", "soon", good, BODY);
    fails(verifier, "evt_1", "99999999999999999999", good, BODY);
  }

  @ParameterizedTest
  @CsvSource({"300, true", "301, false", "-300, true", "-301, false"})
  void timeIsTolerated(long seconds, boolean passes) throws WebhookSigningException {
    if (passes) {
      passes(at(verifier, NOW + seconds), signed(SECRET));
    } else {
      fails(at(verifier, NOW + seconds), "evt_1", Long.toString(NOW), signed(SECRET), BODY);
    }
    passes(at(verifier, NOW + seconds).withTolerance(Duration.ofHours(1)), signed(SECRET));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "whsec_", "whsec_c2hvcnQ=", "whsec_no base64 no base64 no base64 no"})
  void whatIsNoSecretIsRefusedWithoutShowingIt(String secret) {
    assertThatThrownBy(() -> WebhookVerifier.of(secret))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("no base64 no");
  }
}
