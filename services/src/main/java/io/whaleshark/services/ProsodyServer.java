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
      modules_enabled = { "saslauth", "disco", "mam", "offline", "carbons", "smacks" }
      modules_disabled = { "s2s" }
      interfaces = { "127.0.0.1" }
      c2s_ports = { @PORT@ }
      s2s_ports = {}
      c2s_require_encryption = false
      allow_unencrypted_plain_auth = true
      authentication = "internal_plain"
      storage = "internal"
      storage_archive_item_limit = @LIMIT@
      smacks_hibernation_time = 1
      VirtualHost "localhost"
      Component "conference.localhost" "muc"
        modules_enabled = { "muc_mam" }
        muc_log_by_default = true
        muc_room_default_persistent = true
      """;

  /// How many messages it keeps where nobody says otherwise.
  private static final int KEEPS_USUALLY = 10_000;

  private final ServiceProcess process;
  private final int port;
  private final Path data;

  private ProsodyServer(ServiceProcess process, int port, Path data) {
    this.process = process;
    this.port = port;
    this.data = data;
  }

  /// Starts a server.
  ///
  /// @param folder where it keeps everything; made if it is not there
  /// @param users of the domain `localhost`, each of whom has the password
  /// @throws ServiceException if it cannot be started
  public static ProsodyServer start(Path folder, List<String> users, String password) {
    return start(folder, users, password, KEEPS_USUALLY);
  }

  /// Starts a server.
  ///
  /// @param keeps how many messages it keeps in each archive, and for each user who is away
  public static ProsodyServer start(Path folder, List<String> users, String password, int keeps) {
    Path home = PrivateFile.folder(folder);
    Path data = PrivateFile.folder(home.resolve("data"));
    Path accounts =
        PrivateFile.folder(PrivateFile.folder(data.resolve("localhost")).resolve("accounts"));
    for (String user : users) {
      PrivateFile.write(
          accounts.resolve(user + ".dat"), "return { password = \"%s\" };".formatted(password));
    }
    int port = Ports.free();
    Path config = home.resolve("prosody.cfg.lua");
    PrivateFile.write(
        config,
        CONFIG
            .replace("@HOME@", home.toString())
            .replace("@PORT@", String.valueOf(port))
            .replace("@LIMIT@", String.valueOf(keeps)));
    List<String> command = List.of("prosody", "--config", config.toString(), "-F");
    return new ProsodyServer(
        ServiceProcess.start("Prosody", command, home.resolve("log"), () -> answers(port)),
        port,
        data);
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

  /// The folder of its files.
  public Path data() {
    return data;
  }

  /// Ends it as a loss of power would.
  @Override
  public void close() {
    process.kill();
  }
}
