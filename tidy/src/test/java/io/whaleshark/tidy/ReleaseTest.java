package io.whaleshark.tidy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.whaleshark.client.sdk.Client;
import io.whaleshark.client.sdk.ClientConfig;
import io.whaleshark.client.sdk.ClientListener;
import io.whaleshark.client.sdk.Closed;
import io.whaleshark.launcher.Release;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.Peer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what is released runs where nothing is installed, and what it says of itself is true.
/// Method: the folder of a release, made of the applications as they are built, and the server in
/// it with an empty environment.
class ReleaseTest {

  private static final String VERSION = "1.2.3-rc.1";
  private static final Instant TIME = Instant.parse("2026-11-01T00:00:00Z");
  private static final String SERVER = "-linux-.*\\.tar\\.gz";
  private static final int TERMINATED = 143;
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwAAAAAAAAAAA=";

  /// Says nothing of what is pushed.
  static final class Silent implements ClientListener {
    @Override
    public void onEvent(Client from, Event event) {}

    @Override
    public void onClosed(Client from, Closed why) {}
  }

  @TempDir private static Path folder = Path.of("");
  private static Path release = Path.of("");
  private static Path unpacked = Path.of("");

  @BeforeAll
  static void release() throws IOException, InterruptedException {
    release = folder.resolve("release");
    make(VERSION, release);
    unpacked = Files.createDirectories(folder.resolve("un packed"));
    run("tar", "-xf", file(SERVER).toString(), "-C", unpacked.toString());
  }

  /// Makes a release of what is built.
  ///
  /// @param made a folder that is not there
  static void make(String version, Path made) throws IOException, InterruptedException {
    Path log = made.resolveSibling("said");
    try (PrintStream said = new PrintStream(log.toFile(), StandardCharsets.UTF_8)) {
      Release.ofBuilt(Rules.ROOT, version, TIME, made, said);
    }
  }

  /// The file of the release whose name has an end of this pattern.
  private static Path file(String end) throws IOException {
    try (Stream<Path> files = Files.list(release)) {
      return files.filter(file -> file.toString().matches(".*" + end)).findFirst().orElseThrow();
    }
  }

  /// What a program said that had to succeed.
  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private static Path script() {
    return unpacked.resolve("whaleshark-" + VERSION + "/bin/whaleshark");
  }

  /// The server's command, with nothing in its environment but settings.
  private static ProcessBuilder bare(Path script, Map<String, String> settings, String... rest) {
    List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
    command.addAll(List.of(rest));
    ProcessBuilder bare = new ProcessBuilder(command).directory(folder.toFile());
    bare.environment().clear();
    bare.environment().put("PATH", "");
    bare.environment().putAll(settings);
    return bare;
  }

  /// Somebody is told of messages, and asked about them: parts of Java that a chat does not need.
  private static Path config() throws IOException {
    return Files.writeString(
        folder.resolve("whaleshark.yaml"),
        """
        apps:
          10001:
            webhooks:
              - {name: backend, url: "http://127.0.0.1:1/", secret: %s, events: [message.sent], private: true}
            before-send: {url: "http://127.0.0.1:1/", secret: %s, on-failure: open, private: true}
        """
            .formatted(SECRET, SECRET));
  }

  @Test
  void theServerChatsAndEndsWhereNothingIsInstalled() throws IOException, InterruptedException {
    Map<String, String> settings =
        Map.of(
            "WHALESHARK_CONFIG", config().toString(),
            "WHALESHARK_TCP_PORT", "0",
            "WHALESHARK_WS_PORT", "0",
            "WHALESHARK_HTTP_PORT", "0",
            "WHALESHARK_JAVA_OPTS", "-Xmx256m -XX:+UseParallelGC");
    Path link = Files.createSymbolicLink(folder.resolve("link"), script());
    for (long sequence = 1;
        sequence <= 2;
        sequence++) { // the second one finds the data of the first
      Process server =
          bare(link, settings, "serve").redirectError(folder.resolve("err").toFile()).start();
      try (BufferedReader out = server.inputReader()) {
        assertThat(sendsAMessage(port(out, "TCP "))).isEqualTo(sequence);
        assertThat(webhooks(port(out, "HTTP "))).contains("backend", "127.0.0.1");
        server.toHandle().destroy(); // Process.destroy would close the output
        out.lines().forEach(_ -> {});
      }
      assertThat(server.waitFor()).isEqualTo(TERMINATED);
    }
    assertThat(folder.resolve("data")).isDirectory();
  }

  /// What the command says of the webhooks of a running server.
  private static String webhooks(int httpPort) throws IOException, InterruptedException {
    String server = "http://127.0.0.1:" + httpPort;
    Process asked =
        bare(script(), Map.of(), "webhooks", "--app", "10001", "--server", server)
            .redirectErrorStream(true)
            .start();
    String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(asked.waitFor()).as(said).isZero();
    return said;
  }

