package io.whaleshark.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A connection of the HTTP port: takes its requests one by one, and the next one when the one
/// before is answered, so that answers keep their order. Confined to its event loop.
final class HttpConnection extends ChannelInboundHandlerAdapter {

  private static final long LINGER_MILLIS = 2_000;

  /// A body of at most so many bytes is read before anybody asks for it.
  private static final long SMALL_BYTES = 8 << 10;

  private enum State {
    /// Until the next head is whole.
    WAITS,
    /// A thread answers a request.
    ANSWERS,
    /// The answer is sent; what is left of the request's body is dropped.
    DISCARDS,
    /// Nothing is answered any more.
    ENDS
  }

  private final HttpPort port;
  private final Channel channel;
  private final RequestReader reader = new RequestReader();
  private final HttpResponseEncoder encoder = new HttpResponseEncoder();

  private State state = State.WAITS;
  private boolean isHalfClosed; // by the client, which may still read
  private long discarded; // bytes
  private @Nullable RequestBody body; // of the request that is answered
  private boolean mustBeAsked; // the client waits to be told that its body is wanted
  private @Nullable Future<?> deadline;

  HttpConnection(HttpPort port, Channel channel) {
    this.port = port;
    this.channel = channel;
  }

  /// Puts itself into the connection's pipeline, with what it needs.
  void build() {
    channel.pipeline().addLast(reader, encoder, this);
  }

  Channel channel() {
    return channel;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (port.opened(this)) {
      awaitHead();
    } else {
      channel.close();
    }
    context.fireChannelActive();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    port.closed(this);
    noDeadline();
    if (body != null) {
      body.clientWentAway();
    }
    state = State.ENDS;
    context.fireChannelInactive();
  }

