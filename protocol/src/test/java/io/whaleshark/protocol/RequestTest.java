package io.whaleshark.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: a request means the same on both sides (W3), and what a client may leave out means what
/// the contract says. Method: every sample is written and read again; then bodies written by hand,
/// as other clients spell them.
class RequestTest {

  static Set<Map.Entry<String, Request>> samples() {
    return Samples.requests().entrySet();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void whatIsWrittenIsReadAsTheSame(Map.Entry<String, Request> sample) {
    var request = sample.getValue();
    var json = new JsonWriter(1);
    request.write(json);
    assertThat(Request.decode(request.command().number(), json.toBytes())).isEqualTo(request);
  }

  @Test
  void thereIsASampleOfEveryKindOfRequest() {
    var sampled =
        Samples.requests().values().stream().map(Object::getClass).collect(Collectors.toSet());
    assertThat(sampled)
        .containsExactlyInAnyOrder(
            Samples.kinds(Request.class).distinct().toArray(Class<?>[]::new));
  }

  @Test
  void anAbsentCursorIsZeroAndAnAbsentLimitIsOneHundred() {
    assertThat(decode(1200, "{}")).isEqualTo(new Request.InboxPull(0, 100, null, null));
    assertThat(decode(5100, "{}")).isEqualTo(new Request.ConversationPull(0, 100, null, null));
  }

  @Test
  void aLimitAboveFiveHundredMeansFiveHundred() {
    assertThat(decode(1200, "{'maxLimit':500}"))
        .isEqualTo(decode(1200, "{'maxLimit':9007199254740991}"));
    assertThat(decode(1200, "{'maxLimit':499}"))
        .isEqualTo(new Request.InboxPull(0, 499, null, null));
  }

  @Test
  void unknownFieldsAndNullsAreIgnored() {
    var body =
        "{'x':{'toId':[1,{'a':null}]},'fromId':null,'operater':5,'lastSequence':7,'requestId':null,'maxLimit':null}";
    assertThat(decode(1200, body)).isEqualTo(new Request.InboxPull(7, 100, null, null));
  }

  @Test
  void aFieldOfAnotherCommandIsAnUnknownField() {
    assertThat(
            decode(
                9000, "{'userId':'alice','fromId':5,'maxLimit':'x','messageBody':null,'isTop':[]}"))
        .isEqualTo(new Request.LogIn("alice", null, null));
  }

  @Test
  void nullsBesideAValueAndRepeatedUnknownFieldsAreIgnored() {
    var body = "{'lastSequence':null,'lastSequence':2,'lastSequence':null,'x':1,'x':2}";
    assertThat(decode(1200, body)).isEqualTo(new Request.InboxPull(2, 100, null, null));
  }

  @Test
  void theCommandTellsTheKindOfConversationWhateverTheBodySays() {
    var direct =
        "{'fromId':'bob','toId':'alice','groupId':'g','conversationType':1,'messageSequence':3}";
    var group =
        "{'fromId':'bob','toId':'alice','groupId':'g','conversationType':0,'messageSequence':3}";
    assertThat(decode(1106, direct))
        .isEqualTo(new Request.Read(Peer.direct("alice"), "bob", 3, null));
    assertThat(decode(2106, group)).isEqualTo(new Request.Read(Peer.group("g"), "bob", 3, null));
  }

  @Test
  void withoutATypeTheOneIdThatIsThereTellsTheConversation() {
    assertThat(historyOf("{'toId':'bob'}")).isEqualTo(Peer.direct("bob"));
    assertThat(historyOf("{'groupId':'g'}")).isEqualTo(Peer.group("g"));
  }

  @Test
  void withATypeTheOtherIdIsIgnored() {
    assertThat(historyOf("{'toId':'bob','groupId':'g','conversationType':0}"))
        .isEqualTo(Peer.direct("bob"));
    assertThat(historyOf("{'toId':'bob','groupId':'g','conversationType':1}"))
        .isEqualTo(Peer.group("g"));
  }

  @Test
  void aGroupMayBeNamedAsConversationItemsNameIt() {
    assertThat(historyOf("{'toId':'g','conversationType':1}")).isEqualTo(Peer.group("g"));
  }

  @Test
  void settingsAreBooleansOrZeroAndOne() {
    assertThat(decode(5102, "{'toId':'bob','isTop':1,'isMute':0,'isDeleted':false}"))
        .isEqualTo(new Request.ConversationSet(Peer.direct("bob"), true, false, false, null, null));
  }

  @Test
  void aPushTokenIsBoundedInBytes() {
    String longest = "é".repeat(Bounds.PUSH_TOKEN_BYTES_AT_MOST / 2);
    assertThat(decode(5400, "{'service':'fcm','token':'" + longest + "'}"))
        .isEqualTo(new PushRequest.PushTokenSet("fcm", longest, null, null));
    assertThatThrownBy(() -> decode(5400, "{'service':'fcm','token':'x" + longest + "'}"))
        .hasMessageContaining("token: 4097 bytes (expected: 1..4096)");
  }

  @Test
  void aPushTokenIsNotShown() {
    assertThat(new PushRequest.PushTokenSet("fcm", "secret", null, null).toString())
        .doesNotContain("secret");
  }

  @Test
  void receiptsAreSetByABooleanOrZeroAndOne() {
    assertThat(decode(5300, "{'receiptsOn':0}"))
        .isEqualTo(new Request.ReceiptsSet(false, null, null));
    assertThat(decode(5300, "{'receiptsOn':1}")).isEqualTo(decode(5300, "{'receiptsOn':true}"));
  }

  @Test
  void typingIsShownByABooleanOrZeroAndOneInEitherKindOfConversation() {
    assertThat(decode(5500, "{'toId':'bob','isTyping':1}"))
        .isEqualTo(new TypingRequest(Peer.direct("bob"), true, null, null));
    assertThat(decode(5500, "{'conversationType':1,'toId':'team','isTyping':false}"))
        .isEqualTo(decode(5500, "{'groupId':'team','isTyping':0}"));
  }

  @Test
  void aBlockIsSetByABooleanOrZeroAndOne() {
    assertThat(decode(5200, "{'blockedId':'bob','isBlocked':1}"))
        .isEqualTo(new Request.BlockSet("bob", true, null, null));
    assertThat(decode(5200, "{'blockedId':'bob','isBlocked':0}"))
        .isEqualTo(decode(5200, "{'blockedId':'bob','isBlocked':false}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "{",
        "[]",
        "1",
        "{'reply':1}",
        "{'reply':'true'}",
        "{'reply':true",
        "{'reply':false}"
      })
  void aPingWithAnyBodyIsAPing(String body) {
    assertThat(decode(9999, body)).isEqualTo(new Request.Ping(false, null));
  }

  @Test
  void aPingAsksForAReplyByTrueAlone() {
    assertThat(decode(9999, "{'a':1,'reply':true,'requestId':5}"))
        .isEqualTo(new Request.Ping(true, null));
    assertThat(decode(9999, "{'reply':true,'requestId':'r'}"))
        .isEqualTo(new Request.Ping(true, "r"));
  }

  @Test
  void aLogoutNeedsNoBody() {
    assertThat(decode(9003, "")).isEqualTo(new Request.LogOut(null, null));
  }

  @Test
  void clientsDoNotTellTheTime() {
    assertThat(
            decode(
                1103,
                "{'fromId':'a','toId':'b','messageId':'m','messageBody':1,'messageTime':'yesterday'}"))
        .isEqualTo(new Request.Send(Peer.direct("b"), "a", "m", Bytes.utf8("1"), null, null));
  }

  @Test
  void aTokenIsNotShownInText() {
    assertThat(new Request.LogIn("alice", "secret", null).toString()).doesNotContain("secret");
  }

  private static Peer historyOf(String body) {
    return ((Request.HistoryPull) decode(1210, body)).of();
  }

  static Request decode(int command, String body) {
    return Request.decode(command, Bytes.utf8(body.replace('\'', '"')).array());
  }
}
