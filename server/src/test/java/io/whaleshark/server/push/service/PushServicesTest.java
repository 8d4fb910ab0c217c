package io.whaleshark.server.push.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.server.config.PushConfig;
import io.whaleshark.server.config.PushConfig.Content;
import io.whaleshark.server.files.NamedFile;
import io.whaleshark.server.push.PushKeys;
import io.whaleshark.server.push.PushStandIn;
import io.whaleshark.server.push.PushStandIn.Arrived;
import io.whaleshark.server.push.PushStandIn.Reply;
import io.whaleshark.server.push.port.PushMessage;
import io.whaleshark.server.push.port.PushService;
import io.whaleshark.testkit.TestClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Goal: each service is asked as its public documents say, and its answers are understood. Method:
/// a stand-in with the real HTTP/2 over TLS, and keys that are made here. Against the services
/// themselves none of it was tried: that takes accounts of theirs.
class PushServicesTest {

  private static final UserId ANN = new UserId(7, "ann");
  private static final UserId BEN = new UserId(7, "ben");
  private static final ConversationId BOTH = ConversationId.Direct.between(ANN, BEN);
  private static final String DEVICE = "a1b2c3";

  @TempDir private static Path folder = Path.of("");

  private static PushStandIn standIn;
  private static PushKeys keys;

  private final TestClock clock = new TestClock();

  @BeforeAll
  static void start() throws Exception {
    standIn = new PushStandIn(folder);
    keys = PushKeys.make(folder, standIn.url() + "/token");
  }

  @AfterAll
  static void stop() {
    standIn.close();
  }

  private static PushConfig.Link link() {
    return new PushConfig.Link(
        URI.create(standIn.url()), Optional.of(new NamedFile("tls-ca", standIn.authority())), 8);
  }

  private Apns apns(Content content) {
    NamedFile key = new NamedFile("key", keys.apple());
    return new Apns(
        new PushConfig.Apns(key, "KEY4567890", "TEAM567890", "com.example.chat", link()),
        content,
        clock);
  }

  private Fcm fcm(Content content) {
    return new Fcm(
        new PushConfig.Fcm(new NamedFile("account", keys.google()), link()), content, clock);
  }

  private Huawei huawei() {
    return new Huawei(
        new PushConfig.Huawei(
            "100", new PushConfig.Secret("s&1"), URI.create(standIn.url()), link()),
        Content.NONE,
        clock);
  }

  private static PushMessage.Alert alert(String body) {
    Message message =
        new Message(
            BOTH,
            5,
            1_000,
            new ClientMessageId(ANN, "m5"),
            new Message.Sent(Payload.of(body.getBytes(StandardCharsets.UTF_8)), Payload.NONE),
            1,
            1);
    return new PushMessage.Alert(BEN, message, 9, 2);
  }

  private static PushMessage.Withdrawal withdrawal() {
    return new PushMessage.Withdrawal(BEN, BOTH, 5, PushMessage.Reason.READ, 3);
  }

  /// Sends one message, and returns what arrived of it.
  private static Arrived arrived(PushService service, PushMessage message) throws Exception {
    standIn.answering(_ -> Reply.of(200, "{'code':'80000000'}"));
    assertThat(service.send(message, DEVICE)).isEqualTo(new PushService.Accepted());
    return standIn.arrived().getLast();
  }

  private static PushService.Answer answer(PushService service, Reply reply) throws Exception {
    standIn.answering(_ -> reply);
    return service.send(alert("{}"), DEVICE);
  }

  @Test
  void appleGetsAnAlertWithTheBadgeAndItsPlace() throws Exception {
    try (Apns apns = apns(Content.NONE)) {
      Arrived first = arrived(apns, alert("{\"text\":\"secret\"}"));
      assertThat(first.path()).isEqualTo("/3/device/" + DEVICE);
      assertThat(first.headers())
          .containsEntry("apns-topic", "com.example.chat")
          .containsEntry("apns-push-type", "alert")
          .containsEntry("apns-priority", "10")
          .containsEntry(
              "apns-expiration", Long.toString(clock.instant().getEpochSecond() + 604_800));
      String slot = first.header("apns-collapse-id");
      assertThat(slot).hasSize(43);
      assertThat(first.text())
          .isEqualTo(
              ("{'aps':{'alert':{'title':'ann','loc-key':'NEW_MESSAGE','loc-args':['ann']},"
                      + "'badge':9,'sound':'default','thread-id':'SLOT','mutable-content':1},"
                      + "'whaleshark':{'event':'message.sent','appId':7,'userId':'ben',"
                      + "'toId':'ann','messageSequence':5,'fromId':'ann',"
                      + "'conversationUnreadCount':2,'unreadCount':9,'notification':'SLOT'}}")
                  .replace('\'', '"')
                  .replace("SLOT", slot));
      SignedJWT token =
          SignedJWT.parse(first.header("authorization").substring("bearer ".length()));
      assertThat(token.verify(new ECDSAVerifier((ECPublicKey) keys.ofApple().getPublic())))
          .isTrue();
      assertThat(token.getHeader().getKeyID()).isEqualTo("KEY4567890");
      assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo("TEAM567890");
      Arrived again = arrived(apns, alert("{}"));
      assertThat(again.header("apns-id")).isEqualTo(first.header("apns-id")).hasSize(36);
      assertThat(again.header("apns-collapse-id")).isEqualTo(slot);
    }
  }

