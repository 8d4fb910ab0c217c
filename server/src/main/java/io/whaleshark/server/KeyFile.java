package io.whaleshark.server;

import io.whaleshark.cli.FileReason;
import io.whaleshark.cli.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/// The file that `--key` names: a key is never an option itself, since other users of the machine
/// can see options. Stateless.
final class KeyFile {

  private KeyFile() {}

  /// The key, without the white space around it. What cannot be read is wrong usage.
  static String read(CommandSpec spec, Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw Usage.wrong(
          spec,
          "--key: " + file + ": " + FileReason.of(e) + " (expected: a readable file with a key)");
    }
  }
}
