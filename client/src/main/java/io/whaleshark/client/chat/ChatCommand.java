package io.whaleshark.client.chat;

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
      "Exit codes: 0 done, 1 the server can't be reached or something was not sent, 2 wrong usage."
    })
public final class ChatCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  private final InputStream in;

  @Option(names = "--user", required = true, paramLabel = "USER", description = "Who you are.")
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
      defaultValue = "${env:WHALESHARK_HOST:-127.0.0.1}",
      description = "The server (or WHALESHARK_HOST; default ${DEFAULT-VALUE}).")
  private String host = "";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "${env:WHALESHARK_TCP_PORT:-" + ClientConfig.DEFAULT_PORT + "}",
      description = "Its TCP port (or WHALESHARK_TCP_PORT; default ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--app",
      paramLabel = "ID",
      description = "The app you are a user of (default ${DEFAULT-VALUE}).")
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
      description = "A login token, if the server asks for one (or WHALESHARK_TOKEN).")
  private @Nullable String token;

  @Mixin private TlsOptions tls = new TlsOptions();

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = {
        "Where to remember what has been received (default whaleshark in",
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
      config = config();
      peer = peer();
    } catch (IllegalArgumentException | ProtocolException e) {
      throw new ParameterException(commandLine, String.valueOf(e.getMessage()), e);
    }
    try {
      return chat(commandLine, config, peer) ? 0 : FAILED;
    } catch (ClientException | UncheckedIOException e) {
      commandLine.getErr().println("whaleshark: " + e.getMessage() + hint(e));
      return FAILED;
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

  private ClientConfig config() {
    var given = token == null ? System.getenv("WHALESHARK_TOKEN") : token;
    return tls.applyTo(
        ClientConfig.local(user)
            .at(host, port)
            .inApp(app)
            .onDevice(device, clientType())
            .withToken(given));
  }

  /// The wire has only two desktop types. Any desktop type will do: phones stop notifying while a
  /// desktop is in use.
  private static ClientType clientType() {
    var system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    return system.contains("mac") ? ClientType.MAC : ClientType.WINDOWS;
  }

  private Peer peer() {
    var group = with.group;
    return group == null ? Peer.direct(String.valueOf(with.to)) : Peer.group(group);
  }

  private Path stateFolder() {
    if (state != null) {
      return state;
    }
    var xdg = System.getenv("XDG_STATE_HOME");
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

  private static String hint(RuntimeException e) {
    return e instanceof DisconnectedException
            && String.valueOf(e.getMessage()).startsWith("cannot reach")
        ? ". Is the server running? Start it with ./whaleshark serve"
        : "";
  }
}