  // --- what arrives ---

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      switch (state) {
        case WAITS -> {
          if (message instanceof HttpRequest head) {
            begin(head);
          }
        }
        case ANSWERS -> {
          if (message instanceof HttpContent part && body != null) {
            passOn(part, body);
          }
        }
        case DISCARDS -> {
          if (message instanceof HttpContent part) {
            discard(part);
          }
        }
        case ENDS -> {
          if (message instanceof ByteBuf bytes) {
            drop(bytes);
          }
        }
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void begin(HttpRequest head) {
    noDeadline();
    state = State.ANSWERS;
    mustBeAsked = HttpUtil.is100ContinueExpected(head);
    long length = lengthOf(head);
    boolean isComing =
        !mustBeAsked
            && length > 0
            && length <= SMALL_BYTES
            && !head.method().equals(HttpMethod.GET);
    RequestBody fresh = new RequestBody(length, isComing, this::ask, port.patience(), port.clock());
    body = fresh;
    Thread.ofVirtual().name("http").start(new Exchange(port, this, head, fresh));
    if (isComing) {
      channel.eventLoop().execute(this::readOn); // not while its head is passed on
    }
  }

  private void readOn() {
    if (state == State.ANSWERS) {
      read();
    }
  }

  private static long lengthOf(HttpRequest head) {
    return head.decoderResult().isFailure() ? -1 : HttpUtil.getContentLength(head, -1L);
  }

  /// The answering thread wants more of the body.
  private void ask() {
    channel
        .eventLoop()
        .execute(() -> {
          if (state != State.ANSWERS || body == null || body.hasArrived()) {
            return;
          }
          if (mustBeAsked) {
            mustBeAsked = false;
            channel.writeAndFlush(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
          }
          read();
        });
  }

  private static void passOn(HttpContent part, RequestBody to) {
    if (part.decoderResult().isFailure()) {
      to.broke();
    } else {
      to.arrived(ByteBufUtil.getBytes(part.content()), part instanceof LastHttpContent);
    }
  }

  private void discard(HttpContent part) {
    discarded += part.content().readableBytes();
    if (part.decoderResult().isFailure() || discarded > Exchange.DISCARDED_BYTES) {
      channel.close();
    } else if (part instanceof LastHttpContent) {
      awaitHead();
    } else {
      channel.eventLoop().execute(this::read);
    }
  }

  private void drop(ByteBuf bytes) {
    discarded += bytes.readableBytes();
    if (discarded > Exchange.DISCARDED_BYTES) {
      channel.close();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      isHalfClosed = true;
      endUnlessComing();
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // What the network or a peer's broken encryption does is no failure of the server. Netty wraps
    // what the system says of a socket whose peer is gone.
    boolean isPeers =
        cause instanceof IOException
            || cause instanceof UncheckedIOException
            || cause instanceof DecoderException;
    if (!isPeers) {
      port.failed(cause);
    }
    channel.close();
  }

  // --- what comes next ---

  private void awaitHead() {
    state = State.WAITS;
    body = null;
    discarded = 0;
    deadline(this::headIsLate);
    channel.eventLoop().execute(this::read);
  }

  private void read() {
    ChannelHandlerContext own = channel.pipeline().context(reader);
    if (own != null) {
      try {
        reader.next(own);
        endUnlessComing();
      } catch (Exception e) {
        exceptionCaught(own, e);
      }
    }
  }

  /// Gives up what is waited for where the client sends nothing more. What it sent before is here.
  private void endUnlessComing() {
    if (isHalfClosed && (state == State.ENDS || reader.waits())) {
      if (state == State.ANSWERS && body != null) {
        body.clientWentAway();
      } else {
        channel.close();
      }
    }
  }

  private void headIsLate() {
    if (reader.hasBegun()) {
      var late = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
      late.setDecoderResult(DecoderResult.failure(new HeadIsLate()));
      begin(late);
    } else {
      channel.close();
    }
  }

  /// Why a head is refused that did not come in time.
  static final class HeadIsLate extends IOException {
    private static final long serialVersionUID = 1;
  }

  /// The answer is on its way: its end is the beginning of what comes next.
  ///
  /// @param closes whether that is the end of the connection
  void answered(ChannelFuture sent, boolean closes) {
    channel
        .eventLoop()
        .execute(() -> {
          if (!sent.isDone()) {
            deadline(channel::close);
          }
          sent.addListener(_ -> {
            noDeadline();
            if (!sent.isSuccess()) {
              channel.close();
            } else {
              goOn(closes);
            }
          });
        });
  }

  private void goOn(boolean closes) {
    boolean isWhole = body == null || body.hasArrived();
    if (closes && isWhole) {
      channel.close();
    } else if (closes) {
      linger();
    } else if (isWhole) {
      awaitHead();
    } else {
      state = State.DISCARDS;
      deadline(channel::close);
      read();
    }
  }

  /// Says that no more comes, and for a while drops what still arrives: a socket that is closed
  /// with unread bytes is reset, and a reset takes what the client has not read yet.
  private void linger() {
    state = State.ENDS;
    channel.pipeline().remove(reader);
    channel.config().setAutoRead(true);
    SslHandler encrypted = channel.pipeline().get(SslHandler.class);
    if (encrypted != null) {
      encrypted.closeOutbound();
    } else if (channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    }
    deadline =
        channel.eventLoop().schedule(() -> channel.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
  }

  /// Gives the connection to those who speak WebSocket; they answer the handshake.
  ChannelFuture upgrade(HttpRequest head) {
    ChannelPromise done = channel.newPromise();
    channel.eventLoop().execute(() -> upgrade(head, done));
    return done;
  }

  private void upgrade(HttpRequest head, ChannelPromise done) {
    if (isHalfClosed || reader.hasBegun()) {
      channel.close(); // a client has to wait for the answer to its handshake (RFC 6455, 4.1)
    } else if (channel.isActive()) {
      port.closed(this);
      state = State.ENDS;
      channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
      var handshake =
          new DefaultFullHttpRequest(
              head.protocolVersion(), head.method(), Target.of(head.uri()).path());
      handshake.headers().set(head.headers());
      ChannelPipeline pipeline = channel.pipeline();
      ChannelHandlerContext own = pipeline.context(this);
      pipeline.remove(reader);
      pipeline.remove(encoder);
      port.webSocket().accept(channel);
      own.fireChannelRead(handshake);
      pipeline.remove(this);
      channel.config().setAutoRead(true);
    }
    done.setSuccess();
  }

  private void deadline(Runnable late) {
    noDeadline();
    deadline =
        channel.eventLoop().schedule(late, port.patience().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void noDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }
}
