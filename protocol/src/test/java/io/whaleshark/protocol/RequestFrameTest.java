package io.whaleshark.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: frames are found in the stream however it is cut, padding goes, and lengths are checked
/// before anything else (W1). Method: every split point of a frame; lengths at their limit and one
/// beyond; envelopes by hand.
class RequestFrameTest {
  private static final FrameLimits LIMITS = new FrameLimits(16, 64);
  private static final RequestFrame FRAME =
      RequestFrame.of(new Request.LogIn("alice", null, "r"), 10001, ClientType.IOS, "télé");

  @Test
  void everySplitPointGivesTheSameFrame() {
    var whole = bytes(FRAME);
    for (int split = 0; split < whole.readableBytes(); split++) {
      var in = Unpooled.buffer().writeBytes(whole, 0, split);
      assertThat(RequestFrame.tryRead(in, LIMITS)).as("the first %d bytes", split).isNull();
      assertThat(in.readerIndex()).isZero();
      in.writeBytes(whole, split, whole.readableBytes() - split);
      assertThat(RequestFrame.tryRead(in, LIMITS)).as("split at %d", split).isEqualTo(FRAME);
      assertThat(in.isReadable()).isFalse();
    }
  }

  @Test
  void severalFramesInOneBufferComeOneByOne() {
    var ping = RequestFrame.of(new Request.Ping(true, null), 1, ClientType.WEB, "");
    var in = bytes(FRAME).writeBytes(bytes(ping)).writeBytes(bytes(FRAME)).writeZero(27);
    List<RequestFrame> frames = new ArrayList<>();
    for (var frame = RequestFrame.tryRead(in, LIMITS);
        frame != null;
        frame = RequestFrame.tryRead(in, LIMITS)) {
      frames.add(frame);
    }
    assertThat(frames).containsExactly(FRAME, ping, FRAME);
    assertThat(in.readableBytes()).isEqualTo(27);
  }

  @Test
  void trailingZerosOfImeiAndBodyAreDropped() {
    var in = header(9000, 8, 22).writeBytes(Bytes.utf8("phone").array()).writeZero(3);
    in.writeBytes(Bytes.utf8("{\"userId\":\"alice\"}").array()).writeZero(4);
    var frame = Objects.requireNonNull(RequestFrame.tryRead(in, LIMITS));
    assertThat(frame.imei()).isEqualTo("phone");
    assertThat(frame.request()).isEqualTo(new Request.LogIn("alice", null, null));
    assertThat(in.isReadable()).isFalse();
  }

  @Test
  void nothingButZerosIsNothing() {
    var frame = RequestFrame.tryRead(header(9999, 3, 5).writeZero(8), LIMITS);
    assertThat(frame).isEqualTo(new RequestFrame(9999, 1, 2, 0, 10001, "", Bytes.EMPTY));
  }

  @Test
  void zerosInsideAreNotPadding() {
    var in = header(9999, 0, 3).writeBytes(new byte[] {1, 0, 2});
    var frame = Objects.requireNonNull(RequestFrame.tryRead(in, LIMITS));
    assertThat(frame.body()).isEqualTo(Bytes.of(new byte[] {1, 0, 2}));
  }

