package io.whaleshark.engine.cluster;

import io.whaleshark.engine.cluster.PostgresConfig.Durability;
import io.whaleshark.services.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// One PostgreSQL for all test classes of a run, ended with them. Each folder of a test stands for
/// a schema of its own. Nothing here kills a machine, so nothing is synced.
final class Servers implements BeforeAllCallback {

  private static final Map<String, String> SETTINGS =
      Map.of("fsync", "off", "full_page_writes", "off");

  private static final Map<Path, String> SCHEMAS = new HashMap<>(); // guarded by itself

  /// A server with the folder that it runs on.
  private record Running(PostgresServer postgres, Path folder) implements AutoCloseable {

    static Running start() {
      try {
        Path folder = Files.createTempDirectory("servers");
        return new Running(PostgresServer.start(folder.resolve("pg"), 0, SETTINGS), folder);
      } catch (IOException e) {
        throw new IllegalStateException("cannot make a folder", e);
      }
    }

    @Override
    public void close() throws IOException {
      postgres.close();
      try (Stream<Path> left = Files.walk(folder)) {
        for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private static volatile List<Running> running = List.of(); // one, once a class has begun

  @Override
  public void beforeAll(ExtensionContext context) {
    Running server =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.create(Servers.class))
            .computeIfAbsent(Running.class, _ -> Running.start(), Running.class);
    running = List.of(server);
  }

  static PostgresServer postgres() {
    return running.getFirst().postgres();
  }

  /// How the tables are reached that a folder stands for.
  static PostgresConfig config(Path folder) {
    synchronized (SCHEMAS) {
      String schema = SCHEMAS.computeIfAbsent(folder, _ -> "test" + SCHEMAS.size());
      return config(schema);
    }
  }

  static PostgresConfig config(String schema) {
    PostgresServer server = postgres();
    return new PostgresConfig(
        server.url(), server.user(), server.password(), schema, Durability.LOCAL, 2);
  }
}
