package io.whaleshark.micro;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.whaleshark.protocol.CommandNumber;
import io.whaleshark.protocol.EventFrame;
import io.whaleshark.protocol.FrameLimits;
import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.protocol.MessageEvent.MessagePush;
import io.whaleshark.protocol.MessageEvent.SendAck;
import io.whaleshark.protocol.Request;
import io.whaleshark.protocol.RequestFrame;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Measures the event loop's work for a direct message: decoding the send, and encoding the answer
/// and the push.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class CodecBenchmark {
  private static final int BUFFER_BYTES = 4 << 10;

  private final ByteBuf sendFrame = Unpooled.buffer();
  private final byte[] sendBody;
  private final ByteBuf out = Unpooled.buffer(BUFFER_BYTES);
  private final JsonWriter scratch = new JsonWriter(BUFFER_BYTES);
  private final MessagePush push = WireSamples.push();
  private final SendAck ack = WireSamples.ack();

  /// Encodes the frame to decode.
  public CodecBenchmark() {
    RequestFrame frame = WireSamples.send();
    frame.write(sendFrame);
    sendBody = frame.body().array();
  }

  /// Decodes the bytes of a frame to a request.
  @Benchmark
  public Request decodeSend() {
    sendFrame.readerIndex(0);
    return Objects.requireNonNull(RequestFrame.tryRead(sendFrame, FrameLimits.DEFAULT)).request();
  }

  /// Decodes the JSON only.
  @Benchmark
  public Request decodeSendBody() {
    return Request.decode(CommandNumber.MSG_P2P.number(), sendBody);
  }

  /// Encodes an answer to the bytes of its frame.
  @Benchmark
  public ByteBuf encodeAck() {
    EventFrame.of(ack, scratch).writeTcp(out.clear());
    return out;
  }

  /// Encodes a push to the bytes of its frame.
  @Benchmark
  public ByteBuf encodePush() {
    EventFrame.of(push, scratch).writeTcp(out.clear());
    return out;
  }
}
