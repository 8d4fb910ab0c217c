package io.whaleshark.services;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A MariaDB server on a folder of its own, with one user and one database, both `whaleshark`.
/// Listens on the loopback alone and asks for a password. Thread-safe.
public final class MariadbServer implements AutoCloseable {

  private static final String NAME = "whaleshark";
  private static final String HOST = "127.0.0.1";
  private static final int ANSWERS_WITHIN_MILLIS = 2_000;

  private final ServiceProcess process;
  private final int port;
  private final String password;

  private MariadbServer(ServiceProcess process, int port, String password) {
    this.process = process;
    this.port = port;
    this.password = password;
  }

  /// Starts a server, on what an earlier one left in the folder or on a new database.
  ///
  /// @param folder where it keeps everything; made if it is not there
  /// @param port 0 for a free one
  /// @param settings of MariaDB, such as `innodb-flush-log-at-trx-commit` to `0` for tests
  /// @throws ServiceException if it cannot be started; the message says what to do
  public static MariadbServer start(Path folder, int port, Map<String, String> settings) {
    Path program = Programs.mariadb();
    Path home = PrivateFile.folder(folder);
    String password = PrivateFile.password(home.resolve("password"));
    Path data = home.resolve("data");
    if (!Files.exists(data.resolve("mysql"))) {
      makeData(data);
    }
    int bound = Ports.require("MariaDB", port);
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--no-defaults",
                "--datadir=" + data,
                "--bind-address=" + HOST,
                "--port=" + bound,
                "--socket=" + home.resolve("socket"),
                "--pid-file=" + home.resolve("pid"),
                "--skip-name-resolve",
                "--character-set-server=utf8mb4",
                "--init-file=" + welcome(home, password)));
    settings.forEach((name, value) -> command.add("--" + name + "=" + value));
    ServiceProcess process =
        ServiceProcess.start(
            "MariaDB", Programs.notAsRoot(command), home.resolve("log"), () -> answers(bound));
    return new MariadbServer(process, bound, password);
  }

  /// What it does before anybody connects: the user and the database are there.
  private static Path welcome(Path home, String password) {
    Path file = home.resolve("welcome.sql"); // a password on the command line is seen by everybody
    String user = "'" + NAME + "'@'%'";
    PrivateFile.write(
        file,
        String.join(
            "\n",
            "CREATE DATABASE IF NOT EXISTS " + NAME + ";",
            "CREATE USER IF NOT EXISTS " + user + " IDENTIFIED BY '" + password + "';",
            "GRANT ALL ON *.* TO " + user + " WITH GRANT OPTION;",
            ""));
    return file;
  }

  private static void makeData(Path data) {
    Programs.run(
        Programs.notAsRoot(
            List.of(
                "mariadb-install-db",
                "--no-defaults",
                "--datadir=" + data,
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--skip-name-resolve")),
        Map.of());
  }

  /// It greets whoever connects.
  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(ANSWERS_WITHIN_MILLIS);
      return socket.getInputStream().read() >= 0;
    } catch (IOException _) {
      return false; // not yet
    }
  }

  public String host() {
    return HOST;
  }

  public int port() {
    return port;
  }

  public String database() {
    return NAME;
  }

  public String user() {
    return NAME;
  }

  public String password() {
    return password;
  }

  /// Ends it in order: what was committed stays.
  @Override
  public void close() {
    process.end(ServiceProcess.Signal.TERM);
  }
}
