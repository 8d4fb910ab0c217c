package io.whaleshark.client.bench;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The group of load generators on the command line.
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures a running server, and verifies what it does while measuring.",
    subcommands = P2pCommand.class)
public final class BenchCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  /// Says that a subcommand is missing.
  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "Say what to measure: whaleshark bench p2p");
    }
  }
}
