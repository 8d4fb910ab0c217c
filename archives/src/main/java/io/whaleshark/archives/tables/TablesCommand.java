package io.whaleshark.archives.tables;

import io.whaleshark.archives.OutputOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Converts the tables of a server of the same design, in MySQL, with its inboxes in Redis.
@Command(
    name = "tables",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Reads the MySQL tables im_message_history and others, and the inboxes in Redis:",
      "  ./whaleshark convert tables --config tables.yaml chats.jsonl",
      "Stop the servers that write to them first. Nothing is changed there."
    },
    footer = {
      "",
      "The file of --config:",
      "  appId: 10001",
      "  mysql:",
      "    host: 127.0.0.1",
      "    port: 3306",
      "    database: im_core",
      "    user: reader",
      "    passwordFile: mysql.password",
      "  redis:",
      "    host: 127.0.0.1",
      "    port: 6379",
      "    passwordFile: redis.password",
      "",
      "Exit codes: 0 all is in the file, 1 something is not or it failed, 2 wrong usage."
    })
public final class TablesCommand implements Callable<Integer> {

  private final Clock clock;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The file that says where the source is.")
  private Path config = Path.of("");

  @Mixin private OutputOptions output = new OutputOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  /// @param clock tells times in the future
  public TablesCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    output.require(spec);
    SourceConfig source = SourceConfig.read(config);
    try (SourceTables tables = SourceTables.open(source.mysql(), source.app())) {
      if (source.redis().isEmpty()) {
        return output.run(spec, new TablesConversion(tables, Optional.empty(), clock));
      }
      try (SourceInboxes inboxes = SourceInboxes.open(source.redis().get(), source.app())) {
        return output.run(spec, new TablesConversion(tables, Optional.of(inboxes), clock));
      }
    } catch (SourceFailure e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