  private static int port(BufferedReader out, String name) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.strip().startsWith(name)) {
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
      }
    }
    throw new AssertionError(
        "the server did not start: " + Files.readString(folder.resolve("err")));
  }

  /// Sends from alice to bob.
  ///
  /// @return the sequence
  static long sendsAMessage(int port) {
    ClientConfig alice = ClientConfig.local("alice").at("127.0.0.1", port);
    try (Client client = Client.connect(alice, new Silent())) {
      return client.sendText(Peer.direct("bob"), "hi").messageSequence();
    }
  }

  @Test
  void theCommandIsFoundFromAnywhereAndTellsItsVersion() throws IOException, InterruptedException {
    ProcessBuilder bare = bare(Path.of("whaleshark"), Map.of(), "--version");
    Process process =
        bare.directory(unpacked.resolve("whaleshark-" + VERSION + "/bin").toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said).matches("Whale Shark \\d+\\.\\d+\\.\\d+\\S*\n");
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void theContainerFileNamesWhatIsThere() throws IOException {
    String text = Files.readString(release.resolve("Containerfile"));
    assertThat(text)
        .doesNotContain("@")
        .contains("ADD " + file(SERVER).getFileName() + " /opt/")
        .contains("\"/opt/whaleshark-" + VERSION + "/bin/whaleshark\"");
  }

  @Test
  void thePackageOfDebianHoldsTheServiceAndItsSettings() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/dpkg-deb")), "dpkg-deb is not installed");
    String deb = file("\\.deb").toString();
    assertThat(run("dpkg-deb", "--field", deb, "Package", "Version", "Depends"))
        .startsWith("Package: whaleshark\nVersion: 1.2.3~rc.1\nDepends: adduser, ");
    assertThat(run("dpkg-deb", "--contents", deb).lines())
        .allMatch(line -> line.contains(" root/root "))
        .anyMatch(line -> line.endsWith("/usr/bin/whaleshark -> ../lib/whaleshark/bin/whaleshark"))
        .anyMatch(line -> line.matches("-rwxr-xr-x .*/usr/lib/whaleshark/bin/whaleshark"))
        .anyMatch(line -> line.matches("-rwxr-xr-x .*/usr/lib/whaleshark/runtime/bin/java"))
        .anyMatch(line -> line.matches("-rw-r--r-- .*/usr/lib/systemd/system/whaleshark.service"))
        .anyMatch(line -> line.matches("-rw-r--r-- .*/usr/share/doc/whaleshark/copyright"));
    assertThat(run("dpkg-deb", "--info", deb, "conffiles"))
        .isEqualTo("/etc/whaleshark/whaleshark.yaml\n");
    for (String script : List.of("postinst", "prerm", "postrm")) {
      assertThat(run("dpkg-deb", "--info", deb, script)).startsWith("#!/bin/sh\nset -eu\n");
    }
  }

  /// What systemd says of the unit, with the server where it was unpacked.
  @Test
  void systemdTakesTheUnit() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "no systemd");
    String unit = Files.readString(Rules.ROOT.resolve("deploy/debian/whaleshark.service"));
    Path here = Files.createSymbolicLink(folder.resolve("command"), script());
    Path file = folder.resolve("whaleshark.service");
    Files.writeString(file, unit.replace("/usr/bin/whaleshark", here.toString()));
    assertThat(run("systemd-analyze", "--man=no", "verify", file.toString())).isEmpty();
    run("systemd-analyze", "security", "--offline=yes", "--threshold=20", file.toString());
  }

  @Test
  void aLinterTakesTheContainerFile() throws IOException, InterruptedException {
    Path linter = Rules.ROOT.resolve("web/node_modules/.bin/dockerfile-utils");
    assumeTrue(Files.isExecutable(linter), "the tools of the web chat are not installed");
    String file = release.resolve("Containerfile").toString();
    assertThat(run(linter.toString(), "lint", file)).isEmpty();
  }

  @Test
  void theServerTakesTheSettingsOfTheService() throws IOException, InterruptedException {
    Path settings = Rules.ROOT.resolve("deploy/debian/whaleshark.yaml");
    Process process =
        bare(script(), Map.of(), "serve", "--config", settings.toString(), "--print-config")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said)
        .contains("data: /var/lib/whaleshark/data\n", "libraries: /var/cache/whaleshark\n");
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void theJavaSdkHasItsJarsAndSources() throws IOException, InterruptedException {
    String sdk = "whaleshark-java-sdk-" + VERSION;
    assertThat(run("tar", "-tf", file(sdk + "\\.tar\\.gz").toString()).lines())
        .contains(sdk + "/LICENSE")
        .contains(sdk + "/sources/io/whaleshark/client/sdk/Client.java")
        .filteredOn(name -> name.endsWith(".jar"))
        .as("nothing but the SDK and the buffers that it uses")
        .allMatch(name -> name.matches(sdk + "/lib/(whaleshark-java-sdk|netty-(buffer|common))-.*"))
        .hasSize(3);
  }

  @Test
  void everyFileHasAChecksum() throws IOException, InterruptedException {
    Process check =
        new ProcessBuilder("sha256sum", "--check", "--strict", "SHA256SUMS")
            .directory(release.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(check.waitFor()).as(said).isZero();
    try (Stream<Path> files = Files.list(release)) {
      assertThat(said.lines())
          .containsExactlyInAnyOrderElementsOf(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> !name.equals("SHA256SUMS"))
                  .map(name -> name + ": OK")
                  .toList());
    }
    for (String part : List.of("", "java-sdk-", "backend-", "spring-boot-starter-")) {
      String document = "whaleshark-" + part + VERSION + "-sbom.json";
      assertThat(Files.readString(release.resolve(document)))
          .contains("\"bomFormat\" : \"CycloneDX\"");
    }
  }

  @Test
  void theSameIsReleasedTwice() throws IOException, InterruptedException {
    Path again = folder.resolve("again");
    make(VERSION, again);
    assertThat(checksums(again)).isEqualTo(checksums(release));
  }

  private static Map<String, String> checksums(Path folder)
      throws IOException, InterruptedException {
    Map<String, String> checksums = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String sum = run("sha256sum", file.toString()).split(" ", 2)[0];
        checksums.put(folder.relativize(file).toString(), sum);
      }
    }
    return checksums;
  }
}
