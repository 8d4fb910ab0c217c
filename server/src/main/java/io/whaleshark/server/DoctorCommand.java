package io.whaleshark.server;

import io.whaleshark.engine.rocksdb.Diagnosis;
import io.whaleshark.engine.rocksdb.RocksEngine;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Examines a data folder.
@Command(
    name = "doctor",
    description = {
      "Reads a whole data folder and compares it with what the server promises.",
      "The folder must not be in use. Of a running server make a backup and examine that."
    },
    footer = {"", "Exit codes: 0 healthy, 1 something is not as promised, 2 wrong usage."})
final class DoctorCommand implements Callable<Integer> {

  private static final int NOT_HEALTHY = 1;

  @Mixin private FolderOptions options = new FolderOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Path data = options.folder();
    try (RocksEngine engine = FolderOptions.open(data)) {
      Diagnosis diagnosis = engine.examine();
      print(diagnosis, data, spec.commandLine().getOut());
      return diagnosis.isHealthy() ? 0 : NOT_HEALTHY;
    }
  }

  static void print(Diagnosis diagnosis, Path folder, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%s: %,d messages in %,d conversations, %,d memberships%n",
        folder,
        diagnosis.messages(),
        diagnosis.conversations(),
        diagnosis.periods());
    if (diagnosis.isHealthy()) {
      out.println("Healthy: all is as promised.");
      return;
    }
    out.printf(Locale.ROOT, "NOT HEALTHY: %,d things are not as promised.%n", diagnosis.faults());
    diagnosis.named().forEach(fault -> out.println("  " + fault));
    if (diagnosis.faults() > diagnosis.named().size()) {
      out.println("  ...");
    }
  }
}
