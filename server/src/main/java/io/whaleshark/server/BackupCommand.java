package io.whaleshark.server;

import io.whaleshark.cli.FileReason;
import io.whaleshark.engine.rocksdb.RocksEngine;
import io.whaleshark.server.control.ControlSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Writes a backup of a data folder, whether or not a server runs on it.
@Command(
    name = "backup",
    description = {
      "Writes everything acknowledged so far to a new folder.",
      "The server may run meanwhile. Where both folders lie on one file system the files that do"
          + " not change any more are shared, so copy the backup to another disk."
    })
final class BackupCommand implements Callable<Integer> {

  @Option(
      names = "--to",
      paramLabel = "FOLDER",
      required = true,
      description = "The backup: a folder that does not exist yet.")
  private Path target = Path.of("");

  @Mixin private FolderOptions options = new FolderOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Path to = target.toAbsolutePath().normalize();
    Path data = options.folder();
    if (Files.exists(to)) {
      throw new IOException("--to: " + to + " exists (expected: a folder that does not exist yet)");
    }
    if (to.startsWith(data)) {
      throw new IOException(
          "--to: "
              + to
              + " is inside the data folder (expected: a folder outside of "
              + data
              + ")");
    }
    createParentOf(to);
    Optional<String> answer = ControlSocket.orderBackup(data, to);
    if (answer.isEmpty()) {
      try (RocksEngine engine = options.open(options.named(), data)) {
        engine.copyTo(to);
      }
    } else if (!answer.get().equals(ControlSocket.DONE)) {
      throw new IOException("--to: " + answer.get());
    }
    spec.commandLine().getOut().println("Wrote a backup of " + data + " to " + to);
    return 0;
  }

  private static void createParentOf(Path to) throws IOException {
    try {
      Files.createDirectories(Optional.ofNullable(to.getParent()).orElse(to));
    } catch (IOException e) {
      throw new IOException(
          "--to: "
              + to
              + " cannot be created: "
              + FileReason.of(e)
              + " (expected: a folder in which this user may write)",
          e);
    }
  }
}
