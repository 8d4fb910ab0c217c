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

/// A socket in the data folder through which the operator gives orders to the running server.
/// Whoever may use the folder may give them; nobody else can, so it needs no key.
///
/// An order is a line, and so is its answer: [#DONE], or what went wrong. One order at a time.
public final class ControlSocket implements AutoCloseable {

  /// The answer to an order that was carried out.
  public static final String DONE = "done";

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");
  private static final String NAME = "control";
  private static final String BACKUP = "backup ";

  /// Carries out orders.
  public interface Orders {
    /// Writes a backup to a folder that does not exist yet.
    ///
    /// @throws EngineException if it cannot; its message tells the operator why
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

  /// Begins to listen. Whoever calls holds the data folder, so what another server left is removed.
  ///
  /// @throws IOException if the socket cannot be made, for instance since the folder's path is too
  ///   long for one
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
          LOG.atWarn().setCause(e).log("an order of the operator broke off");
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

  /// Orders the server that runs on a data folder to write a backup, and waits for it.
  ///
  /// @param target an absolute path
  /// @return its answer; empty if no server runs there
  /// @throws IOException if the server went away meanwhile
  public static Optional<String> orderBackup(Path data, Path target) throws IOException {
    Path path = data.resolve(NAME);
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try (SocketChannel server = SocketChannel.open(UnixDomainSocketAddress.of(path));
        BufferedWriter out = writer(server);
        BufferedReader in = reader(server)) {
      out.write(BACKUP + target);
      out.newLine();
      out.flush();
      return Optional.of(Optional.ofNullable(in.readLine()).orElse("the server went away"));
    } catch (ConnectException e) {
      return Optional.empty(); // what a killed server left
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
