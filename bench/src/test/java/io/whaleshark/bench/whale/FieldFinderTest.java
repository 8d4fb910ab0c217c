package io.whaleshark.bench.whale;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.whaleshark.bench.load.Saying;
import io.whaleshark.bench.load.Whom;
import io.whaleshark.protocol.FrameLimits;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.Request;
import io.whaleshark.protocol.RequestFrame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Goal: what the generator reads and writes without a parser is what a parser reads. Method:
/// fields that move, and frames decoded by the protocol.
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
  void numbersOfFramesAreWhatTheProtocolReads() {
    var voice = new WhaleVoice(7, "from", "phone");
    var sends = voice.sends(Whom.user("to"), 100);
    var reads = voice.reads(Whom.group("team"));
    var pulls = voice.pullsInbox(50);
    for (long i = 1; i < 3_000_000_000L; i = i * 3 + 1) {
      assertThat(read(sends, i))
          .isInstanceOfSatisfying(
              Request.Send.class,
              send -> {
                assertThat(send.fromId()).isEqualTo("from");
                assertThat(send.to().id()).isEqualTo("to");
                assertThat(send.messageBody().size()).isEqualTo(102);
              });
      assertThat(((Request.Send) read(sends, i)).messageId()).isEqualTo(String.format("m%012d", i));
      assertThat(read(reads, i)).isEqualTo(new Request.Read(Peer.group("team"), "from", i, null));
      assertThat(read(pulls, i)).isEqualTo(new Request.InboxPull(i, 50, null, null));
    }
  }

  private static Request read(Saying saying, long number) {
    var out = ByteBuffer.allocate(saying.bytesAtMost());
    saying.append(out, number);
    ByteBuf frame = Unpooled.wrappedBuffer(out.flip());
    var read = Objects.requireNonNull(RequestFrame.tryRead(frame, FrameLimits.DEFAULT));
    assertThat(read.appId()).isEqualTo(7);
    assertThat(frame.isReadable()).isFalse();
    return read.request();
  }
}
