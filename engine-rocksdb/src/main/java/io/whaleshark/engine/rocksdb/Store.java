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
/// A native call into a closed database kills the process, so every call holds [#open] for reading,
/// and closing takes it for writing: it waits for calls under way and refuses later ones.
///
/// **A full disk.** A write that would leave less than the reserve is refused before it begins;
/// reads go on, and so do writes once there is room. Should a write fail all the same, RocksDB
/// writes nothing more until it is opened again: that is what [#heal] does.
final class Store implements AutoCloseable {

  /// The layout that this code writes; see the package's documentation.
  static final int FORMAT = 2;

  private final Path folder;
  private final RocksEngine.Limits limits;
  private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();
  private @Nullable Database database; // guarded by open; null once closed, or if it would not open
  private boolean closed; // guarded by open
  private volatile boolean needsHealing; // set by whoever failed, asked by whoever comes next

  /// Opens the folder, creating it where it does not exist, and brings it to the present layout.
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

  /// A server has loaded it from where its settings say; for everyone else it lies where it usually
  /// does.
  private static void loadLibrary() {
    try {
      RocksLibrary.load(NativeLibrary.usualFolder(System.getenv()));
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
          EngineException.Kind.UNAVAILABLE,
          "data folder "
              + folder
              + " has layout "
              + Rows.number(format)
              + " (expected: at most "
              + FORMAT
              + ")");
    } else if (Rows.number(format) < FORMAT) {
      new Upgrade(this).run();
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

  /// Writes rows at once and syncs the log: when this returns, they survive everything but the loss
  /// of the disk (P1).
  ///
  /// @param rows adds them to the batch
  /// @throws EngineException of kind `FULL` if the disk has no more room than the reserve: nothing
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

  /// As [#write], for what gives room back: it may use the reserve.
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

  /// How many bytes may still be written to the disk; 0 if it is away. Cost: one system call.
  long room() {
    return folder.toFile().getUsableSpace();
  }

  /// Opens the database again if a write has failed: until then nobody knows whether that write
  /// will be there (P7). Called where no view is open on this thread. Waits for reads under way;
  /// later ones wait for it.
  ///
  /// @throws EngineException if it does not open; of kind `FULL` if there is no room to open it
  void heal() {
    if (!needsHealing) {
      return;
    }
    requireRoom();
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
      open.writeLock().unlock();
    }
  }

  /// Refuses once it is closed.
  void requireOpen() {
    enter();
    leave();
  }

  /// Writes all that was committed until now to a folder of its own, while reads and writes go on.
  /// Files that do not change any more are shared where both folders lie on one file system. The
  /// folder is for this user alone.
  ///
  /// @param target does not exist yet; its parent does
  void copyTo(Path target) {
    // RocksDB makes the folder itself, and for everyone to read: so it grows in one that is not.
    Path around = target.resolveSibling(target.getFileName() + ".writing");
    try {
      PrivateFolder.create(around);
    } catch (IOException e) {
      throw new EngineException(
          EngineException.Kind.UNAVAILABLE,
          "cannot make "
              + around
              + " (expected: nothing there; a backup that broke off leaves it, delete it then)",
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
      boolean _ = around.toFile().delete(); // unless something is left in it
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

  /// What RocksDB counts since it was opened, as text for people.
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

  /// A view of the newest state, which moves on under the reader.
  View current() {
    return new View(this, enter(), new ReadOptions(), null);
  }

  /// A view of this instant.
  View snapshot() {
    Database own = enter();
    var snapshot = own.rocks().getSnapshot();
    return new View(this, own, new ReadOptions().setSnapshot(snapshot), snapshot);
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

  /// Waits for calls under way, then closes. Idempotent.
  @Override
  public void close() {
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
