package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Address;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/// The behaviour of a hostile client on one connection, from connecting to its end. Each blocks its
/// own virtual thread.
enum Misdeed {
  /// Connects and sends nothing.
  SILENT {
    @Override
    void commit(Victim victim, Socket socket) throws IOException {
      readToEnd(socket);
    }
  },

  /// Sends a valid login, one byte a second.
  SLOW_LORIS {
    @Override
    void commit(Victim victim, Socket socket) throws IOException {
      for (byte one : victim.login("loris")) {
        socket.getOutputStream().write(one);
        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
      }
    }
  },

  /// Logs in with a forged token.
  FORGED_LOGIN {
    @Override
    void commit(Victim victim, Socket socket) throws IOException {
      socket.getOutputStream().write(victim.forgedLogin());
      readOnce(socket);
    }
  },

  /// Sends queries continuously and never reads an answer.
  NEVER_READS {
    @Override
    void commit(Victim victim, Socket socket) throws IOException {
      socket.setReceiveBufferSize(SMALL_BUFFER);
      OutputStream out = socket.getOutputStream();
      out.write(victim.login("deaf"));
      readOnce(socket);
      byte[] question = victim.question();
      ByteBuffer many = ByteBuffer.allocate(question.length * QUESTIONS_AT_ONCE);
      while (many.hasRemaining()) {
        many.put(question);
      }
      while (!Thread.currentThread().isInterrupted()) {
        out.write(many.array());
      }
    }
  },

  /// Announces a body of 2 GiB.
  HUGE_LENGTH {
    @Override
    void commit(Victim victim, Socket socket) throws IOException {
      byte[] frame = victim.login("huge");
      ByteBuffer.wrap(frame).putInt(BODY_LENGTH_AT, Integer.MAX_VALUE);
      socket.getOutputStream().write(frame);
      readToEnd(socket);
    }
  },

  /// Sends a complete body that is one byte too long.
  OVERSIZED {
    @Override
    void commit(Victim victim, Socket socket) throws IOException {
      socket.getOutputStream().write(withBody(victim, new byte[BODY_BYTES_AT_MOST + 1]));
      readToEnd(socket);
    }
  },

  /// Sends JSON nested as deep as a frame has room for.
  DEEP_JSON {
    @Override
    void commit(Victim victim, Socket socket) throws IOException {
      byte[] body = "[".repeat(BODY_BYTES_AT_MOST).getBytes(StandardCharsets.US_ASCII);
      socket.getOutputStream().write(withBody(victim, body));
      readOnce(socket);
    }
  },

  /// Sends bytes that are not UTF-8.
  BROKEN_TEXT {
    @Override
    void commit(Victim victim, Socket socket) throws IOException {
      byte[] body = "{\"userId\":\"\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1);
      socket.getOutputStream().write(withBody(victim, body));
      readOnce(socket);
    }
  },

  /// Sends random bytes.
  NOISE {
    @Override
    void commit(Victim victim, Socket socket) throws IOException {
      byte[] noise = new byte[NOISE_BYTES];
      new Random(socket.getLocalPort()).nextBytes(noise);
      socket.getOutputStream().write(noise);
      readOnce(socket);
    }
  };

  private static final int BODY_LENGTH_AT = 24;
  private static final int BODY_BYTES_AT_MOST = 65_536;
  private static final int NOISE_BYTES = 4_096;
  private static final int QUESTIONS_AT_ONCE = 1_000;
  private static final int SMALL_BUFFER = 4_096;
  private static final int CONNECT_MILLIS = 10_000;

  /// The attacked server.
  interface Victim {
    Address address();

    /// A valid login of a new user of that kind.
    byte[] login(String kind);

    /// A login with a forged token.
    byte[] forgedLogin();

    /// A request that the server answers.
    byte[] question();
  }

  abstract void commit(Victim victim, Socket socket) throws IOException;

  /// Runs once, to its end or until the server closes the connection.
  void commitTo(Victim victim) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(victim.address().host(), victim.address().port()), CONNECT_MILLIS);
      commit(victim, socket);
    } catch (IOException _) {
      // The server closed the connection.
    }
  }

  private static byte[] withBody(Victim victim, byte[] body) {
    byte[] login = victim.login("body");
    int headBytes = login.length - ByteBuffer.wrap(login).getInt(BODY_LENGTH_AT);
    return ByteBuffer.allocate(headBytes + body.length)
        .put(login, 0, headBytes)
        .put(body)
        .putInt(BODY_LENGTH_AT, body.length)
        .array();
  }

  private static void readOnce(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    if (in.read() >= 0) {
      in.skipNBytes(Math.max(0, in.available()));
    }
  }

  private static void readToEnd(Socket socket) throws IOException {
    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
  }
}
