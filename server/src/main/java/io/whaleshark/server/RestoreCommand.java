package io.whaleshark.server;

import io.whaleshark.cli.FileReason;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.engine.rocksdb.Diagnosis;
import io.whaleshark.engine.rocksdb.PrivateFolder;
import io.whaleshark.engine.rocksdb.RocksEngine;
import io.whaleshark.server.control.ControlSocket;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Creates a data folder from a backup.
@Command(
    name = "restore",
    description = {
      "Examines a backup, then restores it into a data folder.",
      "What was acknowledged after the backup is gone. The backup itself stays as it is."
    })
final class RestoreCommand implements Callable<Integer> {

  @Option(names = "--from", paramLabel = "FOLDER", required = true, description = "The backup.")
  private Path backup = Path.of("");

  @Mixin private FolderOptions options = new FolderOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Path from = backup.toAbsolutePath().normalize();
    Path data = options.folder();
    if (Files.exists(data) && !isEmptyFolder(data)) {
      throw new IOException(
          options.named() + ": " + data + " is not empty (expected: move it out of the way first)");
    }
    FolderOptions.requireDataFolder("--from", from);
    if (data.startsWith(from)) {
      throw new IOException(
          options.named()
              + ": "
              + data
              + " is inside the backup (expected: a folder outside of it)");
    }
    if (ControlSocket.isServed(from)) {
      throw new IOException(
          "--from: "
              + from
              + " is in use by a server (expected: a backup; ./whaleshark backup writes one)");
    }
    // Created next to the target and moved there when it is complete.
    Path made = data.resolveSibling(data.getFileName() + ".restoring");
    if (Files.exists(made)) {
      throw new IOException(made + ": left by a restore that failed (expected: delete it first)");
    }
    try {
      make(from, made);
    } catch (IOException | EngineException e) {
      throw new IOException(
          "cannot restore " + backup + ": " + text(e) + "; delete " + made + " before trying again",
          e);
    }
    Files.deleteIfExists(data);
    PrivateFolder.moveForGood(made, data);
    spec.commandLine().getOut().println("Restored " + data);
    return 0;
  }

  /// Creates a healthy data folder and syncs all of it to the disk.
  private void make(Path from, Path made) throws IOException {
    copy(from, made);
    Diagnosis diagnosis;
    try (RocksEngine engine = options.open("--from", made)) {
      diagnosis = engine.examine();
    }
    DoctorCommand.print(diagnosis, backup, spec.commandLine().getOut());
    if (!diagnosis.isHealthy()) {
      throw new IOException("not healthy");
    }
    PrivateFolder.sync(made); // opening the copy has changed files
  }

  private static String text(Exception e) {
    return e instanceof FileSystemException file
        ? file.getFile() + ": " + FileReason.of(file)
        : String.valueOf(e.getMessage());
  }

  private static boolean isEmptyFolder(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent() == null ? to : to.getParent());
    PrivateFolder.create(to);
    List<Path> files;
    try (Stream<Path> listed = Files.list(from)) {
      files = listed.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Path copied = to.resolve(file.getFileName());
      Files.copy(file, copied);
      PrivateFolder.sync(copied);
    }
    PrivateFolder.sync(to);
  }
}
