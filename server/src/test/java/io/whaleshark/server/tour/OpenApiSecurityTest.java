package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.server.docs.OpenApiContract;
import io.whaleshark.server.docs.OpenApiContract.Operation;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Goal: `/openapi.json` says truly with which credentials a call may be made. Method: every call
/// is made without one, with tokens of users, and with the app's key, at a real server.
class OpenApiSecurityTest {

  private static final byte[] SECRET =
      "a secret of thirty-two bytes and more".getBytes(StandardCharsets.UTF_8);
  private static final String ADMIN_KEY = "let-me-administer";
  private static final String LONG_FROM_NOW = "9999999999";

  @TempDir private Path folder;
  private TourServer server;

  @BeforeEach
  void start() throws NoSuchAlgorithmException {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(ADMIN_KEY.getBytes(StandardCharsets.UTF_8));
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(SECRET);
    server =
        new TourServer(
            folder,
            Map.of(
                "WHALESHARK_OPEN_LOGIN",
                "false",
                "WHALESHARK_FAILED_LOGINS_PER_ADDRESS",
                "0",
                "WHALESHARK_APPS_10001_TOKEN_KEYS",
                "one=hs256:" + secret,
                "WHALESHARK_APPS_10001_ADMIN_KEY_SHA256",
                HexFormat.of().formatHex(hash)));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Stream<Operation> calls() {
    return OpenApiContract.read().operations().stream().filter(call -> !call.path().equals("/ws"));
  }

  private static String token(String user) {
    String claims = "{\"sub\":\"" + user + "\",\"app\":10001,\"exp\":" + LONG_FROM_NOW + "}";
    JWSObject token = new JWSObject(new JWSHeader(JWSAlgorithm.HS256), new Payload(claims));
    try {
      token.sign(new MACSigner(SECRET));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  private static String body(Operation call) {
    JsonNode examples = call.bodyExamples();
    return examples.isEmpty() ? "" : examples.iterator().next().get("value").toString();
  }

  /// The code of a refusal; 0 if the call is answered, by text too.
  private static int code(HttpResponse<String> answer) {
    return answer.statusCode() < 400
        ? 0
        : new JsonMapper().readTree(answer.body()).get("code").intValue();
  }

  private int codeAs(String bearer, Operation call) {
    return code(server.httpAs(bearer, call.method(), call.exampleTarget(), body(call)));
  }

  private static boolean isOpen(Operation call) {
    return call.node().has("security") && call.node().get("security").isEmpty();
  }

  private static boolean isForUsers(Operation call) {
    return call.node().path("security").valueStream().anyMatch(way -> way.has("userToken"));
  }

  @Test
  void aUserSetsTheirOwnReceiptsAndNobodyElses() {
    String receipts = "/v1/apps/10001/users/bob/receipts";
    assertThat(server.httpAs(token("bob"), "GET", receipts, "").statusCode()).isEqualTo(200);
    for (String method : List.of("GET", "PUT")) {
      var refused = server.httpAs(token("alice"), method, receipts, "{\"receiptsOn\":false}");
      assertThat(code(refused)).isEqualTo(RefusalCode.NOT_YOURSELF.number());
    }
  }

  @Test
  void whoMayCallIsToldTruly() {
    calls()
        .forEach(call -> {
          int nobody = code(server.http(call.method(), call.exampleTarget(), body(call)));
          assertThat(nobody == RefusalCode.LOGIN_REFUSED.number())
              .as("%s is refused without a credential", call.name())
              .isNotEqualTo(isOpen(call));
          boolean isNeverForUsers =
              Stream.of("alice", "bob")
                  .allMatch(user -> codeAs(token(user), call) == RefusalCode.NOT_YOURSELF.number());
          assertThat(isNeverForUsers)
              .as("%s is refused with a user's token", call.name())
              .isEqualTo(!isOpen(call) && !isForUsers(call));
          assertThat(codeAs(ADMIN_KEY, call))
              .as("%s with the admin key", call.name())
              .isNotIn(RefusalCode.LOGIN_REFUSED.number(), RefusalCode.NOT_YOURSELF.number());
        });
  }
}
