package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Bans;
import io.whaleshark.core.engine.Blocks;
import io.whaleshark.core.engine.Contents;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.Directory;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.engine.Journal;
import io.whaleshark.core.engine.Memberships;
import io.whaleshark.core.engine.MessageLog;
import io.whaleshark.core.engine.Pins;
import io.whaleshark.core.engine.PushTokens;
import io.whaleshark.core.engine.Reactions;
import io.whaleshark.core.engine.ReceiptSwitches;
import io.whaleshark.core.engine.Retention;
import io.whaleshark.core.engine.Transaction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/// The embedded engine: all data in one folder, durable with each commit. See the package's
/// documentation for the layout, and [Engine] for the guarantees.
public final class RocksEngine implements Engine {

  /// The resources that an engine may use.
  ///
  /// @param cacheBytes the size of the cache for data that was read
  /// @param reserveBytes the disk space that commits must leave free, because RocksDB needs space
  ///   to reorganize what was written; 0 for none
  public record Limits(long cacheBytes, long reserveBytes) {}

  private final Store store;
  private final HotState hot;
  private final ConversationVersions versions = new ConversationVersions();
  private final Lock usedAgain = new ReentrantLock(); // ids of expired messages, see RocksRetention
  private final MessageLog messages;
  private final Inboxes inboxes;
  private final ConversationList conversations;
  private final Memberships memberships;
  private final Retention retention;
  private final Bans bans;
  private final Blocks blocks;
  private final ReceiptSwitches receiptSwitches;
  private final PushTokens pushTokens;
  private final Directory directory;
  private final Pins pins;
  private final Reactions reactions;
  private final RocksJournal journal;

  /// Makes an engine from a store, and closes the store when it closes.
  RocksEngine(Store store) {
    this.store = store;
    this.hot = new HotState(store);
    this.messages = new RocksMessageLog(store);
    this.inboxes = new RocksInboxes(store);
    this.conversations = new RocksConversationList(store, versions);
    this.memberships = new RocksMemberships(store, hot);
    this.retention = new RocksRetention(store, usedAgain);
    this.bans = new RocksBans(store);
    this.blocks = new RocksBlocks(store);
    this.receiptSwitches = new RocksReceiptSwitches(store);
    this.pushTokens = new RocksPushTokens(store);
    this.directory = new RocksDirectory(store);
    this.pins = new RocksPins(store);
    this.reactions = new RocksReactions(store);
    this.journal = new RocksJournal(store);
  }

  /// Opens a data folder, or creates it if it does not exist, accessible by this user only. The
  /// caller closes the engine.
  ///
  /// @throws EngineException if the folder cannot be created, another process holds it, or its
  ///   layout is newer
  public static RocksEngine open(Path folder, Limits limits) {
    makeFolder(folder);
    Store store = new Store(folder, limits);
    if (store.get(Table.DEFAULT, Keys.INTAKE) != null) {
      store.close();
      throw new EngineException(
          EngineException.Kind.REFUSED,
          "data folder "
              + folder
              + " is the copy of an unfinished move (expected: repeat the move, or delete the"
              + " folder)");
    }
    return new RocksEngine(store);
  }

  static void makeFolder(Path folder) {
    try {
      PrivateFolder.createWithParents(folder);
    } catch (IOException e) {
      throw new EngineException(
          EngineException.Kind.UNAVAILABLE, "cannot create data folder " + folder, e);
    }
  }

  @Override
  public Transaction begin(Announcement announcement) {
    store.heal();
    store.requireOpen();
    AnnouncedSends sends = new AnnouncedSends();
    announcement.to(sends);
    return new RocksTransaction(store, hot, versions, journal, usedAgain, sends.ids());
  }

  @Override
  public long newestStamp() {
    byte[] row = store.get(Table.DEFAULT, Keys.STAMP);
    return row == null ? 0 : Rows.number(row);
  }

  @Override
  public long newestOwnStamp() {
    return newestStamp();
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

  @Override
  public Bans bans() {
    return bans;
  }

  @Override
  public Blocks blocks() {
    return blocks;
  }

  @Override
  public ReceiptSwitches receiptSwitches() {
    return receiptSwitches;
  }

  @Override
  public PushTokens pushTokens() {
    return pushTokens;
  }

  @Override
  public Directory directory() {
    return directory;
  }

  @Override
  public Pins pins() {
    return pins;
  }

  @Override
  public Reactions reactions() {
    return reactions;
  }

  @Override
  public Contents contents() {
    return new RocksContents(store, () -> {});
  }

  /// What was committed, for followers outside.
  public Journal journal() {
    return journal;
  }

  /// Writes a snapshot of all committed data to a new folder that [#open] accepts, while reads and
  /// writes continue. If both folders are on one file system, immutable files are shared, so the
  /// copy costs little. Only this user can access the folder.
  ///
  /// @param target must not exist yet; its parent must exist
  /// @throws EngineException if it cannot be written; a partial copy is unusable
  public void copyTo(Path target) {
    store.copyTo(target);
  }

  /// Checks the promises on all data, from one snapshot, while reads and writes continue. Cost:
  /// reads every row, and up to five more lookups for each message.
  public Diagnosis examine() {
    try {
      store.verifyChecksums();
    } catch (EngineException e) {
      return new Diagnosis(0, 0, 0, 1, List.of("P1 " + e.getMessage()));
    }
    return Examination.of(store);
  }

  /// The open data folder.
  Store store() {
    return store;
  }

  /// The free space of the disk in bytes, including the reserve; 0 if the disk is unavailable.
  public long room() {
    return store.room();
  }

  @Override
  public void close() {
    store.close();
  }
}
