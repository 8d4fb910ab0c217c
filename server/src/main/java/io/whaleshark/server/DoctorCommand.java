package io.whaleshark.server;

import io.whaleshark.engine.cluster.health.ServiceHealth;
import io.whaleshark.engine.rocksdb.Diagnosis;
import io.whaleshark.engine.rocksdb.RocksEngine;
import io.whaleshark.server.config.ClusterConfig;
import io.whaleshark.server.config.EmbeddedConfig;
import io.whaleshark.server.config.ServerConfig;
import io.whaleshark.server.storage.ClusterStorage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Examines a data folder, or the servers of a cluster.
@Command(
    name = "doctor",
    description = {
      "Reads a whole data folder and compares it with what the server promises.",
      "The folder must not be in use. Of a running server make a backup and examine that.",
      "With engine: cluster in the settings, looks instead whether a node can work with the",
      "PostgreSQL and the Redis that they name, and with the ports and the certificate of this",
      "machine."
    },
    footer = {"", "Exit codes: 0 healthy, 1 something is not as promised, 2 wrong usage."})
final class DoctorCommand implements Callable<Integer> {

  private static final int NOT_HEALTHY = 1;

  @Mixin private FolderOptions options = new FolderOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    boolean isHealthy =
        switch (options.engine()) {
          case EmbeddedConfig embedded -> isHealthy(embedded.data(), out);
          case ClusterConfig cluster -> isHealthy(cluster, options.settings(), out);
        };
    return isHealthy ? 0 : NOT_HEALTHY;
  }

  private boolean isHealthy(Path data, PrintWriter out) throws IOException {
    try (RocksEngine engine = options.open(options.named(), data)) {
      Diagnosis diagnosis = engine.examine();
      print(diagnosis, data, out);
      return diagnosis.isHealthy();
    }
  }

  private static boolean isHealthy(ClusterConfig cluster, ServerConfig settings, PrintWriter out) {
    List<ServiceHealth> parts = new ArrayList<>(ClusterStorage.examine(cluster));
    parts.add(MachineExaminer.examine(settings));
    boolean isHealthy = true;
    for (ServiceHealth health : parts) {
      out.println(health.server());
      health.faults().forEach(fault -> out.println("  FAULT " + fault));
      health.warnings().forEach(warning -> out.println("  warning: " + warning));
      isHealthy &= health.faults().isEmpty();
    }
    out.println(isHealthy ? "A node can work here." : "NO NODE CAN WORK HERE.");
    return isHealthy;
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
      out.println("Healthy: every promise holds.");
      return;
    }
    out.printf(Locale.ROOT, "NOT HEALTHY: %,d things are not as promised.%n", diagnosis.faults());
    diagnosis.named().forEach(fault -> out.println("  " + fault));
    if (diagnosis.faults() > diagnosis.named().size()) {
      out.println("  ...");
    }
  }
}
