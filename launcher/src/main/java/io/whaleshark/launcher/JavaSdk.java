package io.whaleshark.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// The Java SDK as an archive: its jar and those that it needs, for a class path, and its sources,
/// with the descriptions of all that is public.
final class JavaSdk {

  private final Project built;
  private final Version version;

  JavaSdk(Project built, Version version) {
    this.built = built;
    this.version = version;
  }

  /// The name of its archive, without the end, and of the folder in it.
  String name() {
    return "whaleshark-java-sdk-" + version.text();
  }

  /// @param work an existing folder in which the archive is laid out
  /// @param to the folder of the archive
  void make(Path work, Path to, Instant time) throws IOException, InterruptedException {
    Path root = built.root();
    Path folder = Files.createDirectory(work.resolve(name()));
    new FileTree(root.resolve("java-sdk/target/app/lib")).copy(folder.resolve("lib"));
    new FileTree(root.resolve("java-sdk/target/sources")).copy(folder.resolve("sources"));
    Files.copy(root.resolve("LICENSE"), folder.resolve("LICENSE"));
    FileTree tree = new FileTree(folder);
    tree.settle(time);
    tree.pack(built, to.resolve(name() + ".tar.gz"), time);
  }
}
