package io.whaleshark.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// This machine as it is, in a shell that may change all of it: what is written there is in memory
/// alone. At the end that is gone, and so are all processes. The network is the machine's own.
/// Needs root.
final class ThrowawayRoot implements AutoCloseable {

  private static final String END = "--- exit code ";

  /// Lays a folder in memory over the whole machine, and starts a shell in that.
  private static final String ENTER =
      """
      mount -t tmpfs none "$0" && cd "$0" && mkdir written work root &&
      mount -t overlay overlay -o lowerdir=/,upperdir=written,workdir=work root &&
      mount -t proc proc root/proc && mount --rbind /dev root/dev &&
      exec chroot root /bin/sh 2>&1
      """;

  private final Process shell;
  private final PrintWriter commands;
  private final BufferedReader said;

  /// @param folder an empty folder
  ThrowawayRoot(Path folder) throws IOException {
    this.shell =
        new ProcessBuilder(
                List.of(
                    "unshare",
                    "--mount",
                    "--pid",
                    "--fork",
                    "--kill-child",
                    "sh",
                    "-c",
                    ENTER,
                    folder.toString()))
            .redirectErrorStream(true)
            .start();
    this.commands = new PrintWriter(shell.getOutputStream(), true, StandardCharsets.UTF_8);
    this.said = shell.inputReader();
  }

  /// Whether this machine lets its user do that.
  static boolean isPossible() throws IOException, InterruptedException {
    if (!System.getProperty("user.name").equals("root")) {
      return false;
    }
    Path folder = Files.createTempDirectory("root");
    try (ThrowawayRoot root = new ThrowawayRoot(folder)) {
      return root.run("true").equals("");
    } catch (AssertionError e) {
      return false;
    } finally {
      Files.delete(folder);
    }
  }

  /// What a command said that had to succeed.
  String run(String command) throws IOException {
    commands.println("( " + command + " ) </dev/null; echo \"" + END + "$?\"");
    StringBuilder lines = new StringBuilder();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith(END)) {
        assertThat(line).as("%s: %s", command, lines).isEqualTo(END + "0");
        return lines.toString();
      }
      lines.append(line).append('\n');
    }
    throw new AssertionError(command + ": the shell has ended: " + lines);
  }

  @Override
  public void close() throws IOException {
    commands.close();
    shell.destroy();
    shell.onExit().join();
  }
}
