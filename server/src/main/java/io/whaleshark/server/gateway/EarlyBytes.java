package io.whaleshark.server.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;

/// Closes a connection that sends data before the handshake is answered, which RFC 6455, 4.1
/// forbids. Such bytes bypass the frame decoder and arrive here raw. Stateless.
final class EarlyBytes extends SimpleChannelInboundHandler<ByteBuf> {

  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
    context.close();
  }
}
