package io.whaleshark.server.push.service;

import io.whaleshark.server.outgoing.Calls;
import io.whaleshark.server.push.port.PushService;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// An access token of OAuth 2, which is asked for when it is needed, and kept until shortly before
/// it expires. Thread-safe: one asks, and the others wait.
final class AccessToken {

  private static final Duration RENEWED_BEFORE = Duration.ofMinutes(5);
  private static final Duration WITHIN_ATTEMPT = PushService.ATTEMPT.dividedBy(3);
  private static final long SECONDS_AT_MOST = Duration.ofDays(1).toSeconds();

  private final Link link;
  private final URI place;
  private final Supplier<Map<String, String>> question;
  private final Clock clock;
  private String token = ""; // guarded by this
  private Instant failedUntil = Instant.EPOCH; // nobody asks until then; guarded by this
  private Instant renewed = Instant.EPOCH; // guarded by this

  /// @param place where tokens are
  /// @param question the fields of the form that asks for one
  AccessToken(Link link, URI place, Supplier<Map<String, String>> question, Clock clock) {
    this.link = link;
    this.place = place;
    this.question = question;
    this.clock = clock;
  }

  /// The token to send.
  ///
  /// @throws Calls.Unanswered if there is none
  synchronized String current() throws Calls.Unanswered, InterruptedException {
    Instant now = clock.instant();
    if (token.isEmpty() || !now.isBefore(renewed)) {
      if (now.isBefore(failedUntil)) {
        throw new Calls.Unanswered("no access token");
      }
      failedUntil = now.plus(WITHIN_ATTEMPT); // for those who wait, unless this succeeds
      renew(now);
      failedUntil = Instant.EPOCH;
    }
    return token;
  }

  private void renew(Instant now) throws Calls.Unanswered, InterruptedException {
    Link.Reply reply = ask();
    String given = reply.body().path("access_token").asString("");
    if (!reply.isSuccess() || given.isEmpty()) {
      throw new Calls.Unanswered("no access token: status " + reply.status());
    }
    long seconds = reply.body().path("expires_in").asLong(0);
    renewed = now.plusSeconds(Math.clamp(seconds, 0, SECONDS_AT_MOST)).minus(RENEWED_BEFORE);
    token = given;
  }

  private Link.Reply ask() throws Calls.Unanswered, InterruptedException {
    String form =
        question.get().entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return link.send(
        link.request(place).header("Content-Type", "application/x-www-form-urlencoded"),
        form.getBytes(StandardCharsets.US_ASCII));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /// The service does not take a token any more.
  synchronized void refused(String old) {
    if (token.equals(old)) {
      token = "";
    }
  }
}
