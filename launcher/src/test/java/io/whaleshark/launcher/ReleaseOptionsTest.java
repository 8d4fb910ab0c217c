package io.whaleshark.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a release is of one version, described and committed, and its sources say that version
/// everywhere. Method: a small repository that is made by the real git.
class ReleaseOptionsTest {

  private static final Version VERSION = new Version("1.2.3");

  @TempDir Path folder;
  private Path root = Path.of("");

  @BeforeEach
  void makeARepository() throws IOException, InterruptedException {
    root = Files.createDirectories(folder.resolve("project"));
    write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n- a\n\n## 1.2.3\n\n- b\n\n## 1.2.2\n");
    write("pom.xml", "<version>0.1.0-SNAPSHOT</version><netty.version>4.2</netty.version>");
    write("core/pom.xml", "<parent><version>0.1.0-SNAPSHOT</version></parent>");
    write(
        "web/client/package.json", "{\"name\": \"@whaleshark/client\",\n  \"version\": \"0.1.0\"}");
    write("web/chat/package.json", "{\"@whaleshark/client\": \"0.1.0\", \"preact\": \"^11.2.0\"}");
    write("web/package-lock.json", "{\"name\": \"@whaleshark/chat\",\n \"version\": \"0.1.0\"}");
    git("init", "--quiet");
    git("add", ".");
    git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "-m", "a");
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void git(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git", "-C", root.toString()));
    command.addAll(List.of(arguments));
    Process git = new ProcessBuilder(command).inheritIO().start();
    assertThat(git.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(git.exitValue()).isZero();
  }

  private Project project() {
    OutputStream nobody = OutputStream.nullOutputStream();
    return new Project(root, new PrintStream(nobody, true, StandardCharsets.UTF_8));
  }

  private ReleaseOptions parse(String... arguments) throws IOException {
    return ReleaseOptions.parse(project(), List.of(arguments));
  }

  @Test
  void aVersionThatIsDescribedGetsItsFolder() throws IOException {
    assertThat(parse("1.2.3").to()).isEqualTo(root.resolve("target/whaleshark-1.2.3"));
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertThat(parse("1.2.3", "--to", empty.toString()).to()).isEqualTo(empty);
    assertThat(parse("1.2.3", "--to=" + empty).to()).isEqualTo(empty);
    assertThat(Changelog.of(root).section(VERSION)).contains("## 1.2.3\n\n- b\n");
  }

  @Test
  void whatIsNotDescribedIsRefused() {
    assertThatThrownBy(() -> parse("1.2.4"))
        .isInstanceOf(LauncherException.class)
        .hasMessageStartingWith("CHANGELOG.md has no section ## 1.2.4 (");
  }

  @Test
  void aFolderThatHoldsSomethingIsRefused() {
    assertThatThrownBy(() -> parse("1.2.3", "--to", root.toString()))
        .isInstanceOf(LauncherException.class)
        .hasMessageStartingWith(root + ": exists and is not empty (");
  }

  @Test
  void onlyWhatIsCommittedIsReleased() throws IOException, InterruptedException {
    CommittedSources sources = new CommittedSources(project());
    sources.requireAll();
    write("core/new", "");
    assertThatThrownBy(sources::requireAll)
        .isInstanceOf(LauncherException.class)
        .hasMessageStartingWith("not committed: core/new (");
  }

  @Test
  void theVersionIsSetInTheCopyAlone() throws IOException, InterruptedException {
    Path copy = Files.createDirectories(folder.resolve("copy"));
    new CommittedSources(project()).copy(copy, VERSION);
    assertThat(copy.resolve("pom.xml"))
        .hasContent("<version>1.2.3</version><netty.version>4.2</netty.version>");
    assertThat(copy.resolve("core/pom.xml"))
        .hasContent("<parent><version>1.2.3</version></parent>");
    assertThat(copy.resolve("web/client/package.json")).content().contains("version\": \"1.2.3\"");
    assertThat(copy.resolve("web/package-lock.json")).content().contains("version\": \"1.2.3\"");
    assertThat(copy.resolve("web/chat/package.json"))
        .hasContent("{\"@whaleshark/client\": \"1.2.3\", \"preact\": \"^11.2.0\"}");
    assertThat(root.resolve("pom.xml")).content().contains("0.1.0-SNAPSHOT");
  }

  @Test
  void aPreReleaseIsOlderForDebian() {
    assertThat(new Version("1.0.0-rc.1").debian()).isEqualTo("1.0.0~rc.1");
    assertThat(new Version("1.0.0-rc-1").debian()).isEqualTo("1.0.0~rc.1");
    assertThat(VERSION.debian()).isEqualTo("1.2.3");
  }
}
