package io.whaleshark.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.services.Ports;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.OptionSpec;

/// Goal: whoever types something wrong is told in one line what it was and what to do, before
/// anything is started. Method: the command itself.
class UsageTest {

  private static final int PORTS_OF_TWO_NODES = 24;

  private static final int WRONG_USAGE = 2;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  @Test
  void helpNamesEveryOptionAndItsDefault() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .startsWith("Usage: whaleshark cluster")
        .contains("--nodes=N", "(default 3)", "--data=FOLDER", "(default cluster-data)")
        .contains("--port=PORT", "(default 20000)", "--replicas", "--kill", "--rounds=N");
  }

  @Test
  void everyOptionSaysWhatItMeansAndItsDefault() {
    for (OptionSpec option : Main.commandLine().getCommandSpec().options()) {
      String text = String.join(" ", option.description());
      assertThat(text).as(option.longestName()).hasSizeGreaterThan(10).endsWith(".");
      if (option.arity().max() > 0) {
        assertThat(text).as(option.longestName()).contains("default");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--nodes 0",
        "--nodes 21",
        "--nodes three",
        "--port 80",
        "--port 65535",
        "--port 65400 --nodes 20",
        "--kill --rounds 0",
        "--rounds 3",
        "--seed 3",
        "--nodes +3",
        "--nodes 03",
        "--data=",
        "--wat",
        "wat"
      })
  void whatIsWrongIsToldInOneLine(String arguments) {
    assertThat(run(arguments.split(" "))).isEqualTo(WRONG_USAGE);
    assertThat(err.toString())
        .startsWith("whaleshark: ")
        .endsWith(" (see ./whaleshark cluster --help)\n")
        .hasLineCount(1);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aFolderThatCannotBeMadeIsToldByItsOption(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    for (Path data : List.of(file, file.resolve("below"))) {
      assertThatThrownBy(() -> ClusterCommand.made(data))
          .isInstanceOf(ClusterException.class)
          .hasMessageStartingWith("--data: " + data + ": ")
          .hasMessageEndingWith(" (expected: a folder in which this user may write)");
    }
    assertThat(ClusterCommand.made(folder.resolve("new"))).isDirectory();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 11, 23})
  void aTakenPortIsToldByItsOption(int taken) throws IOException {
    int base = Ports.firstOf(PORTS_OF_TWO_NODES);
    try (ServerSocket socket =
        new ServerSocket(base + taken, 1, InetAddress.getLoopbackAddress())) {
      PortPlan ports = new PortPlan(base);
      assertThatThrownBy(() -> ports.requireFree(2, false))
          .isInstanceOf(ClusterException.class)
          .hasMessageStartingWith("--port: " + ports.base() + ": the port of ")
          .hasMessageContaining(", " + socket.getLocalPort() + ", is already in use (expected: ");
    }
  }

  @Test
  void portsOfAllPartsDiffer() {
    PortPlan ports = new PortPlan(20_000);
    assertThat(
            new int[] {
              ports.postgres(),
              ports.standby(),
              ports.redis(),
              ports.tcp(1),
              ports.webSocket(1),
              ports.http(1),
              ports.tcp(2)
            })
        .containsExactly(20_001, 20_002, 20_003, 20_011, 20_012, 20_013, 20_021);
  }
}
