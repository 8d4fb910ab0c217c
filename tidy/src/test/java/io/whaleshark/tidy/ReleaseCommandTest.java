package io.whaleshark.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// Goal: `./whaleshark release` makes what operators and developers get, from nothing but what is
/// committed. Method: the command itself, in a repository of its own with the sources as they are.
/// What is in the parts is shown by [ReleaseTest]. It builds everything once more, so it runs with
/// `-Dwhaleshark.release=true` alone.
@EnabledIfSystemProperty(named = "whaleshark.release", matches = "true")
@Timeout(1_200)
class ReleaseCommandTest {

  private static final String VERSION = "9.8.7";
  private static final String NAME = "whaleshark-" + VERSION;
  private static final List<String> PACKAGES =
      List.of("whaleshark-java-sdk", "whaleshark-backend", "whaleshark-spring-boot-starter");

  /// What Maven Central asks of a description.
  private static final List<String> DESCRIBED =
      List.of("name", "description", "url", "license", "developer", "scm");

  @TempDir private static Path folder = Path.of("");
  private static Path release = Path.of("");

  @BeforeAll
  static void release() throws IOException, InterruptedException {
    Path project = Files.createDirectories(folder.resolve("project"));
    String files =
        run(Rules.ROOT, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard");
    for (String name : files.split("\0", -1)) {
      Path file = Rules.ROOT.resolve(name);
      if (Files.isRegularFile(file)) { // not what was deleted, and is still listed
        Files.createDirectories(project.resolve(name).getParent());
        Files.copy(file, project.resolve(name));
      }
    }
    Path changes = project.resolve("CHANGELOG.md");
    String section = "## Unreleased\n\n## " + VERSION + "\n";
    Files.writeString(changes, Files.readString(changes).replace("## Unreleased\n", section));
    run(project, "git", "init", "--quiet");
    run(project, "git", "add", "--all");
    run(project, "git", "-c", "user.name=a", "-c", "user.email=a@a.example", "commit", "-qm", "a");
    release = folder.resolve("release");
    run(project, "./whaleshark", "release", VERSION, "--to", release.toString());
    for (String archive : List.of(NAME + "-linux-x64", NAME + "-maven")) {
      if (Files.exists(release.resolve(archive + ".tar.gz"))) {
        run(folder, "tar", "-xf", release.resolve(archive + ".tar.gz").toString());
      }
    }
  }

  /// What a program said that had to succeed.
  private static String run(Path in, String... command) throws IOException, InterruptedException {
    ProcessBuilder program = new ProcessBuilder(command).directory(in.toFile());
    program.environment().put("JAVA_HOME", System.getProperty("java.home"));
    program.environment().remove("MAVEN_OPTS");
    Process process = program.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", String.join(" ", command), said).isZero();
    return said;
  }

  @Test
  void theFolderHoldsWhatTheDocumentSaysAndNothingElse() throws IOException, InterruptedException {
    List<String> expected =
        new ArrayList<>(
            List.of(
                NAME + "-linux-x64.tar.gz",
                "Containerfile",
                "whaleshark-java-sdk-" + VERSION + ".tar.gz",
                NAME + "-maven.tar.gz",
                "whaleshark-client-" + VERSION + ".tgz",
                NAME + "-sbom.json",
                NAME + "-docs.tar.gz",
                "RELEASE.md",
                "SHA256SUMS"));
    PACKAGES.forEach(name -> expected.add(name + "-" + VERSION + "-sbom.json"));
    if (Files.isExecutable(Path.of("/usr/bin/dpkg-deb"))) {
      expected.add("whaleshark_" + VERSION + "_amd64.deb");
    }
    String said = run(release, "sha256sum", "--check", "--strict", "SHA256SUMS");
    assertThat(said.lines()).hasSize(expected.size() - 1).allMatch(line -> line.endsWith(": OK"));
    try (Stream<Path> files = Files.list(release)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void theServerStartsWhereNothingIsInstalled() throws IOException, InterruptedException {
    ProcessBuilder serve =
        new ProcessBuilder("/bin/sh", folder.resolve(NAME + "/bin/whaleshark").toString(), "serve");
    serve.environment().clear();
    serve
        .environment()
        .putAll(
            Map.of(
                "PATH", "",
                "WHALESHARK_DATA", folder.resolve("data").toString(),
                "WHALESHARK_TCP_PORT", "0",
                "WHALESHARK_WS_PORT", "0",
                "WHALESHARK_HTTP_PORT", "0"));
    Process server = serve.redirectErrorStream(true).start();
    try (BufferedReader said = server.inputReader()) {
      List<String> lines = new ArrayList<>();
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        lines.add(line);
        if (line.contains("Login")) {
          break; // the last of its addresses
        }
      }
      assertThat(lines)
          .anyMatch(line -> line.startsWith("Whale Shark is ready after "))
          .anyMatch(line -> line.matches(" +Web chat +http://127\\.0\\.0\\.1:\\d+/"));
    } finally {
      server.destroy();
      server.waitFor();
    }
  }

  private static Path published(String name) {
    return folder.resolve(NAME + "-maven/io/whaleshark").resolve(name).resolve(VERSION);
  }

  @Test
  void thePackagesAreWhatMavenCentralAsksFor() throws IOException {
    Path all = folder.resolve(NAME + "-maven/io/whaleshark");
    try (Stream<Path> names = Files.list(all)) {
      assertThat(names.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(PACKAGES);
    }
    for (String name : PACKAGES) {
      for (String end : List.of(".jar", "-sources.jar", "-javadoc.jar", ".pom")) {
        Path file = published(name).resolve(name + "-" + VERSION + end);
        assertThat(file).isNotEmptyFile();
        assertThat(Path.of(file + ".sha1")).isNotEmptyFile();
        assertThat(Path.of(file + ".md5")).isNotEmptyFile();
      }
      String pom = Files.readString(published(name).resolve(name + "-" + VERSION + ".pom"));
      assertThat(pom).doesNotContain("<parent>", "SNAPSHOT", "<scope>test</scope>", "${");
      for (String element : DESCRIBED) {
        assertThat(pom)
            .as("%s in %s", element, name)
            .containsPattern("(?s)<" + element + "( [^>]*)?>.+</" + element + ">");
      }
    }
  }

  /// A project that names the packages alone gets what they need, and nothing of the server.
  @Test
  void aProjectCanDependOnThem() throws IOException, InterruptedException {
    Path project = Files.createDirectories(folder.resolve("consumer"));
    Path had = Path.of(System.getProperty("user.home"), ".m2/repository"); // by this build
    Files.writeString(
        project.resolve("pom.xml"),
        """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>example</groupId>
          <artifactId>consumer</artifactId>
          <version>1</version>
          <repositories>
            <repository><id>release</id><url>%1$s</url></repository>
            <repository><id>central</id><url>%3$s</url></repository>
          </repositories>
          <pluginRepositories>
            <pluginRepository><id>central</id><url>%3$s</url></pluginRepository>
          </pluginRepositories>
          <dependencies>
            <dependency>
              <groupId>io.whaleshark</groupId>
              <artifactId>whaleshark-java-sdk</artifactId>
              <version>%2$s</version>
            </dependency>
            <dependency>
              <groupId>io.whaleshark</groupId>
              <artifactId>whaleshark-backend</artifactId>
              <version>%2$s</version>
            </dependency>
          </dependencies>
        </project>
        """
            .formatted(folder.resolve(NAME + "-maven").toUri(), VERSION, had.toUri()));
    Path said = project.resolve("classpath");
    run(
        project,
        "mvn",
        "--batch-mode",
        "-q",
        "-Dmaven.repo.local=" + folder.resolve("repository"),
        "-Dmdep.outputFile=" + said,
        "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath");
    assertThat(
            Stream.of(Files.readString(said).split(File.pathSeparator))
                .map(jar -> Path.of(jar).getFileName().toString().replaceFirst("-\\d.*", "")))
        .containsExactlyInAnyOrder(
            "whaleshark-java-sdk",
            "netty-buffer",
            "netty-common",
            "whaleshark-backend",
            "jackson-databind",
            "jackson-core",
            "jackson-annotations");
  }
}
