package io.whaleshark.bench.limits;

import io.whaleshark.bench.load.BenchException;
import io.whaleshark.bench.load.Ear;
import io.whaleshark.bench.load.LoadConnection;
import io.whaleshark.bench.load.Saying;
import io.whaleshark.bench.load.Voice;
import io.whaleshark.bench.load.Whom;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A device that uses the forwarder's protocol. Confined to its loop's thread.
final class RawVoice implements Voice {
  private final String user;
  private final Voice like;

  /// @param like a voice of the measured server: this one's messages have the same length
  RawVoice(String user, Voice like) {
    this.user = user;
    this.like = like;
  }

  @Override
  public void begin(LoadConnection connection) throws IOException {
    byte[] name = user.getBytes(StandardCharsets.UTF_8);
    connection.write(
        ByteBuffer.allocate(RawFrame.HEADER_BYTES + name.length)
            .putInt(RawFrame.HELLO)
            .putInt(name.length)
            .put(name)
            .flip());
  }

  @Override
  public int frameLength(byte[] bytes, int from, int to) {
    if (to - from < RawFrame.HEADER_BYTES) {
      return 0;
    }
    int length = RawFrame.HEADER_BYTES + ByteBuffer.wrap(bytes).getInt(from + RawFrame.LENGTH_AT);
    return to - from < length ? 0 : length;
  }

  @Override
  public void hear(LoadConnection connection, byte[] bytes, int from, int to, Ear ear) {
    var frame = ByteBuffer.wrap(bytes);
    int kind = frame.getInt(from);
    switch (kind) {
      case RawFrame.READY -> ear.ready(0);
      case RawFrame.ACK ->
          ear.acked(
              frame.getLong(from + RawFrame.NUMBER_AT), frame.getLong(from + RawFrame.SEQUENCE_AT));
      case RawFrame.SEND ->
          ear.message(
              frame.getLong(from + RawFrame.NUMBER_AT), frame.getLong(from + RawFrame.SEQUENCE_AT));
      default -> ear.other(kind, bytes, from, to);
    }
  }

  @Override
  public byte[] keepAlive() {
    return ByteBuffer.allocate(RawFrame.HEADER_BYTES).putInt(RawFrame.NOTHING).array();
  }

  @Override
  public Saying sends(Whom to, int bodyBytes) {
    byte[] name = to.name().getBytes(StandardCharsets.UTF_8);
    int length = Math.max(lengthOf(like.sends(to, bodyBytes)), RawFrame.NAME_AT + 1 + name.length);
    byte[] frame =
        ByteBuffer.allocate(length)
            .putInt(RawFrame.SEND)
            .putInt(length - RawFrame.HEADER_BYTES)
            .position(RawFrame.NAME_AT)
            .put((byte) name.length)
            .put(name)
            .array();
    return new Saying() {
      @Override
      public int bytesAtMost() {
        return frame.length;
      }

      @Override
      public void append(ByteBuffer out, long number) {
        int at = out.position();
        out.put(frame).putLong(at + RawFrame.NUMBER_AT, number);
      }
    };
  }

  private static int lengthOf(Saying saying) {
    var frame = ByteBuffer.allocate(saying.bytesAtMost());
    saying.append(frame, 0);
    return frame.position();
  }

  @Override
  public Saying reads(Whom in) {
    throw onlyForwards();
  }

  @Override
  public Saying pullsInbox(int pageSize) {
    throw onlyForwards();
  }

  @Override
  public Saying pullsHistory(Whom in, int pageSize) {
    throw onlyForwards();
  }

  private static BenchException onlyForwards() {
    return new BenchException("the forwarder only forwards", null);
  }
}
