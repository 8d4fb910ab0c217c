package io.whaleshark.client.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.EventFrame;
import io.whaleshark.protocol.ProtocolException;
import io.whaleshark.protocol.Refused;
import io.whaleshark.protocol.Request;
import io.whaleshark.protocol.SessionEvent.LoginAck;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Opens connections and logs users in, in blocking mode; afterwards the channel doesn't block.
final class Login {
  private static final int ANSWER_BYTES_AT_MOST = 64 << 10;

  private Login() {}

  /// @return a logged-in channel in non-blocking mode, from which nothing but the answer was read
  /// @throws BenchException in one line, if that isn't possible
  static SocketChannel open(P2pPlan plan, String user) {
    var address = new InetSocketAddress(plan.host(), plan.port());
    if (address.isUnresolved()) {
      throw new BenchException("cannot reach " + plan.server() + ": unknown host", null);
    }
    try {
      return logIn(plan, user, SocketChannel.open(address));
    } catch (IOException e) {
      throw new BenchException("cannot reach " + plan.server() + ": " + why(e), e);
    } catch (ProtocolException e) {
      throw new BenchException(plan.server() + " doesn't speak this protocol: " + e.detail(), e);
    }
  }

  private static SocketChannel logIn(P2pPlan plan, String user, SocketChannel channel)
      throws IOException {
    boolean done = false;
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      var request = MessageTemplate.encode(plan, user, new Request.LogIn(user, null, null));
      channel.write(ByteBuffer.wrap(request));
      check(answer(channel));
      channel.configureBlocking(false);
      done = true;
      return channel;
    } finally {
      if (!done) {
        channel.close();
      }
    }
  }

  private static void check(@Nullable Event answer) throws IOException {
    if (answer == null) {
      throw new IOException("the server closed the connection");
    }
    if (answer instanceof Refused refused) {
      throw new BenchException("login refused with " + refused.code() + ": " + refused.msg(), null);
    }
    if (!(answer instanceof LoginAck)) {
      throw new BenchException("the server answered the login with " + answer.command(), null);
    }
  }

  private static @Nullable Event answer(SocketChannel channel) throws IOException {
    ByteBuf arrived = Unpooled.buffer();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (true) {
      // Byte by byte, once a connection: nothing that follows the answer may be taken away.
      if (channel.read(one.clear()) < 0) {
        return null;
      }
      arrived.writeBytes(one.flip());
      var frame = EventFrame.tryReadTcp(arrived, ANSWER_BYTES_AT_MOST);
      if (frame != null) {
        return frame.event();
      }
    }
  }

  private static String why(IOException e) {
    var message = e.getMessage();
    return message == null ? "the connection failed" : message.toLowerCase(Locale.ROOT);
  }
}
