package io.whaleshark.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Cuts what arrives into requests and parts of their bodies, one at a time and when it is asked:
/// so what a client sends ahead waits as bytes (P10). Of one that may send more, that is one read
/// of the socket. Of one that has closed its half, the network layer reads all that is left at
/// once: whoever left more than [#AHEAD_BYTES] is hung up on. Confined to the connection's event
/// loop.
final class RequestReader extends HttpRequestDecoder {

  /// The longest request line, and the largest headers, in bytes.
  static final int HEAD_BYTES = 8 << 10;

  /// How much may wait: the largest body of the API, with its head, from a client that then closes
  /// its half.
  static final int AHEAD_BYTES = (4 << 20) + (64 << 10);

  private static final int PART_BYTES = 8 << 10;
  private static final Pattern VERSION = Pattern.compile("[A-Za-z]+/\\d+(?:\\.\\d+)?");
  private static final Set<String> SPOKEN = Set.of("HTTP/1.1", "HTTP/1.0");

  private boolean isWanted;

  RequestReader() {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(HEAD_BYTES)
            .setMaxHeaderSize(HEAD_BYTES)
            .setMaxChunkSize(PART_BYTES)
            .setStrictLineParsing(true));
    setSingleDecode(true);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (message instanceof ByteBuf more
        && actualReadableBytes() + more.readableBytes() > AHEAD_BYTES) {
      more.release();
      context.close();
    } else {
      super.channelRead(context, message);
    }
  }

  /// Passes on the next part: of what is here already, if that is enough for one, else when it has
  /// arrived. Not to be called while a part is passed on.
  ///
  /// @param own this handler's place in the pipeline
  void next(ChannelHandlerContext own) throws Exception {
    isWanted = true;
    // As if no bytes had arrived: what is here is looked at, and if that is not enough, more is
    // read.
    channelRead(own, Unpooled.EMPTY_BUFFER);
    channelReadComplete(own);
  }

  @Override
  protected void callDecode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (isWanted) {
      super.callDecode(context, in, out);
      isWanted = out.isEmpty();
    }
  }

  /// Whether the next part was asked for and has not come.
  boolean waits() {
    return isWanted;
  }

  /// Whether a part has begun and is not whole.
  boolean hasBegun() {
    return actualReadableBytes() > 0;
  }

  /// A client that sends nothing more still gets its answers: what it has sent is not all passed on
  /// at once.
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    context.fireUserEventTriggered(event);
  }

  /// A version that nobody has agreed on means what its author likes: nothing of such a request is
  /// read. The name of the protocol is in capitals (RFC 9112, 2.3).
  @Override
  protected HttpMessage createMessage(String[] line) throws Exception {
    if (VERSION.matcher(line[2]).matches() && !SPOKEN.contains(line[2])) {
      throw new UnknownVersion();
    }
    return super.createMessage(line);
  }

  /// The request line names another version than those that this server speaks.
  static final class UnknownVersion extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    UnknownVersion() {
      super("another version");
    }
  }

  /// One that says both may be read in two ways, by a proxy in one and here in the other: so it is
  /// not read at all.
  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("Content-Length beside Transfer-Encoding");
  }
}
