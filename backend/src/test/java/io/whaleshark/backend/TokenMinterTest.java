package io.whaleshark.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.server.auth.Token;
import io.whaleshark.server.auth.TokenKey;
import io.whaleshark.server.auth.TokenKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: the server takes these tokens for the user and the time that they name. Method: the
/// server's own check, with a clock that stands still.
class TokenMinterTest {

  private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final String SHARED = "hs256:5GPXGsfDn0oeD0tHWQCcbkM4ufRZzQ1jcIDUyTrWsl8";
  private static final String OTHER = "hs256:AAAAGsfDn0oeD0tHWQCcbkM4ufRZzQ1jcIDUyTrWsl8";

  private static Optional<Token> checked(String token, String keys, Instant now) {
    return Token.check(token, 10_001, TokenKeys.of(keys), now, Duration.ZERO);
  }

  @Test
  void sharedSecretSigns() {
    String token = TokenMinter.of(10_001, SHARED, CLOCK).mint("ä\"b", Duration.ofHours(1));
    Token expected = new Token(10_001, "ä\"b", NOW.plusSeconds(3_600));
    assertThat(checked(token, "a=" + SHARED, NOW)).contains(expected);
    assertThat(checked(token, "a=" + SHARED, NOW.plusSeconds(3_600))).isEmpty();
    assertThat(checked(token, "a=" + OTHER, NOW)).isEmpty();
  }

  @Test
  void keyIsNamedWhereItHasAName() {
    String token = TokenMinter.of(10_001, "2026-11=" + SHARED, CLOCK).mint("a", Duration.ofDays(1));
    assertThat(checked(token, "2026-11=" + SHARED + ",b=" + OTHER, NOW)).isPresent();
    assertThat(checked(token, "2026-12=" + SHARED, NOW)).isEmpty();
  }

  @Test
  void privateKeySigns() {
    TokenKey.Pair pair = TokenKey.newPair();
    String key = "pair=" + pair.signing().text();
    String token = TokenMinter.of(10_001, key, CLOCK).mint("alice", Duration.ofHours(1));
    assertThat(checked(token, "pair=" + pair.checking().text(), NOW)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hs256",
        "a=",
        "hs256:c2hvcnQ",
        "hs256:not base64 at all",
        "eddsa:5GPXGsfDn0oeD0tHWQCcbkM4ufRZzQ1jcIDUyTrWsl8",
        "eddsa-private:5GPX"
      })
  void whatIsNoKeyIsRefusedWithoutShowingIt(String key) {
    assertThatThrownBy(() -> TokenMinter.of(1, key))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("5GPX");
  }

  @Test
  void tokensNameAUserAndLast() {
    TokenMinter minter = TokenMinter.of(1, SHARED);
    assertThatThrownBy(() -> minter.mint("", Duration.ofHours(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> minter.mint("a", Duration.ofMillis(999)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(minter).hasToString("tokens of app 1 with HS256");
  }
}
