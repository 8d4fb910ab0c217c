package io.whaleshark.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// P10. Goal: what a client sends ahead takes a bounded part of memory. Method: a reader that is
/// given more than was asked for, as the rest of a client that has closed its half is.
class RequestReaderTest {

  @Test
  @DisplayName("P10 who leaves more than can be asked for is hung up on")
  void isCutAboveTheBound() {
    EmbeddedChannel channel = new EmbeddedChannel(new RequestReader());
    byte[] part = new byte[64 << 10];
    int whole = RequestReader.AHEAD_BYTES / part.length;
    for (int i = 0; i < whole; i++) {
      channel.writeInbound(Unpooled.wrappedBuffer(part));
    }
    assertThat(channel.isOpen()).isTrue();
    channel.writeInbound(Unpooled.wrappedBuffer(part));
    assertThat(channel.isOpen()).isFalse();
    channel.finishAndReleaseAll();
  }
}
