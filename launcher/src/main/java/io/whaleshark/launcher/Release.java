package io.whaleshark.launcher;

import static io.whaleshark.launcher.LauncherException.failed;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The folder of a version: all that operators and developers need of it, and nothing that needs a
/// JDK, Maven or Node.js to run.
public final class Release {

  private final Project built;
  private final Version version;
  private final Instant time;

  /// @param built a project whose applications are built
  /// @param time when its sources were committed: no file is newer
  Release(Project built, Version version, Instant time) {
    this.built = built;
    this.version = version;
    this.time = time;
  }

  /// Makes the folder from the applications as they are built, whatever version they say. Made
  /// twice of the same applications, its files have the same bytes.
  ///
  /// @param root the folder of the project
  /// @param to the folder to make, not there or empty
  /// @param said receives progress messages
  public static void ofBuilt(Path root, String version, Instant time, Path to, PrintStream said)
      throws IOException, InterruptedException {
    new Release(new Project(root, said), new Version(version), time).make(to);
  }

  /// Builds the committed sources, and makes the folder from that.
  static void run(Project project, List<String> arguments)
      throws IOException, InterruptedException {
    ReleaseOptions options = ReleaseOptions.parse(project, arguments);
    CommittedSources sources = new CommittedSources(project);
    sources.requireAll();
    TemporaryFolder temporary = TemporaryFolder.make(project.target("release"));
    try {
      Project copy = sources.copy(temporary.path(), options.version());
      MavenRepository packages = new MavenRepository(copy, options.version());
      new Applications(copy).publish(packages.folder());
      new Web(copy).build();
      if (!ServerImage.hasWeb(copy)) {
        throw failed("the web chat was not built (a release needs Node.js and npm)");
      }
      new Web(copy).pack(Files.createDirectories(options.to()));
      packages.pack(options.to(), sources.time());
      docs(copy, options, sources.time());
      new Release(copy, options.version(), sources.time()).make(options.to());
    } finally {
      temporary.delete();
    }
    project.said().println("Whale Shark " + options.version().text() + " is in " + options.to());
  }

  private static void docs(Project copy, ReleaseOptions options, Instant time)
      throws IOException, InterruptedException {
    String name = options.version().folder() + "-docs";
    FileTree site = new FileTree(copy.target("site").resolve(name));
    new Web(copy).makeDocs(site.root());
    site.settle(time);
    site.pack(copy, options.to().resolve(name + ".tar.gz"), time);
  }

  /// What is in the folder already gets its checksum as well.
  void make(Path to) throws IOException, InterruptedException {
    Files.createDirectories(to);
    TemporaryFolder work = TemporaryFolder.make(built.target("release-parts"));
    Path image = work.path().resolve(version.folder());
    built.said().println("Linking the server ...");
    new ServerImage(built).make(image);
    built.said().println("Packing the server ...");
    String archive = version.folder() + "-linux-" + Architecture.name() + ".tar.gz";
    new FileTree(image).settle(time);
    new FileTree(image).pack(built, to.resolve(archive), time);
    container(to, archive);
    if (DebianPackage.isPossible()) {
      new DebianPackage(built, version).make(image, work.path().resolve("debian"), to, time);
    } else {
      built.said().println("dpkg-deb is not installed: no package for Debian is made.");
    }
    JavaSdk sdk = new JavaSdk(built, version);
    sdk.make(work.path(), to, time);
    components("server", to.resolve(version.folder() + "-sbom.json"));
    for (String module : Applications.PUBLISHED) {
      components(module, to.resolve("whaleshark-" + module + "-" + version.text() + "-sbom.json"));
    }
    Optional<String> changes = Changelog.of(built.root()).section(version);
    if (changes.isPresent()) {
      Files.writeString(to.resolve("RELEASE.md"), changes.get());
    }
    Checksums.write(to);
    work.delete();
  }

  /// What a module consists of: the CycloneDX document that the build has written.
  private void components(String module, Path to) throws IOException {
    Files.copy(built.root().resolve(module).resolve("target/app/sbom.json"), to);
  }

  private void container(Path to, String archive) throws IOException {
    String text = Files.readString(built.root().resolve("deploy/release/Containerfile"));
    Files.writeString(
        to.resolve("Containerfile"),
        text.replace("@ARCHIVE@", archive).replace("@FOLDER@", version.folder()));
  }
}
