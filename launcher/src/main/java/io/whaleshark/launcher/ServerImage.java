package io.whaleshark.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A folder from which the server runs on a machine that has no Java: the server, the web chat, and
/// the part of Java that they need.
final class ServerImage {

  /// What the server and its libraries need. ReleaseTest runs it; jdeps also names java.desktop,
  /// for annotations that no class of the server has.
  private static final List<String> MODULES =
      List.of(
          "java.base",
          "java.logging",
          "java.management",
          "java.naming",
          "java.net.http",
          "java.security.jgss",
          "java.sql",
          "jdk.jfr",
          "jdk.management",
          "jdk.unsupported");

  private static final List<String> DOCUMENTS =
      List.of(
          "LICENSE",
          "CHANGELOG.md",
          "docs/cluster.md",
          "docs/config.md",
          "docs/install.md",
          "docs/libraries.md",
          "docs/operations.md",
          "docs/protocol.md",
          "docs/push.md",
          "docs/security.md",
          "docs/server-api.md",
          "docs/webhooks.md");

  private static final String WEB = "web/chat/dist";

  private final Project built;

  ServerImage(Project built) {
    this.built = built;
  }

  /// Returns whether the web chat is built, so that an image will have it.
  static boolean hasWeb(Project built) {
    return Files.exists(built.root().resolve(WEB).resolve("index.html"));
  }

  /// Makes the folder. A web chat that is not built is left out.
  void make(Path image) throws IOException, InterruptedException {
    Path root = built.root();
    link(image.resolve("runtime"));
    new FileTree(root.resolve("server/target/app/lib")).copy(image.resolve("lib"));
    for (String options : List.of("jvm.options", "server.options")) {
      Files.copy(root.resolve("launcher").resolve(options), image.resolve("lib").resolve(options));
    }
    Files.createDirectories(image.resolve("bin"));
    Files.copy(root.resolve("deploy/release/whaleshark"), image.resolve("bin/whaleshark"));
    if (hasWeb(built)) {
      new FileTree(root.resolve(WEB)).copy(image.resolve("web"));
    }
    Files.createDirectories(image.resolve("docs"));
    for (String document : DOCUMENTS) {
      Files.copy(root.resolve(document), image.resolve(document));
    }
    archiveClasses(image);
  }

  private void link(Path runtime) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Project.javaHome().resolve("bin/jlink").toString(),
            "--add-modules",
            String.join(",", MODULES),
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--output",
            runtime.toString());
    require(command, "the Java of the server was not linked");
  }

  /// Lets Java read its own classes from an archive, which saves part of each start. An archive of
  /// all classes would save more, but differs each time that it is written.
  private void archiveClasses(Path image) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            image.resolve("runtime/bin/java").toString(),
            "@" + image.resolve("lib/jvm.options"),
            "@" + image.resolve("lib/server.options"),
            "-XX:+UseSerialGC",
            "-Xshare:dump");
    require(command, "the classes of Java were not archived");
  }

  private void require(List<String> command, String otherwise)
      throws IOException, InterruptedException {
    Path log = built.target("release.log");
    Files.deleteIfExists(log);
    built.require(built.program(command), Optional.of(log), otherwise);
  }
}
