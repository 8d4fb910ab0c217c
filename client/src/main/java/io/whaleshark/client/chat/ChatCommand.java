package io.whaleshark.client.chat;

import io.whaleshark.cli.CommandLines;
import io.whaleshark.client.sdk.ClientConfig;
import io.whaleshark.client.sdk.ClientException;
import io.whaleshark.client.sdk.DisconnectedException;
import io.whaleshark.client.sdk.FileCursorStore;
import io.whaleshark.client.sdk.SyncConfig;
import io.whaleshark.client.sdk.SyncedClient;
import io.whaleshark.protocol.ClientType;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.ProtocolException;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command-line chat.
@Command(
    name = "chat",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Chats in the terminal with a user or a group.",
      "What is shown of the open conversation is reported as read."
    },
    footer = {
      "",
      "In a pipe each line is sent as a message; at the end it waits until all are acknowledged:",
      "  echo hi | whaleshark chat --user alice --to bob",
      "",
      "Exit codes: 0 done, 1 no chat was possible, or in a pipe a line failed, 2 wrong usage."
    })
public final class ChatCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int PORT_AT_MOST = 65_535;
  private static final String DEFAULT_HOST = "127.0.0.1";
  private static final String HOST = "WHALESHARK_HOST";
  private static final String PORT = "WHALESHARK_TCP_PORT";
  private static final String TOKEN = "WHALESHARK_TOKEN";
  private static final String STATE_HOME = "XDG_STATE_HOME";

  private final InputStream in;

  @Option(names = "--user", required = true, paramLabel = "USER", description = "Your user id.")
  private String user = "";

  @ArgGroup(multiplicity = "1")
  private With with = new With();

  /// The conversation to open.
  static final class With {
    @Option(names = "--to", paramLabel = "USER", description = "Chat with this user.")
    private @Nullable String to;

    @Option(names = "--group", paramLabel = "GROUP", description = "Chat in this group.")
    private @Nullable String group;
  }

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "The server (or WHALESHARK_HOST; default " + DEFAULT_HOST + ").")
  private @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "Its TCP port (or WHALESHARK_TCP_PORT; default " + ClientConfig.DEFAULT_PORT + ").")
  private @Nullable String port;

  @Option(
      names = "--app",
      paramLabel = "ID",
      description = "The app you are a user of, a number (default ${DEFAULT-VALUE}).")
  private int app = ClientConfig.DEFAULT_APP;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      description = {
        "The name of this terminal (default ${DEFAULT-VALUE}).",
        "The same user on the same device replaces the older connection."
      })
  private String device = "terminal";

  @Option(
      names = "--token",
      paramLabel = "JWT",
      description =
          "A login token, if the server asks for one (or WHALESHARK_TOKEN, which other users of the"
              + " machine cannot see; default none).")
  private @Nullable String token;

  @Mixin private TlsOptions tls = new TlsOptions();

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = {
        "A folder to remember in what has been received (default whaleshark in",
        "$XDG_STATE_HOME or ~/.local/state)."
      })
  private @Nullable Path state;

  @Spec private @Nullable CommandSpec spec;

  /// @param in the input to read if standard input isn't a terminal
  public ChatCommand(InputStream in) {
    this.in = in;
  }

  /// Chats until the input ends.
  @Override
  public Integer call() throws InterruptedException {
    if (spec == null) {
      throw new IllegalStateException("not called by picocli");
    }
    CommandLine commandLine = spec.commandLine();
    ClientConfig config;
    Peer peer;
    try {
      config = config(host(), port());
      peer = peer();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(commandLine, String.valueOf(e.getMessage()), e);
    }
    try {
      return chat(commandLine, config, peer) ? 0 : FAILED;
    } catch (ClientException | UncheckedIOException e) {
      return CommandLines.failed(commandLine, e.getMessage() + hint(e));
    }
  }

  private boolean chat(CommandLine commandLine, ClientConfig config, Peer peer)
      throws InterruptedException {
    var sync = SyncConfig.with(FileCursorStore.below(stateFolder(), config));
    try (Screen screen = screen(commandLine)) {
      var conductor = new Conductor(screen, peer);
      try (var client = SyncedClient.open(config, sync, conductor)) {
        return conductor.run(client, new Lines(user, Clock.system(ZoneId.systemDefault())), user);
      }
    }
  }

  private Given host() {
    return Given.of("--host", host, HOST, System.getenv(HOST), DEFAULT_HOST);
  }

  private Given port() {
    return Given.of(
        "--port", port, PORT, System.getenv(PORT), Integer.toString(ClientConfig.DEFAULT_PORT));
  }

  private ClientConfig config(Given server, Given serverPort) {
    if (app < 0) {
      throw new IllegalArgumentException(
          "--app: " + app + " (expected: 0.." + Integer.MAX_VALUE + ")");
    }
    ClientConfig whose =
        blaming("--user", () -> ClientConfig.local(user))
            .at(server.value(), serverPort.number(1, PORT_AT_MOST))
            .inApp(app);
    ClientConfig own = blaming("--device", () -> whose.onDevice(device, clientType()));
    Given signed = Given.of("--token", token, TOKEN, System.getenv(TOKEN), "");
    return tls.applyTo(
        signed.place() == null
            ? own
            : blaming(signed.place(), () -> own.withToken(signed.value())));
  }

  /// Makes something of an option. Its refusal, which names a field of the wire, then names the
  /// option.
  private static <T> T blaming(String option, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException | ProtocolException e) {
      String why = e instanceof ProtocolException refused ? refused.detail() : e.getMessage();
      throw new IllegalArgumentException(
          option + String.valueOf(why).replaceFirst("^\\w+(?=:)", ""), e);
    }
  }

  /// The wire has only two desktop types. Any desktop type will do: phones stop notifying while a
  /// desktop is in use.
  private static ClientType clientType() {
    var system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    return system.contains("mac") ? ClientType.MAC : ClientType.WINDOWS;
  }

  private Peer peer() {
    var group = with.group;
    return group == null
        ? blaming("--to", () -> Peer.direct(String.valueOf(with.to)))
        : blaming("--group", () -> Peer.group(group));
  }

  private String placeOfState() {
    return state == null ? STATE_HOME + " or --state" : "--state";
  }

  private Path stateFolder() {
    if (state != null) {
      return state;
    }
    var xdg = System.getenv(STATE_HOME);
    var base =
        xdg == null || xdg.isEmpty()
            ? Path.of(System.getProperty("user.home", "."), ".local", "state")
            : Path.of(xdg);
    return base.resolve("whaleshark");
  }

  private Screen screen(CommandLine commandLine) {
    if (Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()) {
      try {
        Terminal terminal = TerminalScreen.terminal();
        if (!terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
          return new TerminalScreen(terminal);
        }
        terminal.close();
      } catch (IOException _) {
        // Plain lines work everywhere.
      }
    }
    var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    return new PlainScreen(reader, commandLine.getOut(), commandLine.getErr());
  }

  private String hint(RuntimeException e) {
    if (e instanceof UncheckedIOException) {
      return " (expected: a folder to write in; " + placeOfState() + " names it)";
    }
    boolean isAway =
        e instanceof DisconnectedException
            && String.valueOf(e.getMessage()).startsWith("cannot reach");
    if (!isAway) {
      return "";
    }
    if (e.getCause() instanceof SSLException) {
      return ". Does the server speak TLS, with a certificate that --ca names or Java trusts?";
    }
    String places =
        Stream.of(host(), port())
            .filter(given -> given.place() != null)
            .map(Given::named)
            .collect(Collectors.joining(" and "));
    return (places.isEmpty() ? "" : ", the address in " + places)
        + ". Is the server running? Start it with ./whaleshark serve";
  }
}
