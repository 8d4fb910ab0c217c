package io.whaleshark.server;

import io.whaleshark.core.engine.Contents;
import io.whaleshark.core.engine.Intake;
import io.whaleshark.core.move.Move;
import io.whaleshark.engine.rocksdb.LibraryFolder;
import io.whaleshark.server.config.ClusterConfig;
import io.whaleshark.server.config.EmbeddedConfig;
import io.whaleshark.server.config.EngineConfig;
import io.whaleshark.server.config.ServerConfig;
import io.whaleshark.server.storage.ClusterStorage;
import io.whaleshark.server.storage.Storage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Moves everything from a data folder to the PostgreSQL of a cluster, or back.
@Command(
    name = "move",
    sortOptions = false,
    description = {
      "Moves everything from a data folder to the PostgreSQL of a cluster, or back:",
      "./whaleshark move --from data --to cluster.yaml",
      "No server may run on either meanwhile. A move that was interrupted continues where it was",
      "when it is repeated. At the end both places are compared in full. The source stays as it is."
    },
    footer = {
      "",
      "Exit codes: 0 moved and compared, 1 it failed or the two are not equal, 2 wrong usage."
    })
final class MoveCommand implements Callable<Integer> {

  private static final int FAILED = 1;

  @Option(
      names = "--from",
      paramLabel = "PLACE",
      required = true,
      description = "A data folder, or a file of settings (.yaml) that names its engine.")
  private Path from = Path.of("");

  @Option(
      names = "--to",
      paramLabel = "PLACE",
      required = true,
      description = "The same; it must be empty, or not exist.")
  private Path to = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Clock clock;

  /// @param clock for the rate
  MoveCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    Place source = Place.of(from);
    Place target = Place.of(to);
    return move(source.engine(), target.engine(), libraries(source, target));
  }

  private int move(EngineConfig source, EngineConfig target, LibraryFolder libraries)
      throws IOException {
    if (source.place().equals(target.place())) {
      throw new ParameterException(
          spec.commandLine(), "--from, --to: the same place (expected: two)");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (Contents contents = contents(source, libraries);
        Intake intake = intake(target, libraries)) {
      out.printf("Moves everything from %s to %s.%n", name(source), name(target));
      out.println("Servers are refused at both places until it ends.");
      out.flush();
      var progress = new MoveProgress(contents.messagesAbout(), clock, out);
      Move.Result result = new Move(contents, intake, progress).run();
      return tell(result, source, target, out);
    }
  }

  private static int tell(
      Move.Result result, EngineConfig source, EngineConfig target, PrintWriter out) {
    if (result.difference().isPresent()) {
      out.println("NOT EQUAL: " + result.difference().get());
      out.println("No server opens the copy. Delete it, and repeat the move.");
      return FAILED;
    }
    out.printf(
        Locale.ROOT,
        "Moved and compared: %,d messages in %,d conversations, %,d memberships.%n",
        result.messages(),
        result.conversations(),
        result.periods());
    out.printf("Start servers on %s alone: %s stays as it was.%n", name(target), name(source));
    return 0;
  }

  /// A data folder, or the settings that name another engine.
  ///
  /// @param settings empty for a data folder
  private record Place(EngineConfig engine, Optional<ServerConfig> settings) {

    static Place of(Path path) {
      String name = path.toString();
      if (name.endsWith(".yaml") || name.endsWith(".yml") || Files.isRegularFile(path)) {
        ServerConfig settings = ServerConfig.read(path, System.getenv());
        return new Place(settings.engine(), Optional.of(settings));
      }
      return new Place(FolderOptions.embedded(path), Optional.empty());
    }
  }

  /// The folder for native libraries: it may be named at either place.
  private static LibraryFolder libraries(Place source, Place target) {
    return Stream.of(source, target)
        .flatMap(place -> place.settings().stream())
        .filter(settings -> settings.libraries().isPresent())
        .findFirst()
        .map(Storage::libraries)
        .orElseGet(() -> LibraryFolder.usual(System.getenv()));
  }

  private static Contents contents(EngineConfig place, LibraryFolder libraries) throws IOException {
    return switch (place) {
      case EmbeddedConfig embedded -> FolderOptions.contents("--from", embedded.data(), libraries);
      case ClusterConfig cluster -> ClusterStorage.contents(cluster);
    };
  }

  private static Intake intake(EngineConfig place, LibraryFolder libraries) throws IOException {
    return switch (place) {
      case EmbeddedConfig embedded -> FolderOptions.intake("--to", embedded.data(), libraries);
      case ClusterConfig cluster -> ClusterStorage.intake(cluster);
    };
  }

  private static String name(EngineConfig place) {
    return switch (place) {
      case EmbeddedConfig embedded -> "the data folder " + embedded.data();
      case ClusterConfig cluster -> cluster.postgres().toString();
    };
  }
}
