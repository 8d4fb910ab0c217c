package io.whaleshark.archives.xmpp;

import io.whaleshark.archives.Conversions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A conversion with its files.
///
/// @param folder of all of them
record XmppFiles(Path folder, int port) {

  /// What a conversion made.
  ///
  /// @param lines without the times
  record Made(Path file, Conversions.Said said, List<String> lines, List<String> report) {}

  /// Converts.
  ///
  /// @param name of the file
  /// @param rooms more of the settings
  Made convert(String name, List<String> users, String rooms) throws IOException {
    Path config = folder.resolve("xmpp.yaml");
    Files.writeString(
        config,
        "server: 127.0.0.1:%d\ndomain: localhost\nusers: users.txt\n%s".formatted(port, rooms));
    Files.write(
        folder.resolve("users.txt"),
        users.stream().map(user -> user + ":" + ChatPartner.PASSWORD).toList());
    return convert(name, config);
  }

  Made convert(String name, Path config) throws IOException {
    Path file = folder.resolve(name);
    Path report = folder.resolve(name + ".lost");
    Conversions.Said said =
        Conversions.run(
            "convert",
            "xmpp",
            file.toString(),
            "--config",
            config.toString(),
            "--report",
            report.toString());
    List<String> lines = new ArrayList<>();
    if (Files.exists(file)) {
      Files.readAllLines(file)
          .forEach(line -> lines.add(line.replaceAll(",\"messageTime\":\\d+", "")));
    }
    return new Made(
        file, said, lines, Files.exists(report) ? Files.readAllLines(report) : List.of());
  }
}
