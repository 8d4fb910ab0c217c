package io.whaleshark.engine.rocksdb;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.zip.CRC32;

/// A library of machine code that lies in a jar, unpacked once into a folder that all processes of
/// this user share. Left to themselves, the Java libraries around them unpack a copy for each
/// process into the machine's temporary folder, and a process that is killed leaves it there.
///
/// A file counts as the library if it has the size and the checksum that the jar states; so one
/// that is cut off or damaged is unpacked again. Against other users of the machine a checksum is
/// no protection: the folder must be one that they cannot write to.
public final class NativeLibrary {

  private static final String SETTING = "WHALESHARK_LIBRARIES";
  private static final String EPOLL = "META-INF/native/libnetty_transport_native_epoll_";
  private static final String JAR = ".jar";
  private static final int BUFFER = 1 << 16;

  private final URL packed;
  private final String version;
  private final String name;
  private final long size;
  private final long checksum;

  private NativeLibrary(URL packed, JarURLConnection jar, String name) throws IOException {
    JarEntry entry = jar.getJarEntry();
    this.packed = packed;
    this.version = nameOf(jar.getJarFileURL().getPath()).replace(JAR, "");
    this.name = name;
    this.size = entry.getSize();
    this.checksum = entry.getCrc();
  }

  private static String nameOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// Finds a library on the class path; empty if there is none for this machine.
  ///
  /// @param name what its file is called, by which others look for it
  /// @throws IOException if the jar cannot be read
  static Optional<NativeLibrary> find(String resource, String name) throws IOException {
    URL found = NativeLibrary.class.getClassLoader().getResource(resource);
    if (found == null) {
      return Optional.empty();
    }
    URLConnection connection = found.openConnection();
    if (connection instanceof JarURLConnection inJar) {
      return Optional.of(new NativeLibrary(found, inJar, name));
    }
    throw new IOException(found + ": not in a jar (expected: a library as it is published)");
  }

  /// Finds what Netty waits for sockets with on Linux; empty elsewhere, where it does without.
  ///
  /// @throws IOException if the jar cannot be read
  public static Optional<NativeLibrary> findEpoll() throws IOException {
    String machine = System.getProperty("os.arch").replace("amd64", "x86_64");
    String resource = EPOLL + machine.replace("aarch64", "aarch_64") + ".so";
    return System.getProperty("os.name").equals("Linux")
        ? find(resource, nameOf(resource))
        : Optional.empty();
  }

  /// Where libraries lie unless a setting says otherwise: `WHALESHARK_LIBRARIES`, else `whaleshark`
  /// in the user's folder for what can be made again.
  public static Path usualFolder(Map<String, String> environment) {
    String set = environment.getOrDefault(SETTING, "");
    if (!set.isBlank()) {
      return Path.of(set.strip()).toAbsolutePath();
    }
    Path cache = Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""));
    return (cache.isAbsolute() ? cache : Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("whaleshark")
        .toAbsolutePath();
  }

  /// Loads the library into this process, after unpacking it where that is needed.
  ///
  /// @param folder where libraries lie; made for this user alone if it is not there
  /// @throws IOException if that cannot be, naming the setting
  public void loadFrom(Path folder) throws IOException {
    Path file = unpackInto(folder);
    try {
      System.load(file.toString());
    } catch (UnsatisfiedLinkError e) {
      throw notLoaded(file, e);
    }
  }

  static IOException notLoaded(Path file, UnsatisfiedLinkError why) {
    return new IOException(
        "libraries: "
            + file
            + " cannot be loaded: "
            + why.getMessage()
            + " (expected: a folder whose files may be executed, see "
            + SETTING
            + ")",
        why);
  }

  /// Sees to it that the library lies in a folder. Several processes may do so at once: one of them
  /// unpacks, the others wait for it.
  ///
  /// @return the file of the library
  /// @throws IOException if that cannot be, naming the setting
  public Path unpackInto(Path folder) throws IOException {
    synchronized (NativeLibrary.class) { // the lock of a file is one of processes
      return unpackAlone(folder);
    }
  }

  private Path unpackAlone(Path folder) throws IOException {
    try {
      PrivateFolder.createWithParents(folder);
      if (PrivateFolder.isWritableByOthers(folder)) {
        throw new IOException("other users may write there (expected: chmod go-w)");
      }
      // The name of a jar says which library, which version, and for which machine.
      Path file = Files.createDirectories(folder.resolve(version)).resolve(name);
      if (!isWhole(file)) {
        unpack(file);
      }
      return file;
    } catch (IOException e) {
      throw new IOException(
          "libraries: "
              + folder
              + " cannot be used: "
              + (e.getMessage() == null ? e.toString() : e.getMessage())
              + " (expected: a folder of this user's own, see "
              + SETTING
              + ")",
          e);
    }
  }

  private boolean isWhole(Path file) throws IOException {
    return Files.isRegularFile(file) && Files.size(file) == size && checksumOf(file) == checksum;
  }

  private static long checksumOf(Path file) throws IOException {
    CRC32 checksum = new CRC32();
    byte[] buffer = new byte[BUFFER];
    try (InputStream bytes = Files.newInputStream(file)) {
      for (int length = bytes.read(buffer); length >= 0; length = bytes.read(buffer)) {
        checksum.update(buffer, 0, length);
      }
    }
    return checksum.getValue();
  }

  /// Beside its place first and moved there when it is whole: who starts meanwhile finds all of the
  /// old file or all of the new one, and who has loaded the old one keeps it.
  private void unpack(Path file) throws IOException {
    Path made = file.resolveSibling(file.getFileName() + ".part");
    // A lock of the system ends with its owner, also when that is killed.
    try (FileChannel locked =
            FileChannel.open(
                file.resolveSibling("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = locked.lock()) {
      if (isWhole(file)) { // by one who held the lock before
        return;
      }
      try (InputStream library = packed.openStream()) {
        Files.copy(library, made, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
