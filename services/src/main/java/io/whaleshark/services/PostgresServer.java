package io.whaleshark.services;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A PostgreSQL server on a folder of its own, with one user and one database, both `whaleshark`.
/// Listens on the loopback alone and asks for a password, since other users of the machine share
/// the loopback. Thread-safe.
public final class PostgresServer implements AutoCloseable {

  private static final String NAME = "whaleshark";
  private static final String HOST = "127.0.0.1";

  private final ServiceProcess process;
  private final int port;
  private final String password;

  private PostgresServer(ServiceProcess process, int port, String password) {
    this.process = process;
    this.port = port;
    this.password = password;
  }

  /// Starts a server, on what an earlier one left in the folder or on a new database.
  ///
  /// @param folder where it keeps everything; made if it is not there
  /// @param port 0 for a free one
  /// @param settings of PostgreSQL, such as `fsync` to `off` for tests that kill no machine
  /// @throws ServiceException if it cannot be started; the message says what to do
  public static PostgresServer start(Path folder, int port, Map<String, String> settings) {
    Path programs = Programs.postgresFolder();
    Path home = PrivateFile.folder(folder);
    Path passwordFile = home.resolve("password");
    String password = PrivateFile.password(passwordFile);
    Path data = home.resolve("data");
    boolean isNew = !Files.exists(data.resolve("PG_VERSION"));
    if (isNew) {
      makeData(programs, data, passwordFile);
    }
    int bound = Ports.free("PostgreSQL", port);
    List<String> command = new ArrayList<>();
    command.add(programs.resolve("postgres").toString());
    command.addAll(List.of("-D", data.toString(), "-h", HOST, "-p", String.valueOf(bound)));
    command.addAll(List.of("-c", "unix_socket_directories="));
    settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    var environment = Map.of("PGPASSWORD", password, "PGCONNECT_TIMEOUT", "5");
    ServiceProcess process =
        ServiceProcess.start(
            "PostgreSQL",
            Programs.notAsRoot(command),
            home.resolve("log"),
            () -> answers(programs, bound));
    var server = new PostgresServer(process, bound, password);
    try {
      server.ensureDatabase(programs, environment);
    } catch (ServiceException e) {
      server.close();
      throw e;
    }
    return server;
  }

  private static void makeData(Path programs, Path data, Path passwordFile) {
    Programs.run(
        Programs.notAsRoot(
            List.of(
                programs.resolve("initdb").toString(),
                "--pgdata=" + data,
                "--username=" + NAME,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C")),
        Map.of());
  }

  private static boolean answers(Path programs, int port) {
    try {
      Programs.run(
          List.of(programs.resolve("pg_isready").toString(), "-h", HOST, "-p", "" + port),
          Map.of());
      return true;
    } catch (ServiceException _) {
      return false; // not yet
    }
  }

  private void ensureDatabase(Path programs, Map<String, String> environment) {
    List<String> psql =
        List.of(
            programs.resolve("psql").toString(), "-h", HOST, "-p", "" + port, "-U", NAME, "-At");
    String found =
        Programs.run(
            with(
                psql,
                "-d",
                "postgres",
                "-c",
                "SELECT 1 FROM pg_database WHERE datname='" + NAME + "'"),
            environment);
    if (found.isBlank()) {
      Programs.run(with(psql, "-d", "postgres", "-c", "CREATE DATABASE " + NAME), environment);
    }
  }

  private static List<String> with(List<String> command, String... more) {
    List<String> whole = new ArrayList<>(command);
    whole.addAll(List.of(more));
    return whole;
  }

  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// Of the database, for JDBC.
  public String url() {
    return "jdbc:postgresql://" + HOST + ":" + port + "/" + NAME;
  }

  public String user() {
    return NAME;
  }

  public String password() {
    return password;
  }

  /// Ends it as a loss of power would: nothing that was not synced is written any more.
  public void kill() {
    process.kill();
  }

  /// Ends it in order: connections are cut, what was committed stays.
  @Override
  public void close() {
    // SIGTERM would wait for every client to leave by itself; SIGINT cuts them.
    process.end(ServiceProcess.Signal.INT);
  }
}
