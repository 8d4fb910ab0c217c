package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.server.auth.Token;
import io.whaleshark.server.auth.TokenKey;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Goal: a backend fills the directory of its app, and users see of it what the app lets them.
/// Method: requests with the app's key and with tokens of users to a real server with three apps.
class ServerApiDirectoryTest {

  private static final String ADMIN_KEY = "let-me-administer";
  private static final TokenKey.Signing KEY = TokenKey.newShared();
  private static final int KNOWN = 1;
  private static final int ALL = 2;
  private static final int STRICT = 3;

  @TempDir private Path folder;
  private TourServer server;

  @BeforeEach
  void start() throws NoSuchAlgorithmException {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(ADMIN_KEY.getBytes(StandardCharsets.UTF_8));
    server =
        new TourServer(
            folder,
            Map.of(
                "WHALESHARK_OPEN_LOGIN",
                "false",
                "WHALESHARK_APP_DEFAULTS_TOKEN_KEYS",
                "one=" + KEY.text(),
                "WHALESHARK_APP_DEFAULTS_ADMIN_KEY_SHA256",
                HexFormat.of().formatHex(hash),
                "WHALESHARK_APPS_2_DIRECTORY",
                "all",
                "WHALESHARK_APPS_3_DIRECTORY",
                "none",
                "WHALESHARK_APPS_3_DIRECTORY_REQUIRED",
                "true"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> as(String user, int app, String method, String path, String body) {
    Instant end = Instant.parse("2100-01-01T00:00:00Z");
    String token = Token.sign(new Token(app, user, end), KEY, null, Instant.EPOCH);
    return server.httpAs(token, method, "/v1/apps/" + app + path, body);
  }

  private HttpResponse<String> asApp(int app, String method, String path, String body) {
    return server.httpAs(ADMIN_KEY, method, "/v1/apps/" + app + path, body);
  }

  private void put(int app, String user, String name) {
    var answer = asApp(app, "PUT", "/users/" + user, "{'name':'" + name + "'}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
  }

  private void send(int app, String from, String to) {
    String body =
        "{'messageId':'m','fromId':'%s','toId':'%s','messageBody':'x'}".formatted(from, to);
    assertThat(asApp(app, "POST", "/messages", body).statusCode()).isEqualTo(200);
  }

  private static List<String> ids(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return WireClient.json(answer.body())
        .get("profiles")
        .valueStream()
        .map(profile -> profile.get("userId").stringValue())
        .toList();
  }

  private static int code(HttpResponse<String> answer) {
    return new JsonMapper().readTree(answer.body()).get("code").intValue();
  }

  private List<String> seen(String user, int app, String more) {
    return ids(
        as(user, app, "POST", "/profiles", "{'userIds':['bob','carol','alice']" + more + "}"));
  }

  @Test
  @DisplayName("what a backend says of a user is told as it was said, until it is removed")
  void isSaidAndRemoved() {
    String said = "{\"name\":\"Bob 漢\",\"avatar\":\"https://a.example/b\",\"extra\":\"[1]\"}";
    assertThat(asApp(KNOWN, "PUT", "/users/bob", said).statusCode()).isEqualTo(204);
    JsonNode user = WireClient.json(asApp(KNOWN, "GET", "/users/bob", "").body());
    JsonNode profile = user.get("profile");
    assertThat(profile.get("name").stringValue()).isEqualTo("Bob 漢");
    assertThat(profile.get("avatar").stringValue()).isEqualTo("https://a.example/b");
    assertThat(profile.get("extra").stringValue()).isEqualTo("[1]");
    assertThat(profile.get("changedAt").longValue()).isPositive();
    assertThat(asApp(KNOWN, "PUT", "/users/bob", "{'avatar':''}").statusCode()).isEqualTo(204);
    JsonNode empty = WireClient.json(asApp(KNOWN, "GET", "/users/bob", "").body()).get("profile");
    assertThat(empty.get("name").stringValue()).isEmpty();
    for (int i = 0; i < 2; i++) {
      assertThat(asApp(KNOWN, "DELETE", "/users/bob/profile", "").statusCode()).isEqualTo(204);
      assertThat(WireClient.json(asApp(KNOWN, "GET", "/users/bob", "").body()).has("profile"))
          .isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'name':1}                       | name
          {'name':'a\\u0007'}              | name
          {'avatar':'http://a.example/b'}  | avatar
          {'extra':'\\u0000'}              | extra
          {'nick':'b'}                     | nick
          """)
  @DisplayName("what is no profile is refused by the name of the field")
  void isRefused(String body, String field) {
    var answer = asApp(KNOWN, "PUT", "/users/bob", body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(WireClient.json(answer.body()).get("detail").stringValue()).startsWith(field);
  }

  @Test
  @DisplayName("a user's token says nothing of anybody, themselves included")
  void usersSayNothing() {
    assertThat(code(as("bob", KNOWN, "PUT", "/users/bob", "{}"))).isEqualTo(40300);
    assertThat(code(as("bob", KNOWN, "DELETE", "/users/bob/profile", ""))).isEqualTo(40300);
  }

  @Test
  @DisplayName("users see those whom they know, and search where the app lets them")
  void usersSeeWhatTheAppLetsThem() {
    for (int app : List.of(KNOWN, ALL, STRICT)) {
      List.of("alice", "bob", "carol").forEach(user -> put(app, user, "Name " + user));
    }
    assertThat(seen("alice", KNOWN, "")).containsExactly("alice");
    send(KNOWN, "alice", "bob");
    assertThat(seen("alice", KNOWN, "")).containsExactly("bob", "alice");
    String group = "{'ownerId':'carol','members':['alice']}";
    assertThat(asApp(KNOWN, "PUT", "/groups/g", group).statusCode()).isEqualTo(201);
    assertThat(seen("alice", KNOWN, ",'groupId':'g'")).containsExactly("bob", "carol", "alice");
    assertThat(seen("bob", KNOWN, ",'groupId':'g'")).containsExactly("bob", "alice");
    assertThat(code(as("alice", KNOWN, "GET", "/profiles", ""))).isEqualTo(40308);

    assertThat(seen("alice", ALL, "")).containsExactly("bob", "carol", "alice");
    assertThat(ids(as("alice", ALL, "GET", "/profiles?namePrefix=NAME+b", "")))
        .containsExactly("bob");
    JsonNode page = WireClient.json(as("alice", ALL, "GET", "/profiles?limit=2", "").body());
    assertThat(page.get("completed").booleanValue()).isFalse();
    String after = "/profiles?limit=2&after=" + page.get("next").stringValue();
    assertThat(ids(as("alice", ALL, "GET", after, ""))).containsExactly("carol");
    for (String wrong : List.of("after=x", "after=%00", "namePrefix=%00", "limit=0", "prefix=a")) {
      assertThat(as("alice", ALL, "GET", "/profiles?" + wrong, "").statusCode()).isEqualTo(400);
    }

    assertThat(as("alice", ALL, "POST", "/profiles", "{}").statusCode()).isEqualTo(400);
    assertThat(seen("alice", STRICT, "")).containsExactly("alice");
    assertThat(ids(asApp(STRICT, "GET", "/profiles", ""))).containsExactly("alice", "bob", "carol");
  }

  @Test
  @DisplayName("where everybody is in the directory, a message to who is not says so")
  void nobodyThere() {
    put(STRICT, "bob", "Bob");
    send(STRICT, "alice", "bob");
    String body = "{'messageId':'n','fromId':'bob','toId':'alice','messageBody':'x'}";
    var refused = asApp(STRICT, "POST", "/messages", body);
    assertThat(refused.statusCode()).isEqualTo(404);
    assertThat(code(refused)).isEqualTo(40403);
    put(STRICT, "alice", "");
    assertThat(asApp(STRICT, "POST", "/messages", body).statusCode()).isEqualTo(200);
    assertThat(asApp(STRICT, "DELETE", "/users/alice", "").statusCode()).isEqualTo(200);
    assertThat(code(asApp(STRICT, "POST", "/messages", body.replace("'n'", "'o'"))))
        .isEqualTo(40403);
    assertThat(ids(asApp(STRICT, "GET", "/profiles", ""))).containsExactly("bob");
  }
}
