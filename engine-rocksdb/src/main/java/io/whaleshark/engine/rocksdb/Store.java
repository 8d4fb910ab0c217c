package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.EngineException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;

/// An open data folder. Thread-safe.
///
/// A native call into a closed database kills the process. So every call holds the read lock of
/// [#open], and closing takes the write lock: it waits for calls in progress and refuses later
/// ones.
///
/// **A full disk.** A write that would leave less free space than the reserve is refused before it
/// begins. Reads continue, and writes resume once there is space. If a write fails nevertheless,
/// RocksDB writes nothing more until it is reopened, which [#heal] does.
final class Store implements AutoCloseable {

  /// The layout that this code writes; see the package's documentation.
  static final int FORMAT = 13;

  private final Path folder;
  private final RocksEngine.Limits limits;
  private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();
  private @Nullable Database database; // guarded by open; null once closed, or if opening failed
  private boolean closed; // guarded by open
  private volatile boolean needsHealing; // set by a failed write, read by the next caller
  private volatile boolean isAwaited; // somebody waits until nothing is read

  /// Opens the folder, creates it if it does not exist, and upgrades it to the present layout.
  ///
  /// @throws EngineException if another process holds the folder, or its layout is newer than this
  ///   code
  Store(Path folder, RocksEngine.Limits limits) {
    this.folder = folder;
    this.limits = limits;
    loadLibrary();
    database = new Database(folder, limits.cacheBytes());
    try {
      checkFormat();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /// A server has already loaded it from the configured folder; other programs use the default
  /// folder.
  private static void loadLibrary() {
    try {
      RocksLibrary.load(LibraryFolder.usual(System.getenv()));
    } catch (IOException e) {
      throw new EngineException(
          EngineException.Kind.UNAVAILABLE, String.valueOf(e.getMessage()), e);
    }
  }

  private void checkFormat() {
    byte[] format = get(Table.DEFAULT, Keys.FORMAT);
    if (format == null) {
      write(batch -> batch.put(Table.DEFAULT, Keys.FORMAT, Rows.number(FORMAT)));
    } else if (Rows.number(format) > FORMAT) {
      throw new EngineException(
          EngineException.Kind.REFUSED,
          "data folder "
              + folder
              + " has layout "
              + Rows.number(format)
              + " (expected: at most "
              + FORMAT
              + ")");
    } else if (Rows.number(format) < FORMAT) {
      new Upgrade(this).run(Rows.number(format));
    }
  }

  byte @Nullable [] get(Table table, byte[] key) {
    Database own = enter();
    try {
      return own.rocks().get(own.handle(table), key);
    } catch (RocksDBException e) {
      throw Database.failure("cannot read", e);
    } finally {
      leave();
    }
  }

  /// Looks up many keys of a table at once, in one native call.
  ///
  /// @return as many as there are keys; empty where there is no row
  List<Optional<byte[]>> getAll(Table table, List<byte[]> keys) {
    Database own = enter();
    try {
      return own
          .rocks()
          .multiGetAsList(Collections.nCopies(keys.size(), own.handle(table)), keys)
          .stream()
          .map(Optional::ofNullable)
          .toList();
    } catch (RocksDBException e) {
      throw Database.failure("cannot read", e);
    } finally {
      leave();
    }
  }

  /// Writes rows atomically and syncs the log. When this returns, they survive everything except
  /// the loss of the disk (P1).
  ///
  /// @param rows adds them to the batch
  /// @throws EngineException of kind `FULL` if the free space does not exceed the reserve: nothing
  ///   was written
  void write(Consumer<Batch> rows) {
    requireRoom();
    writeIntoReserve(rows);
  }

  private void requireRoom() {
    long room = room();
    if (room < limits.reserveBytes()) {
      throw new EngineException(
          EngineException.Kind.FULL,
          "disk of "
              + folder
              + ": "
              + room
              + " bytes are left (expected: at least "
              + limits.reserveBytes()
              + ")");
    }
  }

  /// Like [#write], for changes that lead to freeing space: it may use the reserve.
  void writeIntoReserve(Consumer<Batch> rows) {
    Database own = enter();
    try (Batch batch = new Batch(own)) {
      rows.accept(batch);
      own.write(batch.rows());
    } catch (RocksDBException e) {
      needsHealing = true;
      throw Database.failure("cannot write", e);
    } finally {
      leave();
    }
  }

  /// The free space of the disk in bytes; 0 if the disk is unavailable. Cost: one system call.
  long room() {
    return folder.toFile().getUsableSpace();
  }

  /// Reopens the database if a write has failed: until then, it is unknown whether that write is
  /// stored (P7). The calling thread must have no open view. Waits for reads in progress; later
  /// reads wait for it.
  ///
  /// @throws EngineException if opening fails; of kind `FULL` if there is too little space to open
  ///   it
  void heal() {
    if (!needsHealing) {
      return;
    }
    requireRoom();
    isAwaited = true;
    open.writeLock().lock();
    try {
      if (needsHealing && !closed) {
        if (database != null) {
          database.close();
          database = null;
        }
        database = new Database(folder, limits.cacheBytes());
        needsHealing = false;
      }
    } finally {
      isAwaited = false;
      open.writeLock().unlock();
    }
  }

  /// Throws if the store is to be closed or opened anew: whoever reads for long has to begin again.
  void requireNotAwaited() {
    if (isAwaited) {
      throw new EngineException(
          EngineException.Kind.UNAVAILABLE, "the store is closed or opened anew: begin again");
    }
  }

  /// Throws if the store is closed.
  void requireOpen() {
    enter();
    leave();
  }

  /// Writes a snapshot of all committed data to a new folder, while reads and writes continue. If
  /// both folders are on one file system, immutable files are shared. Only this user can access the
  /// folder.
  ///
  /// @param target must not exist yet; its parent must exist
  void copyTo(Path target) {
    // RocksDB creates the folder itself, readable by everyone. So it is created inside a private
    // one.
    Path around = target.resolveSibling(target.getFileName() + ".writing");
    try {
      PrivateFolder.create(around);
    } catch (IOException e) {
      throw new EngineException(
          EngineException.Kind.UNAVAILABLE,
          "cannot make "
              + around
              + " (expected: it does not exist; delete it if an interrupted backup left it)",
          e);
    }
    Database own = enter();
    try (Checkpoint checkpoint = Checkpoint.create(own.rocks())) {
      Path copy = around.resolve("copy");
      checkpoint.createCheckpoint(copy.toString());
      PrivateFolder.restrict(copy);
      PrivateFolder.moveForGood(copy, target);
    } catch (RocksDBException e) {
      throw Database.failure("cannot copy to " + target, e);
    } catch (IOException e) {
      throw new EngineException(
          EngineException.Kind.UNAVAILABLE, "cannot copy to " + target + ": " + e, e);
    } finally {
      leave();
      boolean _ = around.toFile().delete(); // fails if something is left in it
    }
  }

  /// Reads every file and compares it with its checksums.
  ///
  /// @throws EngineException of kind `CORRUPT` if one does not match
  void verifyChecksums() {
    Database own = enter();
    try {
      own.rocks().verifyChecksum();
    } catch (RocksDBException e) {
      throw Database.failure("cannot verify", e);
    } finally {
      leave();
    }
  }

  /// How many rows a table has, about.
  long rowsAbout(Table table) {
    Database own = enter();
    try {
      return own.rocks().getLongProperty(own.handle(table), "rocksdb.estimate-num-keys");
    } catch (RocksDBException e) {
      throw Database.failure("cannot read", e);
    } finally {
      leave();
    }
  }

  /// RocksDB's statistics since it was opened, as text for people.
  String statistics() {
    Database own = enter();
    try {
      return own.rocks().getProperty("rocksdb.dbstats");
    } catch (RocksDBException e) {
      throw Database.failure("cannot read", e);
    } finally {
      leave();
    }
  }

  /// A view of the newest state; later commits may become visible while it is read.
  View current() {
    return new View(enter(), new ReadOptions(), null, this::leave);
  }

  /// A view of a snapshot of the present state.
  View snapshot() {
    Database own = enter();
    var snapshot = own.rocks().getSnapshot();
    return new View(own, new ReadOptions().setSnapshot(snapshot), snapshot, this::leave);
  }

  private Database enter() {
    open.readLock().lock();
    Database own = database;
    if (own == null) {
      open.readLock().unlock();
      throw new EngineException(
          EngineException.Kind.UNAVAILABLE,
          closed ? "the engine is closed" : "data folder " + folder + " does not open");
    }
    return own;
  }

  void leave() {
    open.readLock().unlock();
  }

  /// Waits for calls in progress, then closes. Idempotent.
  @Override
  public void close() {
    isAwaited = true;
    open.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      if (database != null) {
        database.close();
        database = null;
      }
    } finally {
      open.writeLock().unlock();
    }
  }
}
