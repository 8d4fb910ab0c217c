package io.whaleshark.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A package for Debian and Ubuntu, which runs the server as a service. Made where dpkg-deb is.
final class DebianPackage {

  private static final int BYTES_OF_A_UNIT = 1_024; // of Installed-Size

  private static final List<String> SCRIPTS = List.of("postinst", "prerm", "postrm");

  private final Project built;
  private final Version version;

  DebianPackage(Project built, Version version) {
    this.built = built;
    this.version = version;
  }

  static boolean isPossible() {
    return Project.find("dpkg-deb").isPresent();
  }

  /// The name of its file.
  String file() {
    return "whaleshark_" + version.debian() + "_" + Architecture.debian() + ".deb";
  }

  /// Makes it from an image of the server, which is moved into it.
  ///
  /// @param root the folder to make, in which the package is laid out
  /// @param time the time of all files in it
  void make(Path image, Path root, Path to, Instant time) throws IOException, InterruptedException {
    Path documents = Files.createDirectories(root.resolve("usr/share/doc")).resolve("whaleshark");
    Path server = Files.createDirectories(root.resolve("usr/lib")).resolve("whaleshark");
    Files.move(image, server);
    Files.move(server.resolve("docs"), documents);
    Files.move(server.resolve("CHANGELOG.md"), documents.resolve("CHANGELOG.md"));
    Files.delete(server.resolve("LICENSE")); // in copyright
    Files.createSymbolicLink(
        Files.createDirectories(root.resolve("usr/bin")).resolve("whaleshark"),
        Path.of("../lib/whaleshark/bin/whaleshark"));
    add("copyright", documents);
    add("whaleshark.yaml", root.resolve("etc/whaleshark"));
    add("whaleshark.service", root.resolve("usr/lib/systemd/system"));
    describe(root);
    new FileTree(root).settle(time);
    pack(root, to.resolve(file()), time);
  }

  private Path source(String name) {
    return built.root().resolve("deploy/debian").resolve(name);
  }

  private void add(String name, Path folder) throws IOException {
    Files.copy(source(name), Files.createDirectories(folder).resolve(name));
  }

  private void describe(Path root) throws IOException {
    long units = units(root);
    Path control = root.resolve("DEBIAN");
    for (String script : SCRIPTS) {
      add(script, control);
    }
    Files.writeString(
        control.resolve("control"),
        Files.readString(source("control"))
            .replace("@VERSION@", version.debian())
            .replace("@ARCHITECTURE@", Architecture.debian())
            .replace("@SIZE@", Long.toString(units)));
    Files.writeString(control.resolve("conffiles"), "/etc/whaleshark/whaleshark.yaml\n");
  }

  private static long units(Path root) throws IOException {
    long units = 0;
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        units += Math.ceilDiv(Files.size(file), BYTES_OF_A_UNIT);
      }
    }
    return units;
  }

  private void pack(Path root, Path deb, Instant time) throws IOException, InterruptedException {
    ProcessBuilder pack =
        built.program(
            List.of(
                "dpkg-deb",
                "--root-owner-group",
                "-Zgzip",
                "--build",
                root.toString(),
                deb.toString()));
    pack.environment().put("SOURCE_DATE_EPOCH", Long.toString(time.getEpochSecond()));
    Path log = built.target("release.log");
    built.require(pack, Optional.of(log), deb.getFileName() + " was not packed");
  }
}
