package io.whaleshark.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.whaleshark.protocol.FrameLimits;
import io.whaleshark.protocol.Request;
import io.whaleshark.protocol.RequestFrame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Goal: what the generator reads and writes without a parser is what a parser reads. Method: fields
/// that move, and frames decoded by the protocol.
class FieldFinderTest {

  private static long find(FieldFinder finder, String json) {
    byte[] bytes = ("pad" + json + "{\"messageSequence\":99}").getBytes(StandardCharsets.UTF_8);
    return finder.number(bytes, 3, 3 + json.length());
  }

  @Test
  void fieldIsFoundWhereverItIs() {
    var finder = new FieldFinder("messageSequence");
    assertThat(find(finder, "{\"a\":1,\"messageSequence\":12,\"b\":2}")).isEqualTo(12);
    assertThat(find(finder, "{\"a\":2,\"messageSequence\":13}")).isEqualTo(13);
    assertThat(find(finder, "{\"messageSequence\":14,\"a\":1,\"b\":22}")).isEqualTo(14);
    assertThat(find(finder, "{\"aaaaaaaaaaaaaaaa\":1,\"messageSequence\":15}")).isEqualTo(15);
    assertThat(find(finder, "{\"a\":1}")).isEqualTo(-1);
    assertThat(find(finder, "{}")).isEqualTo(-1);
    assertThat(find(finder, "{\"messageSequence\":\"x\"}")).isEqualTo(-1);
  }

  @Test
  void numberInTheIdIsFound() {
    var finder = FieldFinder.ofText("messageId", "m");
    assertThat(find(finder, "{\"messageId\":\"m000000000042\",\"x\":1}")).isEqualTo(42);
    assertThat(find(finder, "{\"messageId\":\"x000000000042\"}")).isEqualTo(-1);
  }

  @Test
  void templateCountsUpInWhatTheProtocolReads() {
    var second = Duration.ofSeconds(1);
    var plan = new P2pPlan("127.0.0.1", 1, 7, 1, 1, 100, 1, second, second, second);
    var template = new MessageTemplate(plan, "from", "to");
    var out = ByteBuffer.allocate(template.bytes());
    for (int i = 0; i < 1_205; i++) {
      template.appendNext(out.clear());
      ByteBuf frame = Unpooled.wrappedBuffer(out.array());
      var read = Objects.requireNonNull(RequestFrame.tryRead(frame, FrameLimits.DEFAULT));
      assertThat(read.appId()).isEqualTo(7);
      assertThat(read.request())
          .isInstanceOfSatisfying(
              Request.Send.class,
              send -> {
                assertThat(send.fromId()).isEqualTo("from");
                assertThat(send.to().id()).isEqualTo("to");
                assertThat(send.messageBody().size()).isEqualTo(102);
              });
      assertThat(((Request.Send) read.request()).messageId())
          .isEqualTo(String.format("m%012d", i));
    }
  }
}
