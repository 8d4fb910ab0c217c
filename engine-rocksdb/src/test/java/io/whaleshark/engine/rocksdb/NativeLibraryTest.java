package io.whaleshark.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: the loaded library is the published one, and the machine has one copy of it. Method:
/// RocksDB's own library is unpacked into folders in every state that killed processes, disks and
/// other users may leave.
class NativeLibraryTest {

  private static final int PROCESSES = 4;
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

  @TempDir Path temporary;

  private Path folder = Path.of("");

  @BeforeEach
  void nameFolder() {
    folder = temporary.resolve("parent/libraries");
  }

  private static NativeLibrary library() throws IOException {
    return RocksLibrary.find();
  }

  /// A process that unpacks the library and ends.
  static final class Unpacking {
    public static void main(String[] folder) throws IOException {
      library().unpackInto(in(Path.of(folder[0])));
    }
  }

  private static LibraryFolder in(Path folder) {
    return new LibraryFolder("WHALESHARK_LIBRARIES", folder);
  }

  @Test
  void itIsUnpackedOnceIntoAPrivateFolderThatNamesItsVersion() throws IOException {
    Path file = library().unpackInto(in(folder));
    assertThat(folder.relativize(file).toString())
        .matches("rocksdbjni-\\d+\\.\\d+\\.\\d+/librocksdbjni.*");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    Files.setLastModifiedTime(file, LONG_AGO);
    assertThat(library().unpackInto(in(folder))).isEqualTo(file);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(LONG_AGO);
  }

  @Test
  void whatIsDamagedIsReplaced() throws IOException {
    Path file = library().unpackInto(in(folder));
    byte[] whole = Files.readAllBytes(file);
    byte[] damaged = whole.clone();
    damaged[whole.length / 2] ^= 1;
    Files.write(file, damaged);
    assertThat(library().unpackInto(in(folder))).hasBinaryContent(whole);
  }

  @Test
  void whatAKilledProcessLeftHalfWrittenIsReplaced() throws IOException {
    Path file = library().unpackInto(in(folder));
    byte[] whole = Files.readAllBytes(file);
    Files.delete(file);
    Path half = Files.writeString(Path.of(file + ".part"), "half");
    assertThat(library().unpackInto(in(folder))).hasBinaryContent(whole);
    assertThat(half).doesNotExist();
  }

  @Test
  void manyProcessesMayBeginAtOnce() throws IOException, InterruptedException {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin/java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Unpacking.class.getName(),
                  folder.toString())
              .inheritIO()
              .start());
    }
    for (Process process : processes) {
      assertThat(process.waitFor()).isZero();
    }
    Path file = library().unpackInto(in(folder));
    Files.setLastModifiedTime(file, LONG_AGO);
    library().unpackInto(in(folder));
    assertThat(Files.getLastModifiedTime(file)).as("it was whole").isEqualTo(LONG_AGO);
  }

  @Test
  void aFolderThatOthersMayWriteToIsRefused() throws IOException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> library().unpackInto(in(folder)))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(folder.toString(), "other users", "WHALESHARK_LIBRARIES: ");
  }

  @Test
  void aFolderThatCannotBeMadeIsNamedWithItsSetting() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "in the way");
    assertThatThrownBy(() -> library().unpackInto(in(file.resolve("libraries"))))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(file.toString(), "WHALESHARK_LIBRARIES: ");
  }

  @Test
  void theUsualFolderIsTheSettingsElseTheUsersCache() {
    Path home = Path.of(System.getProperty("user.home"));
    LibraryFolder ofHome = new LibraryFolder("libraries", home.resolve(".cache/whaleshark"));
    assertThat(LibraryFolder.usual(Map.of())).isEqualTo(ofHome);
    assertThat(LibraryFolder.usual(Map.of("XDG_CACHE_HOME", "/cache")))
        .isEqualTo(new LibraryFolder("libraries", Path.of("/cache/whaleshark")));
    assertThat(LibraryFolder.usual(Map.of("XDG_CACHE_HOME", "relative"))).isEqualTo(ofHome);
    assertThat(
            LibraryFolder.usual(
                Map.of("XDG_CACHE_HOME", "/cache", "WHALESHARK_LIBRARIES", "/lib/whaleshark")))
        .isEqualTo(new LibraryFolder("WHALESHARK_LIBRARIES", Path.of("/lib/whaleshark")));
  }
}
