package io.whaleshark.server.control;

import io.whaleshark.core.engine.EngineException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A Unix domain socket in the data folder through which the operator sends commands to the running
/// server. File permissions of the folder protect it, so it needs no key.
///
/// A command is one line, and so is its answer: [#DONE], or an error message. One command runs at a
/// time.
public final class ControlSocket implements AutoCloseable {

  /// The answer to a successful command.
  public static final String DONE = "done";

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");
  private static final String NAME = "control";
  private static final String BACKUP = "backup ";

  /// Executes commands.
  public interface Orders {
    /// Writes a backup to a folder that does not exist yet.
    ///
    /// @throws EngineException if the backup fails; its message tells the operator why
    void backUp(Path target);
  }

  private final ServerSocketChannel socket;
  private final Path path;
  private final Orders orders;

  private ControlSocket(ServerSocketChannel socket, Path path, Orders orders) {
    this.socket = socket;
    this.path = path;
    this.orders = orders;
  }

  /// Starts listening. The caller holds the lock of the data folder, so a socket left by another
  /// server is removed.
  ///
  /// @throws IOException if the socket cannot be created, for instance because the path is too long
  public static ControlSocket open(Path data, Orders orders) throws IOException {
    Path path = data.resolve(NAME);
    Files.deleteIfExists(path);
    ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      socket.bind(UnixDomainSocketAddress.of(path));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    ControlSocket control = new ControlSocket(socket, path, orders);
    Thread.ofVirtual().name("control").start(control::serve);
    return control;
  }

  private void serve() {
    while (socket.isOpen()) {
      try (SocketChannel asker = socket.accept();
          BufferedReader in = reader(asker);
          BufferedWriter out = writer(asker)) {
        String order = in.readLine();
        out.write(order == null ? "no order" : carryOut(order));
        out.newLine();
      } catch (IOException e) {
        if (socket.isOpen()) {
          LOG.atWarn().setCause(e).log("an operator's request failed");
        }
      }
    }
  }

  private String carryOut(String order) {
    if (!order.startsWith(BACKUP)) {
      return "unknown order: " + order;
    }
    try {
      Path target = Path.of(order.substring(BACKUP.length()));
      orders.backUp(target);
      LOG.atInfo().addKeyValue("folder", target).log("wrote a backup");
      return DONE;
    } catch (EngineException | InvalidPathException e) {
      LOG.atWarn().setCause(e).log("a backup failed");
      return String.valueOf(e.getMessage()).lines().findFirst().orElse("failed");
    }
  }

  /// Returns whether a server runs on a data folder.
  ///
  /// @throws IOException if the server disconnects before it answers
  public static boolean isServed(Path data) throws IOException {
    return order(data, "").isPresent();
  }

  /// Asks the server that runs on a data folder to write a backup, and waits for the answer.
  ///
  /// @param target an absolute path
  /// @return the server's answer; empty if no server runs on the folder
  /// @throws IOException if the server disconnects before it answers, or the path is no line
  public static Optional<String> orderBackup(Path data, Path target) throws IOException {
    if (target.toString().lines().count() > 1) {
      throw new IOException("--to: a line break in a path (expected: a path without)");
    }
    return order(data, BACKUP + target);
  }

  private static Optional<String> order(Path data, String line) throws IOException {
    Path path = data.resolve(NAME);
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try (SocketChannel server = SocketChannel.open(UnixDomainSocketAddress.of(path));
        BufferedWriter out = writer(server);
        BufferedReader in = reader(server)) {
      out.write(line);
      out.newLine();
      out.flush();
      return Optional.of(
          Optional.ofNullable(in.readLine()).orElse("the server closed the connection"));
    } catch (ConnectException e) {
      return Optional.empty(); // left by a server that was killed
    }
  }

  private static BufferedReader reader(SocketChannel channel) {
    return new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
  }

  private static BufferedWriter writer(SocketChannel channel) {
    return new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    socket.close();
    Files.deleteIfExists(path);
  }
}
