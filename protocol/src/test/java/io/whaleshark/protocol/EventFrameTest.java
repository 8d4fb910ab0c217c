package io.whaleshark.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: one encoding of an event serves every transport, and a client finds the frames however the
/// stream is cut.
class EventFrameTest {
  private static final EventFrame FRAME =
      EventFrame.of(new GroupEvent.Renamed("g", "Team é", "alice"), new JsonWriter(8));
  private static final Receiver RECEIVER = new Receiver(10001, "bob", ClientType.WEB, "tab \"1\"");

  @Test
  void everySplitPointGivesTheSameFrame() {
    var whole = Unpooled.buffer();
    FRAME.writeTcp(whole);
    assertThat(whole.readableBytes()).isEqualTo(FRAME.tcpBytes());
    for (int split = 0; split < whole.readableBytes(); split++) {
      var in = Unpooled.buffer().writeBytes(whole, 0, split);
      assertThat(EventFrame.tryReadTcp(in, 200)).as("the first %d bytes", split).isNull();
      assertThat(in.readerIndex()).isZero();
      in.writeBytes(whole, split, whole.readableBytes() - split);
      assertThat(EventFrame.tryReadTcp(in, 200)).as("split at %d", split).isEqualTo(FRAME);
    }
  }

  @Test
  void severalFramesInOneBufferComeOneByOne() {
    var in = Unpooled.buffer();
    FRAME.writeTcp(in);
    FRAME.writeTcp(in);
    assertThat(EventFrame.tryReadTcp(in, 200)).isEqualTo(FRAME);
    assertThat(EventFrame.tryReadTcp(in, 200)).isEqualTo(FRAME);
    assertThat(EventFrame.tryReadTcp(in, 200)).isNull();
  }

  @Test
  void theEnvelopeNamesTheReceivingDevice() {
    var out = Unpooled.buffer();
    FRAME.writeText(out, RECEIVER);
    assertThat(out.readableBytes()).isEqualTo(FRAME.textBytes(RECEIVER));
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"appId\":10001,\"clientType\":1,\"command\":2003,"
                + "\"data\":{\"groupId\":\"g\",\"groupName\":\"Team é\",\"ownerId\":\"alice\"},"
                + "\"imei\":\"tab \\\"1\\\"\",\"toId\":\"bob\"}");
  }

  @Test
  void aBinaryMessageIsHeaderAndEnvelope() {
    var out = Unpooled.buffer();
    FRAME.writeBinary(out, RECEIVER);
    assertThat(out.getInt(0)).isEqualTo(2003);
    assertThat(out.getInt(4))
        .isEqualTo(out.readableBytes() - 8)
        .isEqualTo(FRAME.textBytes(RECEIVER));
    assertThat(EventFrame.tryReadBinary(out, 500)).isEqualTo(FRAME);
  }

  @Test
  void theShortestBodyIsNotEmpty() {
    assertThatThrownBy(() -> new EventFrame(9010, Bytes.EMPTY))
        .isInstanceOf(ProtocolException.class);
  }

  @ParameterizedTest
  @CsvSource({"0, MALFORMED", "-1, MALFORMED", "101, TOO_LARGE", "2147483647, TOO_LARGE"})
  void badLengthsAreRefusedBeforeAnythingIsAllocated(int length, RefusalCode code) {
    var in = Unpooled.buffer().writeInt(2003).writeInt(length);
    assertThatThrownBy(() -> EventFrame.tryReadTcp(in, 100))
        .isInstanceOfSatisfying(ProtocolException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessage("bodyLength: " + length + " (expected: 1..100)");
  }

  @Test
  void aLengthAtTheLimitIsRead() {
    var in = Unpooled.buffer().writeInt(2003).writeInt(100).writeZero(100);
    assertThat(EventFrame.tryReadTcp(in, 100)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"command\":2003}", "{\"command\":2003,\"data\":null}", "[]", "x"})
  void anEnvelopeWithoutDataIsRefused(String envelope) {
    assertThatThrownBy(() -> EventFrame.fromText(Bytes.utf8(envelope).array()))
        .isInstanceOf(ProtocolException.class);
  }
}