  @Test
  void appleGetsAWithdrawalThatMakesNoSound() throws Exception {
    try (Apns apns = apns(Content.TEXT)) {
      String slot = arrived(apns, alert("{}")).header("apns-collapse-id");
      Arrived withdrawn = arrived(apns, withdrawal());
      assertThat(withdrawn.header("apns-priority")).isEqualTo("5");
      assertThat(withdrawn.header("apns-collapse-id")).isEqualTo(slot);
      assertThat(withdrawn.text())
          .isEqualTo(
              ("{'aps':{'content-available':1,'badge':3},"
                      + "'whaleshark':{'event':'conversation.read','appId':7,'userId':'ben',"
                      + "'toId':'ann','messageSequence':5,'unreadCount':3,'notification':'SLOT'}}")
                  .replace('\'', '"')
                  .replace("SLOT", slot));
    }
  }

  @Test
  void aTokenIsRenewedWithinTheHourAndNotBefore20Minutes() throws Exception {
    try (Apns apns = apns(Content.NONE)) {
      String first = arrived(apns, alert("{}")).header("authorization");
      clock.advance(Duration.ofMinutes(19));
      Reply expired = Reply.of(403, "{'reason':'ExpiredProviderToken'}");
      assertThat(answer(apns, expired)).isInstanceOf(PushService.Later.class);
      assertThat(arrived(apns, alert("{}")).header("authorization")).isEqualTo(first);
      clock.advance(Duration.ofMinutes(2));
      assertThat(answer(apns, expired)).isInstanceOf(PushService.Later.class);
      String second = arrived(apns, alert("{}")).header("authorization");
      assertThat(second).isNotEqualTo(first);
      clock.advance(Duration.ofMinutes(50));
      assertThat(arrived(apns, alert("{}")).header("authorization")).isEqualTo(second);
      clock.advance(Duration.ofMinutes(1));
      assertThat(arrived(apns, alert("{}")).header("authorization")).isNotEqualTo(second);
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "apns, 410, \"{'reason':'Unregistered','timestamp':5}\", DEAD 5000",
        "apns, 400, {'reason':'BadDeviceToken'}, DEAD",
        "apns, 400, {'reason':'BadTopic'}, refused: status 400 BadTopic",
        "apns, 403, {'reason':'InvalidProviderToken'}, later: status 403 InvalidProviderToken",
        "apns, 429, {'reason':'TooManyRequests'}, later: status 429 TooManyRequests",
        "apns, 503, no JSON, later: status 503",
        "fcm, 404, {'error':{'details':[{'errorCode':'UNREGISTERED'}]}}, DEAD",
        "fcm, 400, {'error':{'status':'INVALID_ARGUMENT'}}, refused: status 400 INVALID_ARGUMENT",
        "fcm, 429, {'error':{'status':'QUOTA_EXCEEDED'}}, later: status 429 QUOTA_EXCEEDED",
        "fcm, 401, \"\", later: status 401",
        "fcm, 401, {'error':{'details':[{'errorCode':'THIRD_PARTY_AUTH_ERROR'}]}}, "
            + "refused: status 401 THIRD_PARTY_AUTH_ERROR",
        "fcm, 403, {'error':{'status':'PERMISSION_DENIED'}}, later: status 403 PERMISSION_DENIED",
        "fcm, 403, {'error':{'details':[{'errorCode':'SENDER_ID_MISMATCH'}]}}, "
            + "refused: status 403 SENDER_ID_MISMATCH",
        "fcm, 404, a page of a proxy, later: status 404",
        "huawei, 200, {'code':'80300007'}, DEAD",
        "huawei, 200, {'code':'80200003'}, later: status 200 80200003",
        "huawei, 400, {'code':'80100003'}, refused: status 400 80100003",
        "huawei, 503, \"\", later: status 503"
      })
  void itsAnswersAreUnderstood(String name, int status, String body, String meaning)
      throws Exception {
    PushService service =
        switch (name) {
          case "apns" -> apns(Content.NONE);
          case "fcm" -> fcm(Content.NONE);
          default -> huawei();
        };
    try (service) {
      Reply reply = new Reply(status, Map.of("retry-after", "7"), body.replace('\'', '"'));
      String understood =
          switch (answer(service, reply)) {
            case PushService.Accepted _ -> "accepted";
            case PushService.Dead(OptionalLong since) ->
                "DEAD" + (since.isPresent() ? " " + since.getAsLong() : "");
            case PushService.Refused(String reason) -> "refused: " + reason;
            case PushService.Later(String reason, Duration after) -> {
              assertThat(after).isEqualTo(Duration.ofSeconds(7));
              yield "later: " + reason;
            }
          };
      assertThat(understood).isEqualTo(meaning);
    }
  }

