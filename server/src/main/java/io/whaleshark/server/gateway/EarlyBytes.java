package io.whaleshark.server.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;

/// Hangs up on who does not wait for the answer to the handshake, as a client has to (RFC 6455,
/// 4.1): such bytes go past the decoder of frames and come here as they are. Stateless.
final class EarlyBytes extends SimpleChannelInboundHandler<ByteBuf> {

  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
    context.close();
  }
}
