package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.engine.Memberships;
import io.whaleshark.core.engine.MessageLog;
import io.whaleshark.core.engine.Retention;
import io.whaleshark.core.engine.Transaction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/// The embedded engine: everything in one folder, durable with each commit. See the package's
/// documentation for the layout, and [Engine] for the guarantees.
public final class RocksEngine implements Engine {

  /// What an engine may use.
  ///
  /// @param cacheBytes how much of what was read stays in memory
  /// @param reserveBytes how much of the disk nothing is written into: so much room is needed to
  ///   put in order what was written before; 0 for none
  public record Limits(long cacheBytes, long reserveBytes) {}

  private final Store store;
  private final HotState hot;
  private final Lock usedAgain = new ReentrantLock(); // ids of expired messages, see RocksRetention
  private final MessageLog messages;
  private final Inboxes inboxes;
  private final ConversationList conversations;
  private final Memberships memberships;
  private final Retention retention;

  /// Makes an engine of a store, and closes it with itself.
  RocksEngine(Store store) {
    this.store = store;
    this.hot = new HotState(store);
    this.messages = new RocksMessageLog(store);
    this.inboxes = new RocksInboxes(store);
    this.conversations = new RocksConversationList(store);
    this.memberships = new RocksMemberships(store, hot);
    this.retention = new RocksRetention(store, usedAgain);
  }

  /// Opens a data folder, creating it where it does not exist: then for this user alone. The caller
  /// closes the engine.
  ///
  /// @throws EngineException if the folder cannot be made, another process holds it, or its layout
  ///   is newer
  public static RocksEngine open(Path folder, Limits limits) {
    try {
      PrivateFolder.createWithParents(folder);
    } catch (IOException e) {
      throw new EngineException(
          EngineException.Kind.UNAVAILABLE, "cannot create data folder " + folder, e);
    }
    return new RocksEngine(new Store(folder, limits));
  }

  @Override
  public Transaction begin(Announcement announcement) {
    store.heal();
    store.requireOpen();
    AnnouncedSends sends = new AnnouncedSends();
    announcement.to(sends);
    return new RocksTransaction(store, hot, usedAgain, sends.ids());
  }

  @Override
  public long newestStamp() {
    byte[] row = store.get(Table.DEFAULT, Keys.STAMP);
    return row == null ? 0 : Rows.number(row);
  }

  @Override
  public MessageLog messages() {
    return messages;
  }

  @Override
  public Inboxes inboxes() {
    return inboxes;
  }

  @Override
  public ConversationList conversations() {
    return conversations;
  }

  @Override
  public Memberships memberships() {
    return memberships;
  }

  @Override
  public Retention retention() {
    return retention;
  }

  /// Writes all that was committed until now to a folder of its own, which [#open] takes. Reads and
  /// writes go on meanwhile. Files that do not change any more are shared where both folders lie on
  /// one file system, so the copy costs little there. The folder is for this user alone.
  ///
  /// @param target does not exist yet; its parent does
  /// @throws EngineException if it cannot be written; what was written of it is of no use then
  public void copyTo(Path target) {
    store.copyTo(target);
  }

  /// Reads everything and compares it with the promises. Works on one instant, while reads and
  /// writes go on. Cost: reads every row, and looks up three more for each message.
  public Diagnosis examine() {
    try {
      store.verifyChecksums();
    } catch (EngineException e) {
      return new Diagnosis(0, 0, 0, 1, List.of("P1 " + e.getMessage()));
    }
    return Examination.of(store);
  }

  /// How many bytes may still be written to the disk, the reserve among them; 0 if it is away.
  public long room() {
    return store.room();
  }

  @Override
  public void close() {
    store.close();
  }
}
