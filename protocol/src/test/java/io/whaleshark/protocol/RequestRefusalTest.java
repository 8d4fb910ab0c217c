package io.whaleshark.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: what breaks the contract is refused with a code, a reason that names field, value and
/// expectation but never quotes the body (W5), and the names of what is refused. Every bound is
/// tried at its limit and one beyond.
class RequestRefusalTest {
  private static final long MAX = (1L << 53) - 1;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          9000 | {} | userId: missing (expected: a text)
          9000 | {'userId':5} | userId: a number (expected: a text)
          9000 | {'userId':''} | userId: 0 characters (expected: 1..128)
          9000 | {'userId':'a','token':{}} | token: an object (expected: a text)
          9000 | {'userId':'a\\u0007'} | userId: a control character (expected: none)
          9000 | {'userId':'\\udc00'} | userId: an unpaired surrogate (expected: valid Unicode)
          1103 | {'fromId':'a','messageId':'m','messageBody':1} | toId: missing (expected: a text)
          1103 | {'fromId':'a','messageId':'m','toId':'b'} | \
          messageBody: missing (expected: a JSON value other than null)
          1103 | {'fromId':'a','messageId':'m','toId':'b','messageBody':null} | \
          messageBody: missing (expected: a JSON value other than null)
          1103 | {'messageId':'m','toId':'b','messageBody':1} | fromId: missing (expected: a text)
          2104 | {'fromId':'a','messageId':'m','toId':'b'} | groupId: missing (expected: a text)
          1107 | {'fromId':'a','toId':'b','messageId':'m','messageSequence':1} | \
          messageKey: missing (expected: 0..9007199254740991)
          1050 | {'fromId':'a','toId':'b'} | \
          messageId: missing (expected: messageId, messageKey or messageSequence)
          1050 | {'fromId':'a','messageId':'m'} | \
          conversationType: missing (expected: 0 or 1, or exactly one of toId and groupId)
          1050 | {'fromId':'a','toId':'b','groupId':'g','messageId':'m'} | \
          conversationType: missing (expected: 0 or 1, or exactly one of toId and groupId)
          1080 | {'fromId':'a','toId':'b','isPinned':1} | \
          messageId: missing (expected: messageId, messageKey or messageSequence)
          1080 | {'fromId':'a','toId':'b','messageId':'m'} | \
          isPinned: missing (expected: true, false, 1 or 0)
          1080 | {'toId':'b','messageId':'m','isPinned':1} | \
          fromId: missing (expected: a text)
          1083 | {'fromId':'a'} | \
          conversationType: missing (expected: 0 or 1, or exactly one of toId and groupId)
          1090 | {'fromId':'a','toId':'b','reaction':'x','isSet':1} | \
          messageId: missing (expected: messageId, messageKey or messageSequence)
          1090 | {'fromId':'a','toId':'b','messageId':'m','isSet':1} | \
          reaction: missing (expected: a text)
          1090 | {'fromId':'a','toId':'b','messageId':'m','reaction':'','isSet':1} | \
          reaction: 0 characters (expected: 1..32)
          1090 | {'fromId':'a','toId':'b','messageId':'m','reaction':'ééééééééééééééééé','isSet':1} | \
          reaction: 34 bytes (expected: 1..32)
          1090 | {'fromId':'a','toId':'b','messageId':'m','reaction':'x'} | \
          isSet: missing (expected: true, false, 1 or 0)
          1093 | {'toId':'b','fromSequence':1,'toSequence':201} | \
          toSequence: 201 (expected: 1..200)
          1093 | {'toId':'b','fromSequence':2,'toSequence':1} | \
          toSequence: 1 (expected: 2..201)
          1095 | {'toId':'b','reaction':'x'} | \
          messageSequence: missing (expected: 0..9007199254740991)
          1060 | {'fromId':'a','toId':'b','messageBody':1} | \
          messageId: missing (expected: messageId, messageKey or messageSequence)
          1060 | {'fromId':'a','toId':'b','messageId':'m'} | \
          messageBody: missing (expected: a JSON value other than null)
          1060 | {'fromId':'a','toId':'b','messageId':'m','messageBody':null} | \
          messageBody: missing (expected: a JSON value other than null)
          1106 | {'fromId':'a','toId':'b'} | \
          messageSequence: missing (expected: 0..9007199254740991)
          1106 | {'fromId':'a','toId':'b','messageSequence':'1'} | \
          messageSequence: a text (expected: 0..9007199254740991)
          1106 | {'fromId':'a','toId':'b','messageSequence':1.0} | \
          messageSequence: a number with fraction or exponent (expected: 0..9007199254740991)
          1106 | {'fromId':'a','toId':'b','messageSequence':1e3} | \
          messageSequence: a number with fraction or exponent (expected: 0..9007199254740991)
          1106 | {'fromId':'a','toId':'b','messageSequence':true} | \
          messageSequence: a boolean (expected: 0..9007199254740991)
          1106 | {'fromId':'a','toId':'b','messageSequence':[1]} | \
          messageSequence: an array (expected: 0..9007199254740991)
          1106 | {'fromId':'a','toId':'b','messageSequence':-1} | \
          messageSequence: -1 (expected: 0..9007199254740991)
          1200 | {'maxLimit':0} | maxLimit: 0 (expected: 1..500)
          1200 | {'maxLimit':-7} | maxLimit: -7 (expected: 1..500)
          1200 | {'maxLimit':'7'} | maxLimit: a text (expected: 1..500)
          1200 | {'fromId':7} | fromId: a number (expected: a text)
          1200 | {'requestId':7} | requestId: a number (expected: a text)
          1210 | {'toId':'b','conversationType':2} | conversationType: 2 (expected: 0 or 1)
          1210 | {'toId':'b','conversationType':'0'} | \
          conversationType: a text (expected: 0 or 1)
          1210 | {'groupId':'b','conversationType':0} | toId: missing (expected: a text)
          1210 | {'toId':'b','beforeSequence':1,'afterSequence':1} | \
          afterSequence: given with beforeSequence (expected: one of them)
          5102 | {'toId':'b'} | isTop: missing (expected: isTop, isMute or isDeleted)
          5102 | {'toId':'b','isTop':2} | isTop: another number (expected: true, false, 1 or 0)
          5102 | {'toId':'b','isMute':'true'} | isMute: a text (expected: true, false, 1 or 0)
          5200 | {'isBlocked':true} | blockedId: missing (expected: a text)
          5200 | {'blockedId':'b'} | isBlocked: missing (expected: true, false, 1 or 0)
          5200 | {'blockedId':'b','isBlocked':null} | isBlocked: missing (expected: true, false, 1 or 0)
          5200 | {'blockedId':'b','isBlocked':2} | isBlocked: another number (expected: true, false, 1 or 0)
          5200 | {'blockedId':7,'isBlocked':true} | blockedId: a number (expected: a text)
          5200 | {'blockedId':'','isBlocked':true} | blockedId: 0 characters (expected: 1..128)
          5300 | {} | receiptsOn: missing (expected: true, false, 1 or 0)
          5300 | {'receiptsOn':'on'} | receiptsOn: a text (expected: true, false, 1 or 0)
          5300 | {'receiptsOn':2} | receiptsOn: another number (expected: true, false, 1 or 0)
          5302 | {'fromId':''} | fromId: 0 characters (expected: 1..128)
          5400 | {'token':'t'} | service: missing (expected: a text)
          5400 | {'service':'apns'} | token: missing (expected: a text)
          5400 | {'service':'apns','token':7} | token: a number (expected: a text)
          5400 | {'service':'','token':'t'} | service: 0 characters (expected: 1..128)
          5400 | {'service':'apns','token':''} | token: 0 characters (expected: 1..4096)
          5400 | {'service':'apns','token':'\\n'} | token: a control character (expected: none)
          5402 | {'fromId':''} | fromId: 0 characters (expected: 1..128)
          5500 | {'toId':'b'} | isTyping: missing (expected: true, false, 1 or 0)
          5500 | {'toId':'b','isTyping':2} | isTyping: another number (expected: true, false, 1 or 0)
          5500 | {'isTyping':true} | \
          conversationType: missing (expected: 0 or 1, or exactly one of toId and groupId)
          5500 | {'conversationType':1,'isTyping':true} | toId: missing (expected: a text)
          5500 | {'toId':'','isTyping':true} | toId: 0 characters (expected: 1..128)
          5500 | {'toId':'b','isTyping':true,'fromId':''} | fromId: 0 characters (expected: 1..128)
          5202 | {'fromId':''} | fromId: 0 characters (expected: 1..128)
          2110 | {'groupId':'g'} | \
          messageSequence: missing (expected: 0..9007199254740991)
          2112 | {'groupId':'g','fromSequence':1} | \
          toSequence: missing (expected: 0..9007199254740991)
          2112 | {'groupId':'g','fromSequence':5,'toSequence':4} | toSequence: 4 (expected: 5..204)
          2112 | {'groupId':'g','fromSequence':1,'toSequence':201} | \
          toSequence: 201 (expected: 1..200)
          """)
  void aBodyThatBreaksARuleIsRefusedWithTheReason(int command, String body, String reason) {
    var refusal = refusal(command, body);
    assertThat(refusal.code()).isEqualTo(RefusalCode.MALFORMED);
    assertThat(refusal.detail()).isEqualTo(reason);
    assertThat(refusal.command()).isEqualTo(command);
  }

  /// What stands between client and server may read another one of the two than the server does.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          9000 | {'userId':'a','userId':'b'} | userId
          9000 | {'userId':'a','token':'t','token':null,'token':'t'} | token
          1103 | {'fromId':'a','messageId':'m','toId':'b','messageBody':1,'toI\\u0064':'c'} | toId
          1103 | {'fromId':'a','messageId':'m','toId':'b','messageBody':1,'messageBody':1} | messageBody
          1103 | {'fromId':'a','messageId':'m','toId':'b','messageBody':1,'extra':1,'extra':2} | extra
          1103 | {'fromId':'a','messageId':'m','messageId':5,'toId':'b','messageBody':1} | messageId
          1200 | {'lastSequence':1,'lastSequence':1} | lastSequence
          1200 | {'fromId':5,'fromId':'a'} | fromId
          5102 | {'toId':'b','isTop':true,'isTop':0} | isTop
          5200 | {'blockedId':'b','blockedId':'c','isBlocked':1} | blockedId
          """)
  void aFieldThatIsGivenTwiceIsRefused(int command, String body, String field) {
    assertThat(refusal(command, body).detail()).isEqualTo(field + ": given twice (expected: once)");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, -1, 1, 9001, 9010, 1046, 1201, 2001, 5001, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void whatIsNoCommandOfAClientIsUnknown(int command) {
    var refusal = refusal(command, "{'requestId':'r'}");
    assertThat(refusal.code()).isEqualTo(RefusalCode.UNKNOWN_COMMAND);
    assertThat(refusal.requestId()).isEqualTo("r");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "1",
        "\"x\"",
        "{",
        "{}x",
        "{} {}",
        "{\"a\":}",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":NaN}"
      })
  void aBodyThatIsNoJsonObjectIsRefused(String body) {
    assertThatThrownBy(() -> Request.decode(1200, Bytes.utf8(body).array()))
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.MALFORMED))
        .hasMessageStartingWith("body: ");
  }

  @Test
  void idsAreAtMost128Characters() {
    assertThat(RequestTest.decode(9000, "{'userId':'" + "é".repeat(128) + "'}")).isNotNull();
    assertThat(refusal(9000, "{'userId':'" + "é".repeat(129) + "'}").detail())
        .isEqualTo("userId: 129 characters (expected: 1..128)");
  }

  @Test
  void tokensAreAtMost8192Characters() {
    assertThat(RequestTest.decode(9000, "{'userId':'a','token':'" + "t".repeat(8192) + "'}"))
        .isNotNull();
    assertThat(refusal(9000, "{'userId':'a','token':'" + "t".repeat(8193) + "'}").detail())
        .isEqualTo("token: 8193 characters (expected: 1..8192)");
  }

  /// As every other bad token it is refused by whoever checks tokens, with their code.
  @ParameterizedTest
  @ValueSource(strings = {"\\ud800", "a\\u0007", " "})
  void aTokenMayHoldAnyCharacter(String token) {
    assertThat(RequestTest.decode(9000, "{'userId':'a','token':'" + token + "'}")).isNotNull();
  }

  @Test
  void requestIdsAreAtMost64CharactersAndALongerOneIsNotSentBack() {
    assertThat(RequestTest.decode(1200, "{'requestId':'" + "r".repeat(64) + "'}").requestId())
        .hasSize(64);
    String whales = "🐋".repeat(64);
    assertThat(RequestTest.decode(1200, "{'requestId':'" + whales + "'}").requestId())
        .isEqualTo(whales);
    assertThat(RequestTest.decode(1200, "{'requestId':''}").requestId()).isEmpty();
    var refusal = refusal(1200, "{'requestId':'" + "r".repeat(65) + "'}");
    assertThat(refusal.detail()).isEqualTo("requestId: 65 characters (expected: 0..64)");
    assertThat(refusal.requestId()).isNull();
  }

  @Test
  void numbersAreAtMostWhatJavaScriptHoldsExactly() {
    assertThat(RequestTest.decode(1200, "{'lastSequence':" + MAX + "}"))
        .isEqualTo(new Request.InboxPull(MAX, 100, null, null));
    assertThat(refusal(1200, "{'lastSequence':" + (MAX + 1) + "}").detail())
        .isEqualTo("lastSequence: 9007199254740992 (expected: 0..9007199254740991)");
    assertThat(refusal(1200, "{'lastSequence':" + "9".repeat(2000) + "}").detail())
        .isEqualTo("lastSequence: a number of more than 16 digits (expected: 0..9007199254740991)");
  }

  @Test
  void atMost200SequencesAreCountedAtOnce() {
    assertThat(new Request.GroupReadCounts("g", 1, 200, null, null)).isNotNull();
    assertThat(new Request.GroupReadCounts("g", MAX, MAX, null, null)).isNotNull();
    assertThatThrownBy(() -> new Request.GroupReadCounts("g", 1, 201, null, null))
        .isInstanceOf(ProtocolException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"extra", "unknown"})
  void aBodyIsNestedAtMost64Deep(String field) {
    var start = "{'fromId':'a','toId':'b','messageId':'m','messageBody':1,'" + field + "':";
    assertThat(RequestTest.decode(1103, start + "[".repeat(63) + "]".repeat(63) + "}")).isNotNull();
    assertThat(refusal(1103, start + "[".repeat(64) + "]".repeat(64) + "}").detail())
        .startsWith("body: not JSON")
        .contains("64 deep");
  }

  static byte[][] notUtf8() {
    int[][] inText = {
      {0xC0, 0x80},
      {0xC1, 0xBF},
      {0x80},
      {0xFF},
      {0xE0, 0x80, 0x80},
      {0xED, 0xA0, 0x80},
      {0xED, 0xBF, 0xBF},
      {0xF0, 0x80, 0x80, 0x80},
      {0xF4, 0x90, 0x80, 0x80},
      {0xF5, 0x80, 0x80, 0x80},
      {0xC3},
      {0xE2, 0x82},
      {0xF0, 0x9F, 0x90}
    };
    return Arrays.stream(inText).map(RequestRefusalTest::asUserId).toArray(byte[][]::new);
  }

  private static byte[] asUserId(int[] text) {
    var body = Bytes.utf8("{\"userId\":\"" + "x".repeat(text.length) + "\"}").array();
    for (int i = 0; i < text.length; i++) {
      body[11 + i] = (byte) text[i];
    }
    return body;
  }

  @ParameterizedTest
  @MethodSource("notUtf8")
  void aBodyThatIsNotUtf8IsRefused(byte[] body) {
    assertThatThrownBy(() -> Request.decode(9000, body))
        .hasMessage("body: not UTF-8 (expected: a JSON object in UTF-8)");
  }

  @Test
  void otherUnicodeEncodingsAreNotGuessed() {
    byte[] utf16 = "{\"userId\":\"a\"}".getBytes(StandardCharsets.UTF_16LE);
    assertThatThrownBy(() -> Request.decode(9000, utf16)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void aRefusalNamesRequestAndMessageThoughAnotherFieldIsBad() {
    var refusal =
        refusal(
            1103, "{'requestId':'r-1','messageId':'m-1','fromId':'a','toId':5,'messageBody':1}");
    assertThat(refusal.toRefused())
        .isEqualTo(new Refused(40000, "toId: a number (expected: a text)", 1103, "m-1", "r-1"));
  }

  @Test
  void aRefusalNamesWhatStoodBeforeTheBreak() {
    var refusal = refusal(1103, "{'requestId':'r-1','messageId':'m-1',***");
    assertThat(refusal.requestId()).isEqualTo("r-1");
    assertThat(refusal.messageId()).isEqualTo("m-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'userId':SECRET}",
        "{'userId':'SECRET",
        "{'SECRET':1,}",
        "{'userId':['SECRET']}",
        "SECRET"
      })
  void aRefusalNeverQuotesTheBody(String body) {
    var refusal = refusal(9000, body);
    assertThat(refusal).hasNoCause();
    assertThat(refusal.toString()).doesNotContain("SECRET");
  }

  private static ProtocolException refusal(int command, String body) {
    return catchThrowableOfType(ProtocolException.class, () -> RequestTest.decode(command, body));
  }
}
