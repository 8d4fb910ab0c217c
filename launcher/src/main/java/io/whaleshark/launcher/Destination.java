package io.whaleshark.launcher;

import static io.whaleshark.launcher.LauncherException.failed;
import static io.whaleshark.launcher.LauncherException.wrongUsage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The option `--to FOLDER` of a command that makes a folder.
final class Destination {

  private static final String TO = "--to";

  private Destination() {}

  /// @param options what follows the command, where only this option may stand
  /// @return the folder; empty if none was given
  /// @throws LauncherException if anything else was given
  static Optional<Path> parse(String command, List<String> options) {
    if (options.isEmpty()) {
      return Optional.empty();
    }
    String[] first = options.getFirst().split("=", 2);
    if (!first[0].equals(TO)) {
      throw wrongUsage(command, first[0] + ": unknown option");
    }
    List<String> values = new ArrayList<>(List.of(first).subList(1, first.length));
    values.addAll(options.subList(1, options.size()));
    if (values.isEmpty() || values.getFirst().isEmpty()) {
      throw wrongUsage(command, TO + ": without a value (expected: a folder after it)");
    }
    if (values.size() > 1) {
      String more = values.get(1).replaceFirst("=.*", "");
      throw wrongUsage(
          command,
          more + (more.equals(TO) ? ": given twice (expected: once)" : ": unknown option"));
    }
    return Optional.of(Path.of(values.getFirst()).toAbsolutePath());
  }

  /// @throws LauncherException if it exists and is not an empty folder
  static void requireFree(Path to) throws IOException {
    if (!isFree(to)) {
      throw failed(to + ": exists and is not empty (delete it, or choose another one with --to)");
    }
  }

  private static boolean isFree(Path to) throws IOException {
    if (!Files.isDirectory(to)) {
      return !Files.exists(to);
    }
    try (Stream<Path> files = Files.list(to)) {
      return files.findAny().isEmpty();
    }
  }
}
