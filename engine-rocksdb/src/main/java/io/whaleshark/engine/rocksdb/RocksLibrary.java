package io.whaleshark.engine.rocksdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/// RocksDB's native library, loaded once per process. Thread-safe.
public final class RocksLibrary {

  private static boolean loaded; // guarded by the class

  private RocksLibrary() {}

  /// Loads RocksDB, unless this process has already loaded it.
  ///
  /// @param folder where [NativeLibrary] unpacks it
  /// @throws IOException if there is no library for this machine, or it cannot be unpacked or
  ///   loaded
  public static synchronized void load(LibraryFolder folder) throws IOException {
    if (loaded) {
      return;
    }
    Path file = find().unpackInto(folder);
    try {
      RocksDB.loadLibrary(List.of(String.valueOf(file.getParent())));
    } catch (UnsatisfiedLinkError e) {
      throw NativeLibrary.notLoaded(folder, file, e);
    }
    loaded = true;
  }

  /// In a folder, RocksDB looks for another file name than in its jar, with one more "jni".
  static NativeLibrary find() throws IOException {
    String packed = Environment.getJniLibraryFileName("rocksdb");
    return NativeLibrary.find(packed, Environment.getJniLibraryFileName("rocksdbjni"))
        .orElseThrow(() -> new IOException("RocksDB has no " + packed + " for this machine"));
  }
}