  @Test
  void lengthsAtTheirLimitsAreRead() {
    var frame = RequestFrame.tryRead(header(9999, 16, 64).writeZero(80), LIMITS);
    assertThat(frame).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -1          | 0           | MALFORMED | imeiLength: -1 (expected: 0..16)
          0 | -1 | MALFORMED | bodyLength: -1 (expected: 0..64)
          -2147483648 | 2147483647  | MALFORMED | imeiLength: -2147483648 (expected: 0..16)
          17 | 0 | TOO_LARGE | imeiLength: 17 (expected: 0..16)
          0 | 65 | TOO_LARGE | bodyLength: 65 (expected: 0..64)
          16 | 2147483647 | TOO_LARGE | bodyLength: 2147483647 (expected: 0..64)
          2147483647 | 2147483647 | TOO_LARGE | imeiLength: 2147483647 (expected: 0..16)
          """)
  void badLengthsAreRefusedAsSoonAsTheHeaderIsThere(
      int imeiLength, int bodyLength, RefusalCode code, String reason) {
    var in = header(1103, imeiLength, bodyLength);
    var refusal =
        catchThrowableOfType(ProtocolException.class, () -> RequestFrame.tryRead(in, LIMITS));
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.detail()).isEqualTo(reason);
    assertThat(refusal.command()).isEqualTo(1103);
  }

  @Test
  void anImeiMustBeText() {
    var notUtf8 = header(9999, 1, 0).writeByte(0xFF);
    assertThatThrownBy(() -> RequestFrame.tryRead(notUtf8, LIMITS))
        .hasMessage("imei: not UTF-8 (expected: text)");
    var control = header(9999, 1, 0).writeByte('\n');
    assertThatThrownBy(() -> RequestFrame.tryRead(control, LIMITS))
        .hasMessage("imei: a control character (expected: none)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2 | 1 | 0 | UNSUPPORTED | version: 2 (expected: 1)
          0 | 1 | 0 | UNSUPPORTED | version: 0 (expected: 1)
          1 | 1 | 1 | UNSUPPORTED | messageType: 1 (expected: 0)
          1 | 6 | 0 | MALFORMED | clientType: 6 (expected: 0..5)
          1 | -1 | 0 | MALFORMED | clientType: -1 (expected: 0..5)
          """)
  void aHeaderThatIsNotSpokenHereIsRefused(
      int version, int clientType, int messageType, RefusalCode code, String reason) {
    var body = Bytes.utf8("{\"messageId\":\"m\",\"requestId\":\"r\"}");
    var frame = new RequestFrame(1103, version, clientType, messageType, 1, "phone", body);
    var refusal = catchThrowableOfType(ProtocolException.class, frame::request);
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.toRefused()).isEqualTo(new Refused(code.number(), reason, 1103, "m", "r"));
  }

  @Test
  void anAppThatCannotBeIsRefused() {
    var frame = new RequestFrame(9000, 1, 1, 0, -1, "phone", Bytes.utf8("{\"userId\":\"a\"}"));
    var refusal = catchThrowableOfType(ProtocolException.class, frame::request);
    assertThat(refusal.code()).isEqualTo(RefusalCode.MALFORMED);
    assertThat(refusal).hasMessage("appId: -1 (expected: 0..2147483647)");
  }

  @Test
  void anEnvelopeIsTheSameFrameAsText() {
    var json = new JsonWriter(1);
    FRAME.toText(json);
    assertThat(RequestFrame.fromText(json.toBytes(), LIMITS)).isEqualTo(FRAME);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {} | MALFORMED | command: missing (expected: a command that a client may send)
          {"command":"9999"} | MALFORMED | \
          command: a text (expected: a command that a client may send)
          {"command":2147483648} | MALFORMED | \
          command: 2147483648 (expected: a command that a client may send)
          {"command":9999,"appId":1.5} | MALFORMED | \
          appId: a number with fraction or exponent (expected: 0..2147483647)
          {"command":9999,"appId":2147483648} | MALFORMED | \
          appId: 2147483648 (expected: 0..2147483647)
          {"command":9999,"clientType":"web"} | MALFORMED | clientType: a text (expected: 0..5)
          {"command":9999,"command":9000} | MALFORMED | command: given twice (expected: once)
          {"command":9999,"data":{},"data":{}} | MALFORMED | data: given twice (expected: once)
          {"command":9999,"imei":"12345678901234567"} | TOO_LARGE | imei: 17 (expected: 0..16)
          {"command":9999,"imei":"\\u0000"} | MALFORMED | imei: a control character (expected: none)
          [9999] | MALFORMED | body: not an object (expected: a JSON object)
          """)
  void aBadEnvelopeIsRefused(String envelope, RefusalCode code, String reason) {
    var refusal = catchThrowableOfType(ProtocolException.class, () -> fromText(envelope));
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.detail()).isEqualTo(reason);
  }

  @Test
  void theDataOfAnEnvelopeHasTheLimitOfABody() {
    var data = "{\"a\":\"" + "x".repeat(56) + "\"}";
    assertThat(fromText("{\"command\":9999,\"data\": " + data + "}").body().size()).isEqualTo(64);
    var refusal =
        catchThrowableOfType(
            ProtocolException.class,
            () -> fromText("{\"command\":9999,\"data\":" + data.replace("x\"", "xx\"") + "}"));
    assertThat(refusal.toRefused())
        .isEqualTo(new Refused(41300, "data: 65 (expected: 0..64)", 9999, null, null));
  }

  @Test
  void theDataOfAnEnvelopeMayBeAsDeepAsABody() {
    var limits = FrameLimits.DEFAULT;
    var start = "{\"command\":1200,\"data\":{\"x\":";
    var atLimit = Bytes.utf8(start + "[".repeat(63) + "]".repeat(63) + "}}").array();
    assertThat(RequestFrame.fromText(atLimit, limits).request())
        .isInstanceOf(Request.InboxPull.class);
    var beyond = Bytes.utf8(start + "[".repeat(64) + "]".repeat(64) + "}}").array();
    assertThatThrownBy(() -> RequestFrame.fromText(beyond, limits))
        .isInstanceOf(ProtocolException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "[]", "\"x\""})
  void dataThatIsNoObjectIsRefusedWhenItIsRead(String data) {
    var frame = fromText("{\"command\":1200,\"data\":" + data + "}");
    assertThatThrownBy(frame::request).hasMessage("body: not an object (expected: a JSON object)");
  }

  @ParameterizedTest
  @CsvSource({"0, 64", "1025, 64", "16, 1", "16, 16777217"})
  void limitsAreThemselvesLimited(int imei, int body) {
    assertThatThrownBy(() -> new FrameLimits(imei, body))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static RequestFrame fromText(String envelope) {
    return RequestFrame.fromText(Bytes.utf8(envelope).array(), LIMITS);
  }

  private static ByteBuf header(int command, int imeiLength, int bodyLength) {
    var out =
        Unpooled.buffer().writeInt(command).writeInt(1).writeInt(2).writeInt(0).writeInt(10001);
    return out.writeInt(imeiLength).writeInt(bodyLength);
  }

  private static ByteBuf bytes(RequestFrame frame) {
    var out = Unpooled.buffer();
    frame.write(out);
    return out;
  }
}
