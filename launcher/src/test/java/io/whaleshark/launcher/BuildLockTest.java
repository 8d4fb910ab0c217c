package io.whaleshark.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: one build at a time, also after an owner was killed. Method: another process that holds
/// the lock and never gives it back.
class BuildLockTest {

  private static final String HELD = "held";

  @TempDir Path folder;

  /// Takes the lock, says so, and keeps it until it is killed.
  static final class Owner {
    public static void main(String[] folder) throws IOException {
      try (BuildLock _ =
              BuildLock.take(
                  new Project(
                      Path.of(folder[0]), new PrintStream(OutputStream.nullOutputStream())));
          PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out))) {
        out.println(HELD);
        int _ = System.in.read();
      }
    }
  }

  @Test
  void whoWaitsIsToldForWhomAndIsNextWhenTheOwnerIsKilled() throws Exception {
    Process owner =
        new ProcessBuilder(
                Project.java(),
                "-cp",
                System.getProperty("java.class.path"),
                Owner.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (BufferedReader lines = owner.inputReader()) {
      assertThat(lines.readLine()).isEqualTo(HELD);
      // Kills the owner once somebody says that they wait for it.
      PrintStream killing =
          new PrintStream(said, true, StandardCharsets.UTF_8) {
            @Override
            public void println(String line) {
              super.println(line);
              owner.destroyForcibly();
            }
          };
      BuildLock.take(new Project(folder, killing)).close();
    }
    assertThat(said.toString(StandardCharsets.UTF_8))
        .isEqualTo("Waiting for the build of process " + owner.pid() + " ...\n");
  }

  @Test
  void whoIsAloneWaitsForNobody() throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Project project = new Project(folder, new PrintStream(said, true, StandardCharsets.UTF_8));
    BuildLock.take(project).close();
    BuildLock.take(project).close();
    assertThat(said.size()).isZero();
  }
}
