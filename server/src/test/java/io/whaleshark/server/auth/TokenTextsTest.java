package io.whaleshark.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.util.Base64URL;
import io.whaleshark.core.id.UserId;
import io.whaleshark.testkit.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Goal: whatever a stranger sends in place of a token is refused, and never a failure of the
/// server. Method: headers and claims in which one member is of another kind.
class TokenTextsTest {

  private static final UserId ALICE = new UserId(1, "alice");

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1e999",
          "9223372036854775808",
          "''",
          "'x'",
          "[]",
          "[null]",
          "['x']",
          "{}",
          "{'kty':'oct'}",
          "[".repeat(2_000) + "]".repeat(2_000));

  private static final List<String> HEADER_MEMBERS =
      List.of(
          "alg",
          "typ",
          "cty",
          "kid",
          "crit",
          "jku",
          "jwk",
          "x5u",
          "x5t",
          "x5t#S256",
          "x5c",
          "b64",
          "iss",
          "sub",
          "aud",
          "nonce",
          "other");

  private final TestClock clock = new TestClock();
  private final TokenKey.Signing key = TokenKey.newShared();
  private final Gatekeeper gatekeeper =
      new Gatekeeper(false, _ -> new TokenKeys(Map.of("k", key)), Duration.ZERO, clock);

  private boolean isTaken(String header, String claims) {
    String signed = part(header) + "." + part(claims);
    return gatekeeper.admit(ALICE, signed + "." + "A".repeat(43)).isPresent();
  }

  private static Base64URL part(String json) {
    return Base64URL.encode(json.replace('\'', '"'));
  }

  @Test
  void noHeaderOfAStrangerFailsTheServer() {
    List<String> headers = new ArrayList<>(VALUES);
    headers.addAll(List.of("", " ", "{", "}", "{}", "{'alg':'none'}", "{'alg':'HS256'", "nul"));
    for (String member : HEADER_MEMBERS) {
      for (String value : VALUES) {
        headers.add("{'alg':'HS256','" + member + "':" + value + "}");
      }
    }
    assertThat(headers).hasSizeGreaterThan(200).noneMatch(header -> isTaken(header, "{}"));
    assertThat(List.of("", ".", "..", "...", "null", "bnVsbA", "e30.e30", "e30.e30.e30.e30.e30"))
        .noneMatch(text -> gatekeeper.admit(ALICE, text).isPresent());
  }

  /// Claims as they are signed, this one with this value.
  private String claims(String name, String value) {
    long end = clock.instant().getEpochSecond() + 99;
    Map<String, String> all =
        new TreeMap<>(Map.of("sub", "'alice'", "app", "1", "exp", Long.toString(end)));
    all.put(name, value);
    return all.entrySet().stream()
        .map(claim -> "'" + claim.getKey() + "':" + claim.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private boolean isTakenIfSigned(String claims) {
    var unsigned = new JWSObject(new JWSHeader(key.algorithm()), new Payload(part(claims)));
    String signed = new String(unsigned.getSigningInput(), StandardCharsets.US_ASCII);
    return gatekeeper.admit(ALICE, signed + "." + key.sign(unsigned)).isPresent();
  }

  @Test
  void claimsOfAnotherKindAreRefusedWhereTheyCount() {
    for (String value : VALUES.subList(0, VALUES.size() - 1)) {
      for (String claim : List.of("sub", "app")) {
        assertThat(isTakenIfSigned(claims(claim, value))).as(claim + ": " + value).isFalse();
      }
      boolean isRead = !value.equals("1e999"); // beyond all numbers of the library
      for (String claim : List.of("iss", "aud", "jti", "other")) {
        assertThat(isTakenIfSigned(claims(claim, value))).as(claim + value).isEqualTo(isRead);
      }
    }
    assertThat(List.of("null", "true", "0", "-1", "''", "[]", "{}"))
        .noneMatch(value -> isTakenIfSigned(claims("exp", value)));
    assertThat(List.of("1e300", "9223372036854775808", "''", "[]", "{}"))
        .noneMatch(value -> isTakenIfSigned(claims("nbf", value)))
        .noneMatch(value -> isTakenIfSigned(claims("iat", value)));
    assertThat(List.of("", " ", "null", "[]", "1", "{", "{'sub':'alice'}", "{}", VALUES.getLast()))
        .noneMatch(this::isTakenIfSigned);
    assertThat(isTakenIfSigned(claims("exp", "1e300"))).as("for as long as there is").isTrue();
  }
}
