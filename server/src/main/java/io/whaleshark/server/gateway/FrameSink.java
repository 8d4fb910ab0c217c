package io.whaleshark.server.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.ssl.SslHandler;
import io.whaleshark.protocol.ClientType;
import io.whaleshark.protocol.EventFrame;
import io.whaleshark.protocol.Receiver;
import io.whaleshark.protocol.RequestFrame;
import java.util.Objects;

/// The writing side of a socket: puts frames on it in the form of its transport, many at once on
/// TCP. Confined to the connection's event loop.
final class FrameSink {

  /// How frames are put on a socket.
  enum Transport {
    TCP,
    WEBSOCKET_BINARY,
    WEBSOCKET_TEXT
  }

  private static final Receiver NOBODY = new Receiver(0, "", ClientType.WEB_API, "");
  private static final int PENDING_BYTES = 4 << 10;

  /// How long a peer may take to read what was written for it.
  static final long LAST_WORDS_MILLIS = 5_000;

  private static final long LINGER_MILLIS = 2_000;

  private final Channel channel;
  private Transport transport;
  private Receiver receiver = NOBODY;
  private ByteBuf pending = Unpooled.EMPTY_BUFFER;
  private boolean dirty;
  private boolean open; // a WebSocket only after its handshake
  private boolean ended;

  FrameSink(Channel channel, Transport transport) {
    this.channel = channel;
    this.transport = transport;
    this.open = transport == Transport.TCP;
  }

  /// Whether the peer is told why it ends: on a WebSocket, after its handshake.
  boolean saysWhy() {
    return open && !isTcp();
  }

  /// The handshake of a WebSocket is done.
  void open() {
    open = true;
  }

  boolean isTcp() {
    return transport == Transport.TCP;
  }

  /// What the transport is called in metrics.
  String transport() {
    return isTcp() ? "tcp" : "websocket";
  }

  /// Whether the peer takes more without it having to wait in memory.
  boolean isWritable() {
    return channel.isWritable();
  }

  /// Whether nothing more is sent here.
  boolean isEnded() {
    return ended;
  }

  /// Whether something waits for the flush.
  boolean isDirty() {
    return dirty;
  }

  /// Answers a WebSocket in the form in which it spoke.
  void speakLike(boolean text) {
    if (!isTcp()) {
      transport = text ? Transport.WEBSOCKET_TEXT : Transport.WEBSOCKET_BINARY;
    }
  }

  /// Names the device in envelopes from now on: as the header of its frame does, and its user.
  void address(RequestFrame frame, String user) {
    ClientType type =
        Objects.requireNonNullElse(ClientType.of(frame.clientType()), ClientType.WEB_API);
    receiver = new Receiver(frame.appId(), user, type, frame.imei());
  }

  /// Puts a frame on the socket, without flushing. Does nothing before a WebSocket's handshake, nor
  /// once it has ended.
  void write(EventFrame frame) {
    if (ended || !open) {
      return;
    }
    switch (transport) {
      case TCP -> {
        if (pending.writableBytes() < frame.tcpBytes()) {
          passOn();
          pending = channel.alloc().buffer(Math.max(PENDING_BYTES, frame.tcpBytes()));
        }
        frame.writeTcp(pending);
      }
      case WEBSOCKET_BINARY -> {
        ByteBuf content =
            channel.alloc().buffer(EventFrame.HEADER_BYTES + frame.textBytes(receiver));
        frame.writeBinary(content, receiver);
        channel.write(new BinaryWebSocketFrame(content), channel.voidPromise());
      }
      case WEBSOCKET_TEXT -> {
        ByteBuf content = channel.alloc().buffer(frame.textBytes(receiver));
        frame.writeText(content, receiver);
        channel.write(new TextWebSocketFrame(content), channel.voidPromise());
      }
    }
    dirty = true; // only now: a channel that takes no more flushes at once, while this writes
  }

  /// The channel may say meanwhile that it takes no more, which leads back here.
  private void passOn() {
    ByteBuf gathered = pending;
    pending = Unpooled.EMPTY_BUFFER;
    if (gathered.isReadable()) {
      channel.write(gathered, channel.voidPromise());
    } else {
      gathered.release();
    }
  }

  void flush() {
    if (dirty) {
      dirty = false;
      passOn();
      channel.flush();
    }
  }

  /// Asks the peer of a WebSocket whether it is there: keeps what lies between alive, and lets TCP
  /// find out about one that is gone.
  void ping() {
    channel.writeAndFlush(new PingWebSocketFrame(), channel.voidPromise());
  }

  /// Sends what was written, then closes, for a while at most still taking in what comes: a socket
  /// that is closed with unread bytes is reset, and a reset takes what the peer has not read yet,
  /// answers among it.
  ///
  /// @param why what a WebSocket is told
  void end(WebSocketCloseStatus why) {
    if (ended) {
      return;
    }
    ended = true;
    dirty = false;
    passOn();
    channel.config().setAutoRead(true);
    ChannelFuture sent = channel.writeAndFlush(last(why));
    SslHandler encrypted = channel.pipeline().get(SslHandler.class);
    if (encrypted != null) {
      sent.addListener(_ -> encrypted.closeOutbound());
    } else if (channel instanceof DuplexChannel duplex) {
      sent.addListener(_ -> duplex.shutdownOutput());
    } else {
      sent.addListener(ChannelFutureListener.CLOSE);
    }
    sent.addListener(_ -> Later.run(channel, LINGER_MILLIS, channel::close));
    Later.run(channel, LAST_WORDS_MILLIS, channel::close);
  }

  private Object last(WebSocketCloseStatus why) {
    return saysWhy() ? new CloseWebSocketFrame(why) : Unpooled.EMPTY_BUFFER;
  }

  /// The socket is gone.
  void release() {
    ended = true;
    dirty = false;
    pending.release();
    pending = Unpooled.EMPTY_BUFFER;
  }
}
