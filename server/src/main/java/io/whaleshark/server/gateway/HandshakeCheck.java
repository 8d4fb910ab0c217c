package io.whaleshark.server.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import io.whaleshark.server.auth.Origins;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Passes a valid WebSocket handshake for `/ws` (RFC 6455, 4.2.1) from an allowed origin; answers
/// every other request with an error. Confined to the connection's event loop.
final class HandshakeCheck extends ChannelInboundHandlerAdapter {

  /// The WebSocket's path.
  static final String PATH = "/ws";

  private static final String VERSION = "13";
  private static final int KEY_BYTES = 16;

  private final Origins origins;

  HandshakeCheck(Origins origins) {
    this.origins = origins;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof FullHttpRequest request)) {
      context.fireChannelRead(message);
      return;
    }
    FullHttpResponse refusal = refusal(request);
    if (refusal == null) {
      context.fireChannelRead(message);
      return;
    }
    ReferenceCountUtil.release(message);
    context.writeAndFlush(refusal).addListener(ChannelFutureListener.CLOSE);
  }

  /// Returns the refusal; null if the request is a valid handshake.
  private @Nullable FullHttpResponse refusal(FullHttpRequest request) {
    HttpHeaders headers = request.headers();
    if (!request.decoderResult().isSuccess()) {
      return refusal(HttpResponseStatus.BAD_REQUEST, "request: not HTTP (expected: HTTP/1.1)");
    }
    if (!request.uri().equals(PATH) && !request.uri().startsWith(PATH + "?")) {
      return refusal(HttpResponseStatus.NOT_FOUND, "path: not found (expected: " + PATH + ")");
    }
    if (!origins.allow(headers.get(HttpHeaderNames.ORIGIN), headers.get(HttpHeaderNames.HOST))) {
      return refusal(
          HttpResponseStatus.FORBIDDEN, "Origin: not allowed (expected: one of origins)");
    }
    if (request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0) {
      return refusal(HttpResponseStatus.BAD_REQUEST, "version: not supported (expected: HTTP/1.1)");
    }
    if (!request.method().equals(HttpMethod.GET)) {
      FullHttpResponse refusal =
          refusal(
              HttpResponseStatus.METHOD_NOT_ALLOWED,
              "method: not allowed for a handshake (expected: GET)");
      refusal.headers().set(HttpHeaderNames.ALLOW, HttpMethod.GET);
      return refusal;
    }
    if (!headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
      return upgradeRequired("Upgrade: missing (expected: websocket)");
    }
    if (!headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)) {
      return refusal(HttpResponseStatus.BAD_REQUEST, "Connection: none (expected: Upgrade)");
    }
    if (!VERSION.equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
      return upgradeRequired("Sec-WebSocket-Version: unknown (expected: " + VERSION + ")");
    }
    return isKey(headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_KEY))
        ? null
        : refusal(
            HttpResponseStatus.BAD_REQUEST,
            "Sec-WebSocket-Key: missing or malformed (expected: "
                + KEY_BYTES
                + " bytes in base64)");
  }

  private static boolean isKey(List<String> keys) {
    try {
      return keys.size() == 1 && Base64.getDecoder().decode(keys.getFirst()).length == KEY_BYTES;
    } catch (IllegalArgumentException _) {
      return false; // not base64
    }
  }

  private static FullHttpResponse upgradeRequired(String detail) {
    FullHttpResponse refusal = refusal(HttpResponseStatus.UPGRADE_REQUIRED, detail);
    refusal
        .headers()
        .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
        .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, VERSION);
    return refusal;
  }

  private static FullHttpResponse refusal(HttpResponseStatus status, String detail) {
    ByteBuf text = Unpooled.copiedBuffer(detail + "\n", StandardCharsets.UTF_8);
    FullHttpResponse refusal = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, text);
    refusal
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
        .set(HttpHeaderNames.CONTENT_LENGTH, text.readableBytes())
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    return refusal;
  }
}
