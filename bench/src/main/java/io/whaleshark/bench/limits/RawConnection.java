package io.whaleshark.bench.limits;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One connection of the forwarder: the frames of one read are forwarded in one write, and answered
/// in one. Confined to its event loop.
final class RawConnection extends ByteToMessageDecoder {
  private final Map<String, Channel> users;
  private @Nullable Channel receiver;
  private long sequence;

  /// @param users by their names; thread-safe
  RawConnection(Map<String, Channel> users) {
    this.users = users;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    ByteBuf answers = context.alloc().buffer(in.readableBytes());
    int start = in.readerIndex();
    int at = start;
    int length = frameLength(in, at);
    while (length > 0) {
      take(context.channel(), in, at, answers);
      at += length;
      length = frameLength(in, at);
    }
    Channel to = receiver;
    if (to != null && at > start) {
      to.writeAndFlush(context.alloc().buffer(at - start).writeBytes(in, start, at - start));
    }
    in.readerIndex(at);
    context.writeAndFlush(answers);
  }

  /// The length of the frame that starts at this index, or 0 while it isn't complete.
  private static int frameLength(ByteBuf in, int at) {
    int there = in.writerIndex() - at;
    if (there < RawFrame.HEADER_BYTES) {
      return 0;
    }
    int length = RawFrame.HEADER_BYTES + in.getInt(at + RawFrame.LENGTH_AT);
    return length <= there ? length : 0;
  }

  private void take(Channel channel, ByteBuf in, int at, ByteBuf answers) {
    switch (in.getInt(at)) {
      case RawFrame.HELLO -> {
        int length = in.getInt(at + RawFrame.LENGTH_AT);
        users.put(text(in, at + RawFrame.HEADER_BYTES, length), channel);
        answers.writeInt(RawFrame.READY).writeInt(0);
      }
      case RawFrame.SEND -> {
        if (receiver == null) {
          // A sender writes to only one receiver.
          receiver =
              users.get(text(in, at + RawFrame.NAME_AT + 1, in.getByte(at + RawFrame.NAME_AT)));
        }
        in.setLong(at + RawFrame.SEQUENCE_AT, ++sequence);
        answers.writeInt(RawFrame.ACK).writeInt(RawFrame.ACK_BYTES - RawFrame.HEADER_BYTES);
        answers.writeLong(in.getLong(at + RawFrame.NUMBER_AT)).writeLong(sequence);
      }
      default -> {
        // It only keeps the connection open.
      }
    }
  }

  private static String text(ByteBuf in, int at, int length) {
    return in.toString(at, length, StandardCharsets.UTF_8);
  }
}
