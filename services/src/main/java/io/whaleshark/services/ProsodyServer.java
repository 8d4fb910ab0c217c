package io.whaleshark.services;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;

/// A Prosody on a folder of its own, with an archive of everything, and rooms. Listens on the
/// loopback alone, without TLS. Thread-safe.
public final class ProsodyServer implements AutoCloseable {

  private static final String CONFIG =
      """
      run_as_root = true
      pidfile = "@HOME@/pid"
      data_path = "@HOME@/data"
      log = { warn = "*console" }
      plugin_paths = {}
      modules_enabled = { "saslauth", "disco", "mam", "offline", "carbons" }
      modules_disabled = { "s2s" }
      interfaces = { "127.0.0.1" }
      c2s_ports = { @PORT@ }
      s2s_ports = {}
      c2s_require_encryption = false
      allow_unencrypted_plain_auth = true
      authentication = "internal_plain"
      storage = "internal"
      VirtualHost "localhost"
      Component "conference.localhost" "muc"
        modules_enabled = { "muc_mam" }
        muc_log_by_default = true
        muc_room_default_persistent = true
      """;

  private final ServiceProcess process;
  private final int port;

  private ProsodyServer(ServiceProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /// Starts a server.
  ///
  /// @param folder where it keeps everything; made if it is not there
  /// @param users of the domain `localhost`, each of whom has the password
  /// @throws ServiceException if it cannot be started
  public static ProsodyServer start(Path folder, List<String> users, String password) {
    Path home = PrivateFile.folder(folder);
    Path accounts =
        PrivateFile.folder(
            PrivateFile.folder(home.resolve("data").resolve("localhost")).resolve("accounts"));
    for (String user : users) {
      PrivateFile.write(
          accounts.resolve(user + ".dat"), "return { password = \"%s\" };".formatted(password));
    }
    int port = Ports.free();
    Path config = home.resolve("prosody.cfg.lua");
    PrivateFile.write(
        config, CONFIG.replace("@HOME@", home.toString()).replace("@PORT@", String.valueOf(port)));
    List<String> command = List.of("prosody", "--config", config.toString(), "-F");
    return new ProsodyServer(
        ServiceProcess.start("Prosody", command, home.resolve("log"), () -> answers(port)), port);
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException _) {
      return false; // not yet
    }
  }

  public int port() {
    return port;
  }

  /// Ends it as a loss of power would.
  @Override
  public void close() {
    process.kill();
  }
}
