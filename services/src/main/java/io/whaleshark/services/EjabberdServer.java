package io.whaleshark.services;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An ejabberd on a folder of its own, with an archive of everything, and rooms. Listens on the
/// loopback alone, without TLS. Thread-safe.
public final class EjabberdServer implements AutoCloseable {

  /// How many messages wait for a user who is away; what is sent beyond comes back.
  public static final int WAITING_AT_MOST = 100;

  private static final Path LIBRARIES = Path.of("/usr/lib");

  private static final String CONFIG =
      """
      hosts: [localhost]
      loglevel: error
      listen:
        - {port: @PORT@, ip: 127.0.0.1, module: ejabberd_c2s, starttls: false, shaper: none}
      auth_method: internal
      oauth_access: all
      s2s_access: none
      shaper_rules: {waiting: @WAITING@}
      modules:
        mod_disco: {}
        mod_offline: {access_max_user_messages: waiting}
        mod_stream_mgmt: {resume_timeout: 1, resend_on_timeout: true}
        mod_mam: {default: always}
        mod_muc:
          hosts: [conference.localhost]
          min_message_interval: 0
          default_room_options: {mam: true, persistent: true}
      """;

  private final ServiceProcess process;
  private final int port;
  private final Path log;

  private EjabberdServer(ServiceProcess process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /// What it does with each user once it runs.
  private static String making(List<String> users, String password) {
    return """
    lists:foreach(fun(User) ->
      ejabberd_admin:register(User, <<"localhost">>, <<"%s">>),
      Address = binary_to_list(User) ++ "@localhost",
      {Token, _, _} = ejabberd_oauth:oauth_issue_token(Address, 3600, "sasl_auth"),
      io:format("token ~s ~s~n", [User, Token])
    end, [%s]), io:format("ready~n").
    """
        .formatted(
            password,
            users.stream().map("<<\"%s\">>"::formatted).collect(Collectors.joining(", ")));
  }

  /// Starts a server.
  ///
  /// @param folder where it keeps everything; made if it is not there
  /// @param users of the domain `localhost`, each of whom has the password
  /// @throws ServiceException if it cannot be started
  public static EjabberdServer start(Path folder, List<String> users, String password) {
    Path home = PrivateFile.folder(folder);
    int port = Ports.free();
    PrivateFile.write(
        home.resolve("ejabberd.yml"),
        CONFIG
            .replace("@PORT@", String.valueOf(port))
            .replace("@WAITING@", String.valueOf(WAITING_AT_MOST)));
    Path log = home.resolve("log");
    // Without a node name no other node can reach it, so it needs no cookie and no port mapper.
    List<String> command =
        List.of(
            "env",
            "EJABBERD_CONFIG_PATH=" + home.resolve("ejabberd.yml"),
            "EJABBERD_LOG_PATH=" + home.resolve("ejabberd.log"),
            "HOME=" + home,
            "ERL_LIBS=" + libraries(),
            "ERL_CRASH_DUMP_BYTES=0",
            "erl",
            "-noinput",
            "-mnesia",
            "dir",
            "\"" + home + "\"",
            "-s",
            "ejabberd",
            "-eval",
            making(users, password));
    return new EjabberdServer(
        ServiceProcess.start("ejabberd", command, log, () -> isReady(log)), port, log);
  }

  private static Path libraries() {
    try (Stream<Path> found = Files.find(LIBRARIES, 2, (path, _) -> isLibrary(path))) {
      return found
          .findFirst()
          .map(Path::getParent)
          .orElseThrow(() ->
              new ServiceException(
                  "ejabberd is not installed (on Debian and Ubuntu: apt-get install ejabberd"
                      + " erlang-p1-oauth2)"));
    } catch (IOException e) {
      throw new ServiceException("cannot look into " + LIBRARIES, e);
    }
  }

  private static boolean isLibrary(Path path) {
    return String.valueOf(path.getFileName()).startsWith("ejabberd-");
  }

  private static boolean isReady(Path log) {
    try {
      return Files.readString(log, StandardCharsets.UTF_8).lines().anyMatch("ready"::equals);
    } catch (IOException _) {
      return false; // not yet
    }
  }

  public int port() {
    return port;
  }

  /// A token with which a user may log in for an hour, in place of the password.
  public String token(String user) {
    try {
      String name = "token " + user + " ";
      return Files.readAllLines(log).stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(name.length()))
          .findFirst()
          .orElseThrow(() -> new ServiceException("no token of " + user));
    } catch (IOException e) {
      throw new ServiceException("cannot read " + log, e);
    }
  }

  /// Ends it as a loss of power would.
  @Override
  public void close() {
    process.kill();
  }
}
