package io.whaleshark.server.gateway.outbound;

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
import io.whaleshark.server.sockets.Later;
import java.util.Objects;

/// The writing side of a socket: writes frames in the format of its transport, many at once on TCP.
/// Confined to the connection's event loop.
public final class FrameSink {

  /// The wire format of frames.
  public enum Transport {
    TCP,
    WEBSOCKET_BINARY,
    WEBSOCKET_TEXT
  }

  /// How far the connection has come; it never goes back.
  private enum State {
    /// A WebSocket before its handshake: nothing can be written yet.
    OPENING,
    OPEN,
    /// Nothing more is written.
    ENDED
  }

  private static final Receiver NOBODY = new Receiver(0, "", ClientType.WEB_API, "");
  private static final int PENDING_BYTES = 4 << 10;

  /// How long a peer may take to read the last frames before the socket is closed.
  public static final long LAST_WORDS_MILLIS = 5_000;

  private static final long LINGER_MILLIS = 2_000;

  private final Channel channel;
  private Transport transport;
  private Receiver receiver = NOBODY;
  private ByteBuf pending = Unpooled.EMPTY_BUFFER;
  private boolean dirty;
  private State state;

  public FrameSink(Channel channel, Transport transport) {
    this.channel = channel;
    this.transport = transport;
    this.state = transport == Transport.TCP ? State.OPEN : State.OPENING;
  }

  /// Returns whether the peer can receive a close reason: only on a WebSocket, after its handshake.
  public boolean saysWhy() {
    return state == State.OPEN && !isTcp();
  }

  /// The WebSocket handshake is complete.
  public void open() {
    if (state == State.OPENING) {
      state = State.OPEN;
    }
  }

  public boolean isTcp() {
    return transport == Transport.TCP;
  }

  /// The transport's name in metrics.
  public String transport() {
    return isTcp() ? "tcp" : "websocket";
  }

  /// Returns whether the socket accepts more data without buffering it in memory.
  public boolean isWritable() {
    return channel.isWritable();
  }

  /// Returns whether writing has ended.
  public boolean isEnded() {
    return state == State.ENDED;
  }

  /// Returns whether written data waits for a flush.
  public boolean isDirty() {
    return dirty;
  }

  /// Selects text or binary answers, as the WebSocket client sent.
  public void speakLike(boolean text) {
    if (!isTcp()) {
      transport = text ? Transport.WEBSOCKET_TEXT : Transport.WEBSOCKET_BINARY;
    }
  }

  /// Sets the receiver that envelopes name from now on: the device of the frame's header, and the
  /// user.
  public void address(RequestFrame frame, String user) {
    ClientType type =
        Objects.requireNonNullElse(ClientType.of(frame.clientType()), ClientType.WEB_API);
    receiver = new Receiver(frame.appId(), user, type, frame.imei());
  }

  /// Writes a frame, without flushing. Does nothing before a WebSocket's handshake or after the
  /// end.
  public void write(EventFrame frame) {
    if (state != State.OPEN) {
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
    dirty = true; // set last: a full channel flushes from within this write
  }

  /// Writes to the channel, which may meanwhile report that it is not writable and re-enter this
  /// class.
  private void passOn() {
    ByteBuf gathered = pending;
    pending = Unpooled.EMPTY_BUFFER;
    if (gathered.isReadable()) {
      channel.write(gathered, channel.voidPromise());
    } else {
      gathered.release();
    }
  }

  public void flush() {
    if (dirty) {
      dirty = false;
      passOn();
      channel.flush();
    }
  }

  /// Sends a WebSocket ping: keeps middleboxes from dropping the connection, and lets TCP detect a
  /// dead peer.
  public void ping() {
    channel.writeAndFlush(new PingWebSocketFrame(), channel.voidPromise());
  }

  /// Flushes, then closes after a bounded time in which it still reads and discards input. Closing
  /// a socket with unread bytes sends a TCP reset, and a reset discards what the peer has not read
  /// yet, answers among it.
  ///
  /// @param why the close status for a WebSocket
  public void end(WebSocketCloseStatus why) {
    if (isEnded()) {
      return;
    }
    Object last = saysWhy() ? new CloseWebSocketFrame(why) : Unpooled.EMPTY_BUFFER;
    state = State.ENDED;
    dirty = false;
    passOn();
    channel.config().setAutoRead(true);
    ChannelFuture sent = channel.writeAndFlush(last);
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

  /// The socket is closed.
  public void release() {
    state = State.ENDED;
    dirty = false;
    pending.release();
    pending = Unpooled.EMPTY_BUFFER;
  }
}
