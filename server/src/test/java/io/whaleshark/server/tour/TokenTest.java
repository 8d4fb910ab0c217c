package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.server.auth.TokenKey;
import io.whaleshark.server.tour.WireClient.Transport;
import io.whaleshark.testkit.TestClock;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// P9 where tokens are asked for. Goal: nobody gets in without one, as somebody else, into another
/// app or for longer than it says. Method: tokens made by hand, good ones and ones that are wrong
/// in one thing; the server's clock stands still unless a test moves it.
class TokenTest {

  private static final long HOUR = 3_600;
  private static final byte[] OLD =
      "an old secret of thirty-two bytes or more".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NEW =
      "a new secret of thirty-two bytes and more".getBytes(StandardCharsets.UTF_8);
  private static final byte[] FOREIGN =
      "the secret of somebody who is a stranger".getBytes(StandardCharsets.UTF_8);
  private static final String ADMIN_KEY = "let me administer";
  private static final String HS256 = "{'alg':'HS256','typ':'JWT'}";

  private final TokenKey.Pair pair = TokenKey.newPair();
  private final TestClock clock = new TestClock();
  private final long now = clock.instant().getEpochSecond();

  @TempDir Path folder;
  private TourServer server;

  @BeforeEach
  void start() throws GeneralSecurityException {
    String keys =
        "old=hs256:"
            + base64(OLD)
            + ", new=hs256:"
            + base64(NEW)
            + ", pair="
            + pair.checking().text();
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(ADMIN_KEY.getBytes(StandardCharsets.UTF_8));
    server =
        new TourServer(
            folder,
            Map.of(
                "WHALESHARK_OPEN_LOGIN",
                "false",
                "WHALESHARK_TOKEN_SKEW",
                "1ms",
                "WHALESHARK_REQUESTS_PER_USER",
                "10",
                "WHALESHARK_APPS_10001_TOKEN_KEYS",
                keys,
                "WHALESHARK_APPS_10001_ADMIN_KEY_SHA256",
                HexFormat.of().formatHex(digest)),
            clock);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String signingInput(String header, String claims) {
    return base64(header.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
        + "."
        + base64(claims.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static String hs256(String header, String claims, byte[] secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      String input = signingInput(header, claims);
      return input + "." + base64(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String claims(String user, int app, long lastsSeconds) {
    return "{'sub':'%s','app':%d,'iat':%d,'exp':%d}".formatted(user, app, now, now + lastsSeconds);
  }

  private String tokenOf(String user) {
    return hs256(HS256, claims(user, 10001, HOUR), NEW);
  }

  private int codeOfLogin(String token) {
    try (WireClient client = server.phone("phone")) {
      return client
          .send(9000, "{'userId':'alice','token':'" + token + "'}")
          .expect(9001)
          .get("code")
          .intValue();
    }
  }

  @Test
  @DisplayName("P9 any of the app's keys is good, with its name or without")
  void goodTokensAreAccepted() {
    String claims = claims("alice", 10001, HOUR);
    assertThat(codeOfLogin(hs256(HS256, claims, NEW))).isEqualTo(200);
    assertThat(codeOfLogin(hs256(HS256, claims, OLD))).isEqualTo(200);
    assertThat(codeOfLogin(hs256("{'alg':'HS256','kid':'old'}", claims, OLD))).isEqualTo(200);
    assertThat(codeOfLogin(eddsa("{'alg':'EdDSA','kid':'pair'}", claims))).isEqualTo(200);
    assertThat(codeOfLogin(eddsa("{'alg':'EdDSA'}", claims))).isEqualTo(200);
  }

  private String eddsa(String header, String claims) {
    try {
      byte[] seed = Base64.getUrlDecoder().decode(pair.signing().text().split(":", -1)[1]);
      String form = "302e020100300506032b657004220420" + HexFormat.of().formatHex(seed);
      var spec = new PKCS8EncodedKeySpec(HexFormat.of().parseHex(form));
      var signature = Signature.getInstance("Ed25519");
      signature.initSign(KeyFactory.getInstance("Ed25519").generatePrivate(spec));
      String input = signingInput(header, claims);
      signature.update(input.getBytes(StandardCharsets.US_ASCII));
      return input + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "of another user        | {'sub':'bob','app':10001,'exp':NOW+99}",
        "for another app        | {'sub':'alice','app':10002,'exp':NOW+99}",
        "for no app             | {'sub':'alice','exp':NOW+99}",
        "for an app that is text| {'sub':'alice','app':'10001','exp':NOW+99}",
        "without an end         | {'sub':'alice','app':10001}",
        "that has ended         | {'sub':'alice','app':10001,'exp':NOW-1}",
        "of later               | {'sub':'alice','app':10001,'exp':NOW+99,'nbf':NOW+60}",
        "made in the future     | {'sub':'alice','app':10001,'exp':NOW+99,'iat':NOW+60}",
        "of the year 292278994  | {'sub':'alice','app':10001,'exp':NOW+99,'nbf':9223372036854776}",
        "made later than that   | {'sub':'alice','app':10001,'exp':NOW+99,'iat':1e300}",
        "that ends in words     | {'sub':'alice','app':10001,'exp':'later'}",
        "of nobody              | {'app':10001,'exp':NOW+99}",
        "that is nothing        | null",
        "that is no object      | [1]"
      })
  @DisplayName("P9 a token that is wrong in one thing is refused")
  void wrongClaimsAreRefused(String what, String claims) {
    String dated = dated(claims);
    assertThat(codeOfLogin(hs256(HS256, dated, NEW))).as(what).isEqualTo(40101);
  }

  private String dated(String claims) {
    return claims
        .replace("NOW+99", "" + (now + 99))
        .replace("NOW+60", "" + (now + 60))
        .replace("NOW-1", "" + (now - 1));
  }

  @Test
  @DisplayName("P9 whatever is not signed with a key of the app is refused")
  void wrongSignaturesAreRefused() {
    String claims = claims("alice", 10001, HOUR);
    byte[] publicKey = Base64.getUrlDecoder().decode(pair.checking().text().split(":", -1)[1]);
    String good = hs256(HS256, claims, NEW);
    assertThat(codeOfLogin(hs256(HS256, claims, FOREIGN))).isEqualTo(40101);
    assertThat(codeOfLogin(hs256("{'alg':'HS256','kid':'old'}", claims, NEW))).isEqualTo(40101);
    assertThat(codeOfLogin(hs256("{'alg':'HS256','kid':'none'}", claims, NEW))).isEqualTo(40101);
    assertThat(codeOfLogin(hs256("{'alg':'HS256','kid':'pair'}", claims, publicKey)))
        .isEqualTo(40101);
    assertThat(codeOfLogin(hs256("{'alg':'EdDSA','kid':'new'}", claims, NEW))).isEqualTo(40101);
    assertThat(codeOfLogin(hs256("{'alg':'HS256','crit':['x'],'x':1}", claims, NEW)))
        .isEqualTo(40101);
    assertThat(codeOfLogin(signingInput("{'alg':'none'}", claims) + ".")).isEqualTo(40101);
    assertThat(codeOfLogin(good.substring(0, good.lastIndexOf('.') + 1))).isEqualTo(40101);
    assertThat(codeOfLogin("nonsense")).isEqualTo(40101);
    try (WireClient client = server.phone("phone")) {
      assertThat(client.send(9000, "{'userId':'alice'}").refusal(9001)).isEqualTo(40101);
    }
  }

  @Test
  @DisplayName("P9 of a token only the one canonical encoding is accepted")
  void otherEncodingsOfAGoodTokenAreRefused() {
    // Claims of 3n + 1 bytes and a key's name that makes the header so too: bits are left over.
    String claims = claims("alice", 10001, HOUR);
    claims = claims.replace("}", " ".repeat((4 - claims.length() % 3) % 3) + "}");
    List<String> goods =
        List.of(
            hs256("{'alg':'HS256','typ':'JWT' }", claims, NEW),
            eddsa("{'alg':'EdDSA','typ':'JWT' }", claims));
    for (String good : goods) {
      assertThat(codeOfLogin(good)).isEqualTo(200);
      for (int part = 0; part < 3; part++) {
        for (String other : otherEncodings(good, part)) {
          assertThat(codeOfLogin(other)).as("part %d of %s", part, other).isEqualTo(40101);
        }
      }
    }
  }

  private static List<String> otherEncodings(String token, int at) {
    String[] parts = token.split("\\.");
    String part = parts[at];
    String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int last = digits.indexOf(part.charAt(part.length() - 1));
    List<String> others = new ArrayList<>();
    if (part.length() % 4 != 0) {
      others.add(part.substring(0, part.length() - 1) + digits.charAt(last + 1)); // spare bits
    }
    others.add(
        part + "=".repeat((4 - part.length() % 4) % 4) + (part.length() % 4 == 0 ? "=" : ""));
    others.add(part + "=");
    others.add(part + " ");
    others.add(" " + part);
    others.add(part.substring(0, 4) + " " + part.substring(4));
    others.add(part + "A");
    if (part.contains("-") || part.contains("_")) {
      others.add(part.replace('-', '+').replace('_', '/'));
    }
    return others.stream()
        .map(other -> {
          parts[at] = other;
          return String.join(".", parts);
        })
        .toList();
  }

  @Test
  @DisplayName("P9 a session ends with its token")
  void anExpiredSessionIsClosed() {
    try (WireClient alice = server.client(Transport.WEBSOCKET_TEXT, 1, "web")) {
      String token = hs256(HS256, claims("alice", 10001, 1), NEW);
      alice.send(9000, "{'userId':'alice','token':'" + token + "'}").success(9001);
      alice.expectNothing();
      clock.advance(Duration.ofSeconds(2)); // which the server sees when it looks again
      assertThat(alice.expect(9002).get("reason").stringValue()).contains("expired");
      alice.expectClosed(4002);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud800", "\\u200b", " alice", "\\u202eevil", "a\\u0007", ""})
  @DisplayName("P9 a token of nobody who could log in is refused like every other bad one")
  void tokensOfIdsThatAreNone(String user) {
    String token = tokenOf(user);
    assertThat(server.httpAs(token, "GET", "/v1/apps/10001/groups/team", "").statusCode())
        .isEqualTo(401);
    assertThat(codeOfLogin(token)).isEqualTo(40101);
    assertThat(codeOfLogin("\\ud800")).as("not a token").isEqualTo(40101);
  }

  @Test
  @DisplayName("P9 over HTTP a token is good for what is its user's, the admin key for the app")
  void httpAsksForTokensToo() {
    String group = "/v1/apps/10001/groups/team";
    String alices = "{'ownerId':'alice','members':['bob']}";
    assertThat(server.http("PUT", group, alices).statusCode()).isEqualTo(401);
    assertThat(server.httpAs(tokenOf("bob"), "PUT", group, alices).statusCode()).isEqualTo(404);
    assertThat(server.httpAs(tokenOf("alice"), "PUT", group, alices).statusCode()).isEqualTo(201);
    String takenOver = "{'ownerId':'bob'}";
    assertThat(server.httpAs(tokenOf("bob"), "PUT", group, takenOver).statusCode()).isEqualTo(404);
    assertThat(server.httpAs(tokenOf("bob"), "GET", group, "").statusCode()).isEqualTo(200);
    assertThat(server.httpAs(tokenOf("bob"), "DELETE", group, "").statusCode()).isEqualTo(404);
    assertThat(server.httpAs(tokenOf("alice"), "GET", group, "").statusCode()).isEqualTo(200);
    assertThat(server.httpAs(ADMIN_KEY, "GET", group, "").statusCode()).isEqualTo(200);
    assertThat(server.httpAs("wrong", "GET", group, "").statusCode()).isEqualTo(401);
    String other = "/v1/apps/10002/groups/team";
    assertThat(server.httpAs(tokenOf("alice"), "PUT", other, alices).statusCode()).isEqualTo(401);

    String inbox = "/v1/message/syncOfflineMessageList";
    String mine = "{'appId':10001,'operater':'alice','lastSequence':0}";
    assertThat(server.httpAs(tokenOf("alice"), "POST", inbox, mine).statusCode()).isEqualTo(200);
    assertThat(server.httpAs(tokenOf("bob"), "POST", inbox, mine).statusCode()).isEqualTo(403);
    assertThat(server.http("POST", inbox, mine).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /messages",
    "POST, /messages/batch",
    "DELETE, /messages/1?fromId=alice&toId=bob",
    "POST, /users/alice/reads"
  })
  @DisplayName("P9 what a backend may do no user may, in their own name neither")
  void aUsersTokenIsNoAdminKey(String method, String path) {
    String call = "/v1/apps/10001" + path;
    var refused = server.httpAs(tokenOf("alice"), method, call, "{}");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("\"code\":40300");
    assertThat(server.http(method, call, "{}").statusCode()).isEqualTo(401);
    assertThat(server.httpAs("wrong", method, call, "{}").statusCode()).isEqualTo(401);
    String elsewhere = "/v1/apps/10002" + path;
    assertThat(server.httpAs(ADMIN_KEY, method, elsewhere, "{}").statusCode()).isEqualTo(401);
    assertThat(server.httpAs(ADMIN_KEY, method, call, "{}").statusCode()).isIn(400, 404);
  }

  @Test
  @DisplayName("P10 over HTTP too a user who asks too often is told when to ask again")
  void httpRequestsAreLimitedPerUser() {
    String inbox = "/v1/message/syncOfflineMessageList";
    String alices = "{'appId':10001,'operater':'alice','lastSequence':0}";
    HttpResponse<String> answer = server.httpAs(tokenOf("alice"), "POST", inbox, alices);
    for (int i = 1; i < 20; i++) {
      assertThat(answer.statusCode()).isEqualTo(200);
      answer = server.httpAs(tokenOf("alice"), "POST", inbox, alices);
    }
    assertThat(answer.statusCode()).isEqualTo(200);
    answer = server.httpAs(tokenOf("alice"), "POST", inbox, alices);
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    assertThat(answer.body()).contains("\"code\":42900", "\"retryAfterMillis\":");
    String bobs = "{'appId':10001,'operater':'bob','lastSequence':0}";
    assertThat(server.httpAs(tokenOf("bob"), "POST", inbox, bobs).statusCode()).isEqualTo(200);
    String group = "/v1/apps/10001/groups/team";
    for (int i = 0; i < 30; i++) {
      assertThat(server.httpAs(ADMIN_KEY, "GET", group, "").statusCode()).isEqualTo(404);
    }
  }

  @Test
  @DisplayName("who is banned has no use for a token, and cannot lift it")
  void bannedUsersTokensAreRefused() {
    String ban = "/v1/apps/10001/users/carol/ban";
    String group = "/v1/apps/10001/groups/team";
    server.httpAs(ADMIN_KEY, "PUT", group, "{'ownerId':'carol','members':['bob']}");
    for (String method : List.of("PUT", "DELETE")) {
      HttpResponse<String> own = server.httpAs(tokenOf("bob"), method, ban, "{}");
      assertThat(own.statusCode()).isEqualTo(403);
      assertThat(own.body()).contains("\"code\":40300");
    }
    assertThat(server.httpAs(tokenOf("carol"), "GET", group, "").statusCode()).isEqualTo(200);
    assertThat(server.httpAs(ADMIN_KEY, "PUT", ban, "{'reason':'spam'}").statusCode())
        .isEqualTo(204);
    String inbox = "/v1/message/syncOfflineMessageList";
    String asked = "{'appId':10001,'operater':'carol','lastSequence':0}";
    for (HttpResponse<String> refused :
        List.of(
            server.httpAs(tokenOf("carol"), "GET", group, ""),
            server.httpAs(tokenOf("carol"), "POST", inbox, asked),
            server.httpAs(tokenOf("carol"), "DELETE", ban, ""))) {
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).contains("\"code\":40305", "banned by the application: spam");
    }
    try (WireClient phone = server.phone("phone")) {
      String login = "{'userId':'carol','token':'" + tokenOf("carol") + "'}";
      assertThat(phone.send(9000, login).refusal(9001)).isEqualTo(40305);
      assertThat(server.httpAs(ADMIN_KEY, "DELETE", ban, "").statusCode()).isEqualTo(204);
      phone.send(9000, login).success(9001);
    }
    assertThat(server.httpAs(tokenOf("carol"), "GET", group, "").statusCode()).isEqualTo(200);
  }

  @Test
  @DisplayName("P9 roles over HTTP: the owner gives them, admins mute members, others see nothing")
  void rolesAreTheOwnersToGive() {
    String group = "/v1/apps/10001/groups/team";
    String made = "{'ownerId':'alice','members':['bob','carol']}";
    server.httpAs(tokenOf("alice"), "PUT", group, made);
    String bob = group + "/members/bob";
    String carol = group + "/members/carol";
    String admin = "{'role':'admin'}";
    assertThat(server.httpAs(tokenOf("bob"), "PUT", bob, admin).statusCode()).isEqualTo(404);
    HttpResponse<String> given = server.httpAs(tokenOf("alice"), "PUT", bob, admin);
    assertThat(given.statusCode()).isEqualTo(200);
    assertThat(given.body()).isEqualTo(json("{'userId':'bob','role':'admin','muted':false}"));
    String muted = "{'role':'member','muted':true}";
    assertThat(server.httpAs(tokenOf("bob"), "PUT", carol, muted).statusCode()).isEqualTo(200);
    assertThat(server.httpAs(tokenOf("bob"), "PUT", carol, admin).statusCode()).isEqualTo(404);
    try (WireClient phone = server.phone("phone")) {
      phone.send(9000, "{'userId':'carol','token':'" + tokenOf("carol") + "'}").success(9001);
      String text = "{'groupId':'team','fromId':'carol','messageId':'m1','messageBody':'hi'}";
      assertThat(phone.send(2104, text).refusal(2047)).isEqualTo(40304);
      server.httpAs(ADMIN_KEY, "PUT", carol, "{'role':'owner'}");
      assertThat(phone.expect(2003))
          .isEqualTo(WireClient.json("{'groupId':'team','groupName':'team','ownerId':'carol'}"));
      phone.send(2104, text).success(2047);
    }
    String first = group + "/members?limit=1";
    assertThat(server.httpAs(tokenOf("eve"), "GET", first, "").statusCode()).isEqualTo(404);
    assertThat(server.httpAs(tokenOf("bob"), "GET", first, "").body())
        .isEqualTo(
            json(
                "{'members':[{'userId':'alice','role':'member','muted':false}],"
                    + "'completed':false}"));
    assertThat(server.httpAs(ADMIN_KEY, "GET", group + "/members?after=alice", "").body())
        .isEqualTo(
            json(
                "{'members':[{'userId':'bob','role':'admin','muted':false},"
                    + "{'userId':'carol','role':'owner','muted':false}],'completed':true}"));
    List<String> wrong = List.of("{}", "{'role':'king'}", "{'role':'admin','muted':'yes'}");
    for (String body : wrong) {
      assertThat(server.httpAs(ADMIN_KEY, "PUT", bob, body).statusCode()).isEqualTo(400);
    }
    assertThat(server.httpAs(ADMIN_KEY, "GET", group + "/members?limit=0", "").statusCode())
        .isEqualTo(400);
    assertThat(server.httpAs(ADMIN_KEY, "PUT", group + "/members/dave", admin).statusCode())
        .isEqualTo(409);
  }

  private static String json(String quoted) {
    return quoted.replace('\'', '"');
  }

  @Test
  @DisplayName(
      "P9 a member sees and leaves a group with their own token, and their devices are told")
  void membersSeeAndLeaveTheirGroup() {
    String group = "/v1/apps/10001/groups/team";
    String made = "{'ownerId':'alice','members':['bob','carol']}";
    server.httpAs(tokenOf("alice"), "PUT", group, made);
    HttpResponse<String> outside = server.httpAs(tokenOf("eve"), "GET", group, "");
    assertThat(outside.statusCode()).isEqualTo(404);
    assertThat(outside.body())
        .as("as if there was none")
        .isEqualTo(server.httpAs(tokenOf("eve"), "GET", "/v1/apps/10001/groups/no", "").body());
    String bob = group + "/members/bob";
    assertThat(server.httpAs(tokenOf("eve"), "DELETE", bob, "").statusCode()).isEqualTo(404);
    assertThat(server.httpAs(tokenOf("carol"), "DELETE", bob, "").statusCode()).isEqualTo(404);
    assertThat(server.httpAs(tokenOf("bob"), "GET", group, "").body()).contains("\"carol\"");
    try (WireClient phone = server.phone("phone")) {
      phone.send(9000, "{'userId':'bob','token':'" + tokenOf("bob") + "'}").success(9001);
      assertThat(server.httpAs(tokenOf("bob"), "DELETE", bob, "").statusCode()).isEqualTo(204);
      assertThat(phone.expect(2006))
          .isEqualTo(WireClient.json("{'groupId':'team','userId':'bob','memberCount':2}"));
    }
    assertThat(server.httpAs(tokenOf("bob"), "GET", group, "").statusCode()).isEqualTo(404);
  }
}
