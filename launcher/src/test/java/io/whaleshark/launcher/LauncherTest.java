package io.whaleshark.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: whoever types something wrong is told in one line, before anything is built. Method: the
/// launcher itself, in a copy of the project that has nothing but the launcher.
class LauncherTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final int WRONG_USAGE = 2;

  @TempDir Path folder;

  /// What the launcher said, and how it ended.
  private record Said(int exitCode, String out, String err) {}

  private Said launch(String... arguments) throws IOException, InterruptedException {
    copy("whaleshark");
    copy("pom.xml");
    copy("launcher/jvm.options");
    try (Stream<Path> sources = Files.walk(ROOT.resolve("launcher/src/main"))) {
      for (Path source : sources.filter(Files::isRegularFile).toList()) {
        copy(ROOT.relativize(source).toString());
      }
    }
    List<String> command = new ArrayList<>(List.of("bash", folder + "/whaleshark"));
    command.addAll(List.of(arguments));
    Path err = folder.resolve("err");
    ProcessBuilder launcher = new ProcessBuilder(command).redirectError(err.toFile());
    launcher.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = launcher.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), out, Files.readString(err));
  }

  /// What the script hands on to Java, without the script.
  private Said work(String... arguments) throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("server/src/test/java/io/whaleshark/server/fuzz"));
    String[] all =
        Stream.concat(Stream.of(folder.toString()), Stream.of(arguments)).toArray(String[]::new);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        Main.run(
            all,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Said(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private void copy(String name) throws IOException {
    Path to = folder.resolve(name);
    Files.createDirectories(to.getParent());
    if (!Files.exists(to)) {
      Files.copy(ROOT.resolve(name), to);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V", "serve --version", "bench p2p -V", "test -V"})
  void theVersionIsToldByAllAndNeedsNothing(String arguments) throws Exception {
    Said said = launch(arguments.split(" "));
    assertThat(said.out()).matches("Whale Shark \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\n");
    assertThat(said.err()).isEmpty();
    assertThat(said.exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"build", "docs", "release", "check", "test", "format", "fuzz", "mutate"})
  void helpIsShownAndWhatIsUnknownRefused(String command) throws Exception {
    for (String option : List.of("--help", "-h")) {
      Said help = work(command, option);
      assertThat(help.out()).startsWith("Usage: ./whaleshark " + command);
      assertThat(help.err()).isEmpty();
      assertThat(help.exitCode()).isZero();
    }
    Said refused = work(command, "--wat");
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err())
        .startsWith("whaleshark: ")
        .contains("--wat")
        .endsWith(" (see ./whaleshark " + command + " --help)\n")
        .hasLineCount(1);
    assertThat(refused.exitCode()).isEqualTo(WRONG_USAGE);
    assertThat(folder.resolve("target")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs", "release", "test", "fuzz", "mutate"})
  void theHelpSaysWhatHoldsWithoutOptions(String command) throws Exception {
    assertThat(work(command, "--help").out()).contains("(default");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "test -pl",
        "test core",
        "fuzz 0",
        "fuzz -1",
        "fuzz 1 NoFuzz",
        "mutate nothing",
        "check it",
        "docs here",
        "docs --to",
        "release",
        "release 1.2",
        "release 01.2.3",
        "release 1.2.3+4",
        "release 1.2.3-SNAPSHOT",
        "release 1.2.3 --to",
        "release 1.2.3 --from here",
        "release 1.2.3 --to=",
        "release 1.2.3 --to here there",
        "release 1.2.3 --to=here --to=there"
      })
  void whatIsWrongIsToldInOneLine(String arguments) throws Exception {
    Said said = work(arguments.split(" "));
    assertThat(said.err()).startsWith("whaleshark: ").hasLineCount(1);
    assertThat(said.exitCode()).isEqualTo(WRONG_USAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wat", "--wat", "format it"})
  void theScriptTellsWhatIsWrongInOneLineToo(String arguments) throws Exception {
    Said said = launch(arguments.split(" "));
    assertThat(said.out()).isEmpty();
    assertThat(said.err()).startsWith("whaleshark: ").hasLineCount(1);
    assertThat(said.exitCode()).isEqualTo(WRONG_USAGE);
  }

  @Test
  void helpOfACommandIsShownByHelpToo() throws Exception {
    Said said = launch("help", "test");
    assertThat(said.out()).startsWith("Usage: ./whaleshark test");
    assertThat(said.exitCode()).isZero();
    Said unknown = launch("help", "wat");
    assertThat(unknown.out()).isEmpty();
    assertThat(unknown.err())
        .isEqualTo("whaleshark: wat: no such command (see ./whaleshark help)\n");
    assertThat(unknown.exitCode()).isEqualTo(WRONG_USAGE);
  }

  @Test
  void withoutAJdkItSaysWhatToInstall() throws Exception {
    copy("whaleshark");
    Path tools = Files.createDirectories(folder.resolve("bin"));
    for (String tool : List.of("readlink", "dirname", "sed")) {
      Files.createSymbolicLink(tools.resolve(tool), Project.find(tool).orElseThrow());
    }
    Process process =
        new ProcessBuilder(
                "env",
                "-i",
                "PATH=" + tools,
                Project.find("bash").orElseThrow().toString(),
                "-c",
                // The places where JDKs usually lie hold this one; a newer one is nowhere.
                "sed 's/^needed_java=.*/needed_java=99/' \"$0\" >\"$0.99\"; exec \"$BASH\""
                    + " \"$0.99\" serve",
                folder.resolve("whaleshark").toString())
            .start();
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(err).matches("whaleshark: no JDK 99 found \\(install one.*JAVA_HOME.*\\)\n");
    assertThat(process.waitFor()).isEqualTo(1);
  }
}
