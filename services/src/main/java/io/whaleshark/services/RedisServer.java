package io.whaleshark.services;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A Redis server on a folder of its own. Listens on the loopback alone and asks for a password.
/// Thread-safe.
public final class RedisServer implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final int ANSWERS_WITHIN_MILLIS = 2_000;

  private final ServiceProcess process;
  private final int port;
  private final String password;

  private RedisServer(ServiceProcess process, int port, String password) {
    this.process = process;
    this.port = port;
    this.password = password;
  }

  /// Starts a server, on what an earlier one left in the folder or empty. It evicts nothing, and
  /// keeps an append-only file.
  ///
  /// @param folder where it keeps everything; made if it is not there
  /// @param port 0 for a free one
  /// @param settings of Redis, such as `cluster-enabled` to `yes`
  /// @throws ServiceException if it cannot be started; the message says what to do
  public static RedisServer start(Path folder, int port, Map<String, String> settings) {
    return start(folder, port, settings, List.of());
  }

  /// @param options of the command line, behind the file with the settings
  static RedisServer start(
      Path folder, int port, Map<String, String> settings, List<String> options) {
    Path program = Programs.redis();
    Path home = PrivateFile.folder(folder);
    String password = PrivateFile.password(home.resolve("password"));
    int bound = Ports.require("Redis", port);
    StringBuilder config = new StringBuilder();
    config.append("bind ").append(HOST).append("\nport ").append(bound);
    config.append("\ndir \"").append(home).append("\"\nrequirepass ").append(password);
    config.append("\nmasterauth ").append(password);
    config.append("\nappendonly yes\nmaxmemory-policy noeviction\n");
    settings.forEach((name, value) -> config.append(name).append(' ').append(value).append('\n'));
    Path file = home.resolve("redis.conf"); // a password on the command line is seen by everybody
    PrivateFile.write(file, config.toString());
    List<String> command = new ArrayList<>(List.of(program.toString(), file.toString()));
    command.addAll(options);
    ServiceProcess process =
        ServiceProcess.start("Redis", command, home.resolve("log"), () -> answers(bound, password));
    return new RedisServer(process, bound, password);
  }

  private static boolean answers(int port, String password) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(ANSWERS_WITHIN_MILLIS);
      String asked = "AUTH " + password + "\r\nPING\r\n";
      socket.getOutputStream().write(asked.getBytes(StandardCharsets.US_ASCII));
      var answers =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      return "+OK".equals(answers.readLine()) && "+PONG".equals(answers.readLine());
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

  public String password() {
    return password;
  }

  /// Runs a command of `redis-cli` on it, or on what it belongs to.
  ///
  /// @return what was printed
  String cli(List<String> command) {
    List<String> whole =
        new ArrayList<>(List.of("redis-cli", "-h", HOST, "-p", String.valueOf(port)));
    whole.addAll(command);
    return Programs.run(whole, Map.of("REDISCLI_AUTH", password)).strip();
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// Lets it hang, as a machine without time to run it does, until [#resume].
  public void pause() {
    process.pause();
  }

  /// Lets it run on after [#pause].
  public void resume() {
    process.resume();
  }

  /// Ends it as a loss of power would.
  public void kill() {
    process.kill();
  }

  /// Ends it in order: what it holds is written to its folder.
  @Override
  public void close() {
    process.end(ServiceProcess.Signal.TERM);
  }
}
