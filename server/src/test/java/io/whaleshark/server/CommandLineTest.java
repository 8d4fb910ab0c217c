package io.whaleshark.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.server.config.ServerConfig;
import io.whaleshark.server.config.SettingHelp;
import io.whaleshark.server.sockets.ListenException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// Goal: whoever types something wrong is told in one line what it was and what to do; every
/// setting can be an option. Method: the commands themselves.
class CommandLineTest {

  private static final int WRONG_USAGE = 2;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve",
        "backup",
        "restore",
        "doctor",
        "move",
        "import",
        "export",
        "token",
        "webhooks"
      })
  void everyCommandHasHelpAndRefusesWhatItDoesNotKnow(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out.toString()).startsWith("Usage: whaleshark " + command);
    assertThat(run(command, "--wat")).isEqualTo(WRONG_USAGE);
    assertThat(err.toString())
        .startsWith("whaleshark: --wat: unknown option")
        .endsWith(" (see ./whaleshark " + command + " --help)\n")
        .hasLineCount(1);
  }

  @Test
  void everySettingIsAnOptionExceptForSecrets() {
    run("serve", "--help");
    assertThat(ServerConfig.options().keySet())
        .contains("tcp-port", "app-defaults.retention", "libraries")
        .doesNotContain("app-defaults.token-keys", "app-defaults.admin-key-sha256")
        .allSatisfy(key -> assertThat(out.toString()).contains("--" + key + "="));
    assertThat(run("serve", "--app-defaults.token-keys", "a=b")).isEqualTo(WRONG_USAGE);
  }

  @Test
  void everyOptionOfEveryCommandSaysWhatItMeansAndItsDefault() {
    for (CommandLine command : Main.commandLine().getSubcommands().values()) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        String text = String.join(" ", option.description());
        assertThat(text).as(option.longestName()).hasSizeGreaterThan(10).endsWith(".");
        if (option.arity().max() > 0 && !option.required()) {
          assertThat(text).as(option.longestName()).contains("default");
        }
      }
    }
  }

  @Test
  void everySettingHasAMeaning() {
    assertThat(ServerConfig.options().values())
        .extracting(SettingHelp::text)
        .noneMatch(text -> text.startsWith("null"))
        .contains("Port of TCP for clients; 0 takes any free port (0 to 65535; default 19001).");
  }

  @Test
  void optionsHold() {
    int exitCode =
        run(
            "serve",
            "--tcp-port",
            "17",
            "--apps.7.retention",
            "90d",
            "--http-port=18",
            "--apps.8.inbox-entries=50",
            "--print-config");
    assertThat(exitCode).as("%s", err).isZero();
    assertThat(out.toString().lines())
        .contains(
            "tcp-port: 17",
            "http-port: 18",
            "apps.7.retention: 90d",
            "apps.8.inbox-entries: 50",
            "apps.8.inbox-share: 50");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--tcp-port 65536",
        "--tcp-port",
        "--tcp-port x",
        "--idle-timeout 0s",
        "--apps.7.wat 1",
        "--apps.7.retention",
        "--apps.99999999999.retention 1d",
        "--apps.007.retention 1d",
        "--http-port +5",
        "--http-port 010",
        "--idle-timeout 010s",
        "--data=",
        "--tls-key= --tls-certificate=",
        "--apps.7.retention 1d --apps.7.retention=1d",
        "--origins ftp://x",
        "--apps.7.token-keys a=hs256:b",
        "wat"
      })
  void aWrongOptionIsWrongUsage(String options) {
    assertThat(run(("serve --print-config " + options).split(" "))).isEqualTo(WRONG_USAGE);
    assertThat(err.toString()).startsWith("whaleshark: ").hasLineCount(1);
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--tcp-prot 1 | --tcp-prot: unknown option (expected: --tcp-port?)",
        "--tcp-port | --tcp-port: without a value (expected: --tcp-port N)",
        "--apps.7.retention | --apps.7.retention: without a value (expected: --apps.7.retention"
            + " VALUE)",
        "--apps.7.retention --tcp-port=1 2d | --apps.7.retention: without a value (expected:"
            + " --apps.7.retention VALUE)",
        "--apps.7.retention --apps.8.retention 2d | --apps.7.retention: without a value (expected:"
            + " --apps.7.retention VALUE)",
        "--apps.7.retention --no-such 2d | --apps.7.retention: without a value (expected:"
            + " --apps.7.retention VALUE)",
        "--apps.7.wat 1 | --apps.7.wat: unknown option",
        "wat | wat: unexpected argument (expected: options alone)"
      })
  void aWrongOptionIsToldAsItWasTyped(String options, String message) {
    assertThat(run(("serve --print-config " + options).split(" "))).isEqualTo(WRONG_USAGE);
    assertThat(err.toString())
        .isEqualTo("whaleshark: " + message + " (see ./whaleshark serve --help)\n");
  }

  @Test
  void aWrongValueInTheFileIsWrongUsageLikeThatOfAnOption(@TempDir Path folder) throws IOException {
    Path config = Files.writeString(folder.resolve("server.yaml"), "tcp-port: x\n");
    assertThat(run("serve", "--print-config", "--config", config.toString()))
        .isEqualTo(WRONG_USAGE);
    assertThat(err.toString()).startsWith("whaleshark: tcp-port in " + config).hasLineCount(1);
  }

  @Test
  void anOptionIsNoValueOfTheOneBeforeIt() {
    assertThat(run("serve", "--apps.7.retention", "--print-config")).isEqualTo(WRONG_USAGE);
    assertThat(err.toString()).startsWith("whaleshark: --apps.7.retention: without a value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--cache-mib 512", "--cache-mib=512"})
  void anOptionWithItsEarlierNameIsRefusedByItsNewOne(String option) {
    assertThat(run(("serve --print-config " + option).split(" "))).isEqualTo(WRONG_USAGE);
    assertThat(err.toString())
        .startsWith(
            "whaleshark: --cache-mib: has another name now (expected: engine.cache-mib) (see ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"backup --to copy", "restore --from copy"})
  void foldersAreNotCopiedForAnEngineWithout(String command, @TempDir Path folder)
      throws IOException {
    Path config = Files.writeString(folder.resolve("cluster.yaml"), "engine: cluster\n");
    String named = "whaleshark: engine in " + config;
    assertThat(run((command + " --config " + config).split(" "))).isEqualTo(WRONG_USAGE);
    assertThat(err.toString())
        .startsWith(named + ": cluster (expected: embedded, for this command;")
        .hasLineCount(1);
  }

  @Test
  void aTokenThatIsNeverGoodIsRefused() {
    assertThat(run("token", "--app", "1", "--user", "alice", "--ttl", "0h")).isEqualTo(WRONG_USAGE);
    assertThat(err.toString()).contains("--ttl: 0h (expected: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "serve --data file | 1 | --data: cannot create data folder FOLDER/file: not a folder",
        "serve --data d --web no | 1 | --web: FOLDER/no: no such file or folder (expected: the",
        "serve --data d --web file | 1 | --web: no index.html in FOLDER/file (expected: the folder",
        "serve --data d --tls-certificate no --tls-key no | 1 | --tls-certificate: FOLDER/no: no"
            + " such",
        "serve --data d --tls-certificate file --tls-key no | 1 | --tls-certificate: FOLDER/file:"
            + " no certificate (expected: ",
        "serve --tls-key no | 2 | --tls-key: set without tls-certificate (expected: both, or none",
        "serve --config no | 2 | --config: FOLDER/no: no such file or folder (expected: a readable",
        "serve --config '' | 2 | --config: empty (expected: FILE)",
        "backup --config '' --to new | 2 | --config: empty (expected: FILE)",
        "serve --data d --libraries file | 1 | --libraries: FOLDER/file cannot be used (expected:"
            + " a",
        "backup --data no --to new | 1 | --data: FOLDER/no is no data folder of Whale Shark (exp",
        "backup --data no --to file | 1 | --to: FOLDER/file exists (expected: a folder that does",
        "backup --data no --to file/new | 1 | --to: FOLDER/file/new cannot be created: a file is"
            + " in",
        "restore --data new --from file | 1 | --from: FOLDER/file is no data folder of Whale Shark",
        "backup --to '' | 2 | --to: empty (expected: ",
        "doctor --data '' | 2 | --data: empty (expected: ",
        "serve --tls-key '' | 2 | --tls-key: empty (expected: a path, or no tls-key at all)",
        "token --app +1 --user a | 2 | --app: +1 (expected: a whole number up to 2147483647,"
            + " without + and without zeros before it)",
        "token --app 010001 --user a | 2 | --app: 010001 (expected: a whole number up to",
        "webhooks --app 01 | 2 | --app: 01 (expected: a whole number up to",
        "webhooks --app 1 --server nowhere | 2 | --server: nowhere (expected: a URL such as",
        "webhooks --app 1 --server http://a --config c | 2 | --config: not used with --server (exp",
        "webhooks | 2 | --app: missing (expected: --app ID)",
        "import no | 2 | --app: missing (expected: --app ID)",
        "import no --check | 1 | FOLDER/no: no such file or folder",
        "import | 2 | FILE: missing (expected: FILE)",
        "import no --check --body-bytes 0 | 2 | --body-bytes: 0 (expected: 1..2147483647)",
        "import file --check --report no/report | 1 | no/report: no such file or folder",
        "export new --app 1 --server ftp://a | 2 | --server: ftp://a (expected: a URL such as",
        "token --new-key hs256 --app 1 | 2 | --app: not used with --new-key (expected: --new-key a",
        "token --new-key hs256 --ttl 8h | 2 | --ttl: not used with --new-key (expected: --new-key",
        "token --app 1 --user a --key k --config c | 2 | --config: not used with --key (expected:",
        "token --app 1 --user a --ttl 99999999d | 2 | --ttl: 99999999d (expected: a number of 1..",
        "token --app 1 --user '' | 2 | --user: 0 characters (expected: 1..128)",
        "token --app -1 --user alice | 2 | --app: -1 (expected: 0..2147483647)",
        "token --app 1 --user alice --key no | 2 | --key: FOLDER/no: no such file or folder (expec",
        "token --app 1 --user alice --key file | 2 | --key: FOLDER/file: not a key (expected:"
            + " hs256",
        "token --app 1 --user alice --key-name k | 2 | --key-name: k: no key to sign with (expec",
        "token --app 1 --user alice | 2 | apps.1.token-keys: no key to sign with (expected: an"
            + " hs256"
      })
  void aMessageNamesTheSettingItBlames(
      String line, int exitCode, String message, @TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("file"), "x");
    String[] arguments =
        Stream.of(line.split(" "))
            .map(word -> word.equals("''") ? "" : word)
            .map(word -> word.matches("(file|no|new|d)(/new)?") ? folder + "/" + word : word)
            .toArray(String[]::new);
    assertThat(run(arguments)).isEqualTo(exitCode);
    assertThat(err.toString())
        .startsWith("whaleshark: " + message.replace("FOLDER", folder.toString()))
        .hasLineCount(1);
  }

  @Test
  void aHostOfAnotherMachineIsNamedWhereItWasGiven(@TempDir Path folder) {
    Map<String, String> settings =
        Map.of(
            "WHALESHARK_HOST",
            "192.0.2.1", // of nobody (RFC 5737)
            "WHALESHARK_APPS_1_TOKEN_KEYS",
            "k=hs256:" + "A".repeat(43),
            "WHALESHARK_DATA",
            folder.resolve("data").toString());
    assertThatThrownBy(
            () -> new Server(ServerConfig.read(null, settings), Clock.systemUTC()).close())
        .isInstanceOf(ListenException.class)
        .hasMessageStartingWith("tcp-port: 19001 cannot be opened at 192.0.2.1: ")
        .hasMessageEndingWith(
            " (expected: a port that this user may use, and as WHALESHARK_HOST an address of this"
                + " machine)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp-port", "ws-port", "http-port"})
  void aPortThatIsTakenNamesItsSettingAndTheAddress(String setting, @TempDir Path folder)
      throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, String> settings =
          new HashMap<>(
              Map.of(
                  "WHALESHARK_DATA", folder.resolve("data").toString(),
                  "WHALESHARK_TCP_PORT", "0",
                  "WHALESHARK_WS_PORT", "0",
                  "WHALESHARK_HTTP_PORT", "0"));
      String variable = "WHALESHARK_" + setting.replace("-port", "_PORT").toUpperCase(Locale.ROOT);
      settings.put(variable, Integer.toString(taken.getLocalPort()));
      assertThatThrownBy(
              () -> new Server(ServerConfig.read(null, settings), Clock.systemUTC()).close())
          .isInstanceOf(ListenException.class)
          .hasMessage(
              variable
                  + ": "
                  + taken.getLocalPort()
                  + " is already in use at 127.0.0.1 (expected: a free port; stop the program that"
                  + " uses it, or set another one, 0 for any)");
    }
  }
}
