package io.whaleshark.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// Goal: whoever types something wrong is told in one line, and scripts by the exit code.
class CommandLineTest {
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;
  private static final Set<Class<?>> NUMBERS =
      Set.of(int.class, long.class, double.class, Integer.class, Long.class, Double.class);

  /// What a run can do without, and still measures something.
  private static final Set<String> MAY_BE_NONE =
      Set.of(
          "--warmup",
          "--warmup-users",
          "--warmup-visits",
          "--warmup-messages",
          "--rate", // a closed loop
          "--two-steps",
          "--half-way");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments.split(" "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "p2p --help",
        "receipts --help",
        "offline --help",
        "history --help",
        "conversations --help",
        "connections --help",
        "growth --help",
        "overload --help",
        "hostile --help",
        "backend --help",
        "webhooks --help",
        "group --help",
        "group-receipts --help"
      })
  void helpIsShown(String arguments) {
    assertThat(run(arguments)).isZero();
    assertThat(out.toString()).startsWith("Usage: whaleshark bench");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void everyOptionSaysWhatItMeansAndItsDefault() {
    for (CommandLine scenario : Main.commandLine().getSubcommands().values()) {
      assertThat(scenario.getCommandSpec().usageMessage().description()[0])
          .as("the line of %s in the list of benchmarks", scenario.getCommandName())
          .endsWith(".")
          .hasSizeBetween(20, 96);
      for (OptionSpec option : scenario.getCommandSpec().options()) {
        String text = String.join(" ", option.description());
        assertThat(text).as(option.longestName()).hasSizeGreaterThan(10).endsWith(".");
        if (option.arity().max() > 0) {
          assertThat(text).as(option.longestName()).contains("default");
        }
      }
    }
  }

  /// Every scenario, and every number of it: so the next one cannot be forgotten.
  private static Stream<Arguments> numbers() {
    return Main.commandLine().getSubcommands().entrySet().stream()
        .flatMap(scenario ->
            scenario.getValue().getCommandSpec().options().stream()
                .filter(option -> NUMBERS.contains(option.type()))
                .filter(option -> !option.longestName().equals("--seed"))
                .map(option -> Arguments.of(scenario.getKey(), option.longestName())));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void noNumberMakesARunThatMeasuresNothing(String scenario, String option) {
    assertThat(run(scenario + " " + option + " -1")).isEqualTo(WRONG_USAGE);
    assertThat(err.toString()).contains(option + ": -1 (expected: ").hasLineCount(1);
    boolean messagesInPlaceOfUsers = scenario.equals("growth") && option.equals("--users");
    if (!MAY_BE_NONE.contains(option) && !messagesInPlaceOfUsers) {
      assertThat(run(scenario + " " + option + " 0")).isEqualTo(WRONG_USAGE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "walk",
        "p2p --pairs 0",
        "p2p --in-flight 10001",
        "p2p --seconds 0",
        "p2p --server here",
        "offline --messages 1001",
        "history --page 501",
        "connections --connections 50 --sample 51",
        "growth --messages 999",
        "p2p --dialect xmpp",
        "p2p --dialect latin --server 127.0.0.1:1",
        "p2p --unknown",
        "p2p --plot latency.pdf",
        "group --members 1",
        "group-receipts --half-way 80",
        "p2p --server 127.0.0.1:1 --pid 01",
        "p2p --server 127.0.0.1:01",
        "p2p --rate 5 --in-flight 2",
        "group --rate 5 --in-flight 2",
        "receipts --rate 5 --in-flight 2",
        "p2p --pairs +5"
      })
  void wrongUsageIsOneLineAndExitCodeTwo(String arguments) {
    assertThat(run(arguments)).isEqualTo(WRONG_USAGE);
    assertThat(err.toString()).startsWith("whaleshark: ").contains("--help)");
    assertThat(err.toString().strip().lines()).hasSize(1);
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "p2p --http nowhere | --http: set without --server (expected: only with --server)",
        "p2p --http a:1 --pid 1 | --http: set without --server (expected: only with --server)",
        "group --pid 1 | --pid: set without --server (expected: only with --server)",
        "limits --server a:1 | --server: unknown option",
        "limits --pid 1 | --pid: unknown option",
        "growth --plot a.svg | --plot: unknown option",
        "offline --warmup 1 | --warmup: unknown option",
        "history --seconds 1 | --seconds: unknown option"
      })
  void anOptionWithoutEffectIsRefused(String arguments, String why) {
    assertThat(run(arguments)).isEqualTo(WRONG_USAGE);
    assertThat(err.toString()).startsWith("whaleshark: " + why + " (").hasLineCount(1);
  }

  @Test
  void serverThatIsNotThereIsNamed() throws IOException {
    // Bound, so that nobody else is there, and not listening.
    try (var reserved = new Socket()) {
      reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = reserved.getLocalPort();
      assertThat(run("p2p --json --server 127.0.0.1:" + port)).isEqualTo(FAILED);
      assertThat(err.toString()).contains("cannot reach 127.0.0.1:" + port).hasLineCount(1);
    }
  }
}
