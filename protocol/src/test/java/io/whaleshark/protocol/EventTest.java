package io.whaleshark.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: an event means the same on both sides (W3); refusals take the form that their command has;
/// and a push that was encoded in two parts is the push that was encoded as a whole.
class EventTest {

  static Set<Map.Entry<String, Event>> samples() {
    return Samples.events().entrySet();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void whatIsWrittenIsReadAsTheSame(Map.Entry<String, Event> sample) {
    var event = sample.getValue();
    assertThat(Event.decode(event.command().number(), Bytes.utf8(text(event)).array()))
        .isEqualTo(event);
  }

  @Test
  void thereIsASampleOfEveryKindOfEvent() {
    var sampled =
        Samples.events().values().stream().map(Object::getClass).collect(Collectors.toSet());
    assertThat(sampled)
        .containsExactlyInAnyOrder(Samples.kinds(Event.class).distinct().toArray(Class<?>[]::new));
  }

  @Test
  void aPushMadeOfPartsIsTheWholePush() {
    var push = new MessageEvent.MessagePush(Samples.inGroup(), "bob", 9, 8, true);
    var json = new JsonWriter(1);
    Samples.inGroup().writeShared(json);
    byte[] shared = json.toBytes();

    push.write(json.clear(), shared);
    assertThat(Bytes.of(json.toBytes()).text()).isEqualTo(text(push));
    assertThat(EventFrame.of(push, shared, json)).isEqualTo(EventFrame.of(push, json));
  }

  @Test
  void aConversationIsNamedAsItsOwnerSeesIt() {
    var message = Samples.direct();
    assertThat(message.seenBy("alice")).isEqualTo(Peer.direct("bob"));
    assertThat(message.seenBy("bob")).isEqualTo(Peer.direct("alice"));
    assertThat(Samples.inGroup().seenBy("bob")).isEqualTo(Samples.TEAM);
    assertThat(text(new MessageEvent.MessagePush(message, "bob", 1, 0, false)))
        .contains("\"conversationId\":\"0_bob_alice\"");
    assertThat(text(new MessageEvent.MessagePush(message, "alice", 1, 0, false)))
        .contains("\"conversationId\":\"0_alice_bob\"");
  }

  @Test
  void aRecalledMessageShowsNothingOfItsContent() {
    var shown = text(new PageEvent.HistoryPage(List.of(Samples.recalled()), true, null));
    assertThat(shown)
        .contains("\"messageBody\":\"\"", "\"recalled\":true")
        .doesNotContain("extra", "llo");
  }

  @Test
  void aRefusalIsTheResultOfTheCommandIfItHasOne() {
    var send = Samples.request("MSG_GROUP");
    var refused = Refused.of(send, RefusalCode.GROUP_DISSOLVED, "groupId: dissolved");
    assertThat(refused.command()).isEqualTo(CommandNumber.GROUP_MSG_ACK);
    assertThat(text(refused))
        .isEqualTo(
            "{\"code\":41000,\"msg\":\"groupId:"
                + " dissolved\",\"data\":{\"messageId\":\"m-2\"},\"ok\":false,"
                + "\"requestId\":\"r-4\"}");
  }

  @Test
  void aRefusalOfAnyOtherCommandNamesTheCommand() {
    var read = Samples.request("GROUP_READ");
    assertThat(text(Refused.of(read, RefusalCode.READ_AHEAD, "too far")))
        .isEqualTo("{\"code\":41600,\"msg\":\"too far\",\"command\":2106,\"requestId\":\"r-6\"}");
  }

  @Test
  void overHttpEveryAnswerIsAResult() {
    var json = new JsonWriter(1);
    Results.writeSuccess(json, new PageEvent.InboxPage(List.of(), 4, true, false, List.of(), null));
    assertThat(Bytes.of(json.toBytes()).text())
        .isEqualTo(
            "{\"code\":200,\"msg\":\"success\",\"data\":{\"dataList\":[],\"maxSequence\":4,\"completed\":true,"
                + "\"truncated\":false},\"ok\":true}");
    new Refused(42900, "slow down", 1200, null, null).writeResult(json.clear());
    assertThat(Bytes.of(json.toBytes()).text())
        .isEqualTo("{\"code\":42900,\"msg\":\"slow down\",\"data\":{},\"ok\":false}");
  }

  @Test
  void aRefusalMaySayWhenToTryAgain() {
    var read = Samples.request("GROUP_READ");
    Refused noResult = Refused.of(read, RefusalCode.TOO_MANY, "slow down").retryAfter(20);
    assertThat(text(noResult))
        .isEqualTo(
            "{\"code\":42900,\"msg\":\"slow down\",\"command\":2106,\"retryAfterMillis\":20,"
                + "\"requestId\":\"r-6\"}");
    assertThat(Event.decode(CommandNumber.REFUSED.number(), text(noResult).getBytes(UTF_8)))
        .isEqualTo(noResult);
    Refused result = new Refused(42900, "slow down", CommandNumber.MSG_P2P.number(), "m", "r", 20L);
    assertThat(text(result))
        .isEqualTo(
            "{\"code\":42900,\"msg\":\"slow down\",\"data\":{\"messageId\":\"m\","
                + "\"retryAfterMillis\":20},\"ok\":false,\"requestId\":\"r\"}");
    assertThat(Event.decode(CommandNumber.MSG_ACK.number(), text(result).getBytes(UTF_8)))
        .isEqualTo(result);
  }

  @Test
  void numbersThatJavaScriptCanNotHoldAreNotSent() {
    long most = (1L << 53) - 1;
    assertThat(new ReadEvent.ReadReceipt("bob", "alice", most)).isNotNull();
    assertThatThrownBy(() -> new ReadEvent.ReadReceipt("bob", "alice", most + 1))
        .isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> new ReadEvent.ReadReceipt("bob", "alice", -1))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void onlyATruncatedPageHasGaps() {
    var gaps = List.of(new PageEvent.Gap(Samples.TEAM, 1, 2));
    assertThatThrownBy(() -> new PageEvent.InboxPage(List.of(), 0, true, false, gaps, null))
        .hasMessage("gaps: 1 gaps (expected: none unless truncated)");
  }

  @Test
  void unknownFieldsOfANewerServerAreIgnored() {
    assertThat(decode(2007, "{'groupId':'g','a':{'b':[1,1.5,null,{}]},'c':99999999999999999999}"))
        .isEqualTo(new GroupEvent.Dissolved("g"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9000, 1200, 4711})
  void whatAServerNeverSendsIsRefused(int command) {
    assertThatThrownBy(() -> decode(command, "{}"))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> assertThat(e.code()).isEqualTo(RefusalCode.UNKNOWN_COMMAND));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{'groupId':null}",
        "{'groupId':1}",
        "{'groupId':'g'}x",
        "{'groupId':'g'"
      })
  void anEventThatBreaksTheContractIsRefused(String data) {
    assertThatThrownBy(() -> decode(2007, data)).isInstanceOf(ProtocolException.class);
  }

  private static Event decode(int command, String data) {
    return Event.decode(command, Bytes.utf8(data.replace('\'', '"')).array());
  }

  private static String text(Event event) {
    var json = new JsonWriter(1);
    event.write(json);
    return Bytes.of(json.toBytes()).text();
  }
}
