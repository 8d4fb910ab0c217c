package io.whaleshark.server.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/// Answers what comes to the WebSocket port and is no handshake for `/ws`. Stateless.
///
/// A client has to wait for the answer to its handshake (RFC 6455, 4.1). The bytes of one that does
/// not go past the decoder of frames and come here as they are: it is hung up on.
final class NotFound extends SimpleChannelInboundHandler<Object> {

  @Override
  public boolean acceptInboundMessage(Object message) {
    return message instanceof FullHttpRequest || message instanceof ByteBuf;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf) {
      context.close();
    } else {
      var response =
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NOT_FOUND);
      context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
  }
}
