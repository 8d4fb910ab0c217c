package io.whaleshark.engine.rocksdb;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.zip.CRC32;

/// A native library in a jar, unpacked once into a folder that all processes of this user share. By
/// default, the Java wrappers of such libraries unpack a copy for each process into the temporary
/// folder, and a killed process leaves its copy there.
///
/// An unpacked file is valid if it has the size and checksum that the jar states. A truncated or
/// damaged file is unpacked again. The checksum does not protect against other users of the
/// machine, so the folder must not be writable by them.
public final class NativeLibrary {

  private static final String EPOLL = "META-INF/native/libnetty_transport_native_epoll_";
  private static final String NETTY_FOLDER = "io.netty.native.workdir";
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

  /// Finds a native library on the class path; empty if there is none for this machine.
  ///
  /// @param name the file name under which the loading code looks for it
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

  /// Finds Netty's epoll library for Linux; empty on other systems, where Netty does not need it.
  ///
  /// @throws IOException if the jar cannot be read
  public static Optional<NativeLibrary> findEpoll() throws IOException {
    String machine = System.getProperty("os.arch").replace("amd64", "x86_64");
    String resource = EPOLL + machine.replace("aarch64", "aarch_64") + ".so";
    return System.getProperty("os.name").equals("Linux")
        ? find(resource, nameOf(resource))
        : Optional.empty();
  }

  /// Loads the library into this process; unpacks it first if needed.
  ///
  /// @param folder the folder for libraries; created for this user only if it does not exist
  /// @throws IOException if that cannot be, naming the setting
  public void loadFrom(LibraryFolder folder) throws IOException {
    Path file = unpackInto(folder);
    unpackForNettyBeside(file);
    try {
      System.load(file.toString());
    } catch (UnsatisfiedLinkError e) {
      throw notLoaded(folder, file, e);
    }
  }

  /// Netty's own loader makes a copy for each process, whatever is loaded already, and deletes it
  /// when it is loaded. A process that is killed in between leaves it: in the folder for libraries,
  /// and not in the temporary folder of the machine. A folder that somebody chose for it stays.
  private static void unpackForNettyBeside(Path file) {
    if (System.getProperty(NETTY_FOLDER) == null) {
      System.setProperty(NETTY_FOLDER, String.valueOf(file.getParent()));
    }
  }

  static IOException notLoaded(LibraryFolder folder, Path file, UnsatisfiedLinkError why) {
    return new IOException(
        folder.blaming(file)
            + " cannot be loaded: "
            + why.getMessage()
            + folder.expecting("a folder whose files may be executed"),
        why);
  }

  /// Unpacks the library into a folder, unless it is there. Processes may do so concurrently: one
  /// of them unpacks, and the others wait for it.
  ///
  /// @return the library's file
  /// @throws IOException if that cannot be, naming the setting
  public Path unpackInto(LibraryFolder folder) throws IOException {
    synchronized (NativeLibrary.class) { // a file lock excludes processes, not threads
      return unpackAlone(folder);
    }
  }

  private Path unpackAlone(LibraryFolder folder) throws IOException {
    try {
      PrivateFolder.createWithParents(folder.path());
      if (PrivateFolder.isWritableByOthers(folder.path())) {
        throw new IOException("other users may write there (expected: chmod go-w)");
      }
      // The name of the jar identifies the library, its version and the machine type.
      Path file = Files.createDirectories(folder.path().resolve(version)).resolve(name);
      if (!isWhole(file)) {
        unpack(file);
      }
      return file;
    } catch (IOException e) {
      throw new IOException(
          folder.blaming(folder.path())
              + " cannot be used"
              + why(e)
              + folder.expecting("a folder of this user's own"),
          e);
    }
  }

  /// The messages of some of Java's file exceptions are the bare file name.
  private static String why(IOException e) {
    String why = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return why == null ? "" : ": " + why;
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

  /// Writes to a temporary file beside the target and then moves it atomically. So a starting
  /// process finds either the complete old file or the complete new one, and a process that has
  /// loaded the old file keeps it.
  private void unpack(Path file) throws IOException {
    Path made = file.resolveSibling(file.getFileName() + ".part");
    // The operating system releases a file lock when its owner ends, even if it is killed.
    try (FileChannel locked =
            FileChannel.open(
                file.resolveSibling("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = locked.lock()) {
      if (isWhole(file)) { // unpacked by a previous lock holder
        return;
      }
      try (InputStream library = packed.openStream()) {
        Files.copy(library, made, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
