package io.whaleshark.engine.rocksdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/// RocksDB itself, which is loaded into a process once. Thread-safe.
public final class RocksLibrary {

  private static boolean loaded; // guarded by the class

  private RocksLibrary() {}

  /// Loads RocksDB, unless this process has it already.
  ///
  /// @param folder where [NativeLibrary] unpacks it
  /// @throws IOException if there is none for this machine, or it cannot be unpacked or loaded
  public static synchronized void load(Path folder) throws IOException {
    if (loaded) {
      return;
    }
    Path file = find().unpackInto(folder);
    try {
      RocksDB.loadLibrary(List.of(String.valueOf(file.getParent())));
    } catch (UnsatisfiedLinkError e) {
      throw NativeLibrary.notLoaded(file, e);
    }
    loaded = true;
  }

  /// RocksDB looks in a folder for another name than the library has in its jar: with one more
  /// "jni".
  static NativeLibrary find() throws IOException {
    String packed = Environment.getJniLibraryFileName("rocksdb");
    return NativeLibrary.find(packed, Environment.getJniLibraryFileName("rocksdbjni"))
        .orElseThrow(() -> new IOException("RocksDB has no " + packed + " for this machine"));
  }
}
