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
    int bound = Ports.require("PostgreSQL", port);
    var server = new PostgresServer(run(home, bound, settings), bound, password);
    try {
      server.ensureDatabase();
    } catch (ServiceException e) {
      server.close();
      throw e;
    }
    return server;
  }

  /// Starts a standby, which follows another server and can be read: on what an earlier one left in
  /// the folder, or on a copy. Commits of the other server wait for it only after [#waitFor].
  ///
  /// @param name what the other server calls it
  /// @param primary the other server, which runs
  public static PostgresServer startStandby(
      Path folder, int port, String name, PostgresServer primary) {
    Path programs = Programs.postgresFolder();
    Path home = PrivateFile.folder(folder);
    Path data = home.resolve("data");
    if (!Files.exists(data.resolve("PG_VERSION"))) {
      primary.copyTo(programs, data, name);
    }
    // The last line of a setting holds: the primary's port may be another one than last time.
    PrivateFile.append(
        data.resolve("postgresql.auto.conf"),
        String.format(
            "primary_conninfo = 'host=%s port=%d user=%s password=%s application_name=%s'%n",
            HOST, primary.port, NAME, primary.password, name));
    int bound = Ports.require("PostgreSQL", port);
    // The password of the user is that of the primary: it was copied with everything else.
    return new PostgresServer(run(home, bound, Map.of()), bound, primary.password);
  }

  private void copyTo(Path programs, Path data, String slot) {
    Programs.run(
        Programs.notAsRoot(
            List.of(
                programs.resolve("pg_basebackup").toString(),
                "--pgdata=" + data,
                "--host=" + HOST,
                "--port=" + port,
                "--username=" + NAME,
                "--write-recovery-conf",
                "--checkpoint=fast",
                "--create-slot",
                "--slot=" + slot)),
        environment());
  }

  /// From now on, also after a restart, no commit is answered before this standby has it on disk.
  public void waitFor(String standby) {
    ask("ALTER SYSTEM SET synchronous_standby_names = '" + standby + "'");
    ask("SELECT pg_reload_conf()");
  }

  private static ServiceProcess run(Path home, int port, Map<String, String> settings) {
    Path programs = Programs.postgresFolder();
    List<String> command = new ArrayList<>();
    command.add(programs.resolve("postgres").toString());
    command.addAll(List.of("-D", home.resolve("data").toString(), "-h", HOST, "-p", "" + port));
    command.addAll(List.of("-c", "unix_socket_directories="));
    settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    return ServiceProcess.start(
        "PostgreSQL",
        Programs.notAsRoot(command),
        home.resolve("log"),
        () -> answers(programs, port));
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

  private void ensureDatabase() {
    if (ask("SELECT 1 FROM pg_database WHERE datname='" + NAME + "'").isBlank()) {
      ask("CREATE DATABASE " + NAME);
    }
  }

  private String ask(String sql) {
    return Programs.run(
        List.of(
            Programs.postgresFolder().resolve("psql").toString(),
            "-h",
            HOST,
            "-p",
            String.valueOf(port),
            "-U",
            NAME,
            "-d",
            "postgres",
            "-Atc",
            sql),
        environment());
  }

  private Map<String, String> environment() {
    return Map.of("PGPASSWORD", password, "PGCONNECT_TIMEOUT", "5");
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

  /// Lets it hang, as a machine without time to run it does, until [#resume].
  public void pause() {
    process.pause();
  }

  /// Lets it run on after [#pause].
  public void resume() {
    process.resume();
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