  @Test
  void aTokenThatIsNoneReachesNobody() throws Exception {
    try (Apns apns = apns(Content.NONE)) {
      int before = standIn.arrived().size();
      assertThat(apns.send(withdrawal(), "../x?y")).isInstanceOf(PushService.Dead.class);
      assertThat(standIn.arrived()).hasSize(before);
    }
  }

  @Test
  void googleGetsTheSameWithAnAccessTokenThatIsKept() throws Exception {
    try (Fcm fcm = fcm(Content.TEXT)) {
      int before = standIn.tokensAskedFor().size();
      Arrived shown = arrived(fcm, alert("{\"text\":\"hello\"}"));
      assertThat(shown.path()).isEqualTo("/v1/projects/shark-1/messages:send");
      assertThat(shown.header("authorization")).startsWith("Bearer access");
      String slot = shown.body().at("/message/android/collapse_key").asString();
      assertThat(shown.body().get("message").toString())
          .isEqualTo(
              ("{'token':'a1b2c3','data':{'event':'message.sent','appId':'7','userId':'ben',"
                      + "'toId':'ann','messageSequence':'5','fromId':'ann',"
                      + "'conversationUnreadCount':'2','unreadCount':'9','notification':'SLOT'},"
                      + "'android':{'collapse_key':'SLOT','ttl':'604800s','priority':'HIGH',"
                      + "'notification':{'title':'ann','body':'hello','tag':'SLOT',"
                      + "'notification_count':9}}}")
                  .replace('\'', '"')
                  .replace("SLOT", slot));
      Arrived withdrawn = arrived(fcm, withdrawal());
      assertThat(withdrawn.body().at("/message/data/event").asString())
          .isEqualTo("conversation.read");
      assertThat(withdrawn.body().at("/message/android").toString())
          .isEqualTo(
              "{\"collapse_key\":\"" + slot + "\",\"ttl\":\"604800s\",\"priority\":\"NORMAL\"}");
      List<String> asked = standIn.tokensAskedFor();
      assertThat(asked).hasSize(before + 1);
      String assertion = asked.getLast().replaceAll(".*assertion=([^&]+).*", "$1");
      SignedJWT token = SignedJWT.parse(assertion);
      assertThat(token.verify(new RSASSAVerifier((RSAPublicKey) keys.ofGoogle().getPublic())))
          .isTrue();
      assertThat(token.getJWTClaimsSet().getStringClaim("scope")).endsWith("firebase.messaging");
      clock.advance(Duration.ofMinutes(56));
      arrived(fcm, alert("{}"));
      assertThat(standIn.tokensAskedFor()).as("it expires within an hour").hasSize(before + 2);
    }
  }

  @Test
  void huaweiGetsTheSameForTheClientsSecret() throws Exception {
    try (Huawei huawei = huawei()) {
      Arrived shown = arrived(huawei, alert("{}"));
      assertThat(shown.path()).isEqualTo("/v1/100/messages:send");
      assertThat(standIn.tokensAskedFor().getLast())
          .isEqualTo("grant_type=client_credentials&client_id=100&client_secret=s&1");
      assertThat(shown.body().at("/message/token/0").asString()).isEqualTo(DEVICE);
      assertThat(shown.body().at("/message/android/notification/badge/set_num").asInt())
          .isEqualTo(9);
      assertThat(shown.body().at("/message/data").asString()).contains("\"messageSequence\":5");
      Arrived withdrawn = arrived(huawei, withdrawal());
      assertThat(withdrawn.body().at("/message/android/notification").isMissingNode()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "你好世界", "\"\\\u0001", "😀"})
  void aTextIsCutToWhatAppleTakes(String piece) throws Exception {
    try (Apns apns = apns(Content.TEXT)) {
      String whole = piece.repeat(3_000);
      String body = JsonMapper.shared().writeValueAsString(whole);
      Arrived shown = arrived(apns, alert("{\"text\":" + body + "}"));
      String text = shown.body().at("/aps/alert/body").asString();
      assertThat(text).endsWith("…");
      assertThat(whole).startsWith(text.substring(0, text.length() - 1));
      assertThat(shown.text().getBytes(StandardCharsets.UTF_8).length).isBetween(4_070, 4_096);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"text\":5}", "[1]", "{}", "{\"text\":{\"text\":\"x\"}}"})
  void aBodyWithoutATextIsShownAsNew(String body) throws Exception {
    try (Apns apns = apns(Content.TEXT)) {
      assertThat(arrived(apns, alert(body)).body().at("/aps/alert/loc-key").asString())
          .isEqualTo("NEW_MESSAGE");
    }
  }
}
