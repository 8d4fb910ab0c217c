package io.whaleshark.testkit;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Bans;
import io.whaleshark.core.engine.Blocks;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.Directory;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Feed;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.engine.Memberships;
import io.whaleshark.core.engine.MessageLog;
import io.whaleshark.core.engine.Pins;
import io.whaleshark.core.engine.PushTokens;
import io.whaleshark.core.engine.Reactions;
import io.whaleshark.core.engine.ReceiptSwitches;
import io.whaleshark.core.engine.Retention;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Typing;
import io.whaleshark.core.news.News;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntToLongFunction;

/// Injects faults into an engine on demand, and otherwise delegates to it. Confined to its test's
/// thread.
public final class FaultyEngine extends ForwardingEngine {

  /// The kinds of faults.
  public enum Fault {
    /// Nothing.
    NONE,
    /// Commits fail, and nothing of them is stored.
    COMMIT_LOST,
    /// Commits fail although they are stored completely: the unknown outcome.
    COMMIT_STORED,
    /// Commits fail because the disk is full, and nothing is stored. Raising floors still works, in
    /// reserved space.
    FULL,
    /// Transactions cannot begin.
    AWAY,
    /// Commits work; reads outside of a transaction fail.
    READS
  }

  private Fault fault = Fault.NONE;
  private boolean onlyAnnounced;
  private Runnable beforeRead = () -> {};
  private Runnable afterBegin = () -> {};
  private Runnable beforeCommit = () -> {};
  private Runnable afterCommit = () -> {};
  private Runnable beforeDelete = () -> {};

  public FaultyEngine(Engine engine) {
    super(engine);
  }

  /// From now on, a transaction rejects reads that were not announced.
  ///
  /// @return this engine
  public FaultyEngine onlyAnnounced() {
    onlyAnnounced = true;
    return this;
  }

  /// Injects this fault from now on.
  public void failBy(Fault what) {
    fault = what;
  }

  /// Runs before whatever is read outside of a transaction.
  public void beforeRead(Runnable action) {
    beforeRead = action;
  }

  /// Runs whenever a transaction has begun.
  public void afterBegin(Runnable action) {
    afterBegin = action;
  }

  /// Runs before every commit.
  public void beforeCommit(Runnable action) {
    beforeCommit = action;
  }

  /// Runs after every stored commit, before the caller knows of it.
  public void afterCommit(Runnable action) {
    afterCommit = action;
  }

  /// Runs before every deletion of expired messages.
  public void beforeDelete(Runnable action) {
    beforeDelete = action;
  }

  private static EngineException failure() {
    return new EngineException(EngineException.Kind.UNAVAILABLE, "made to fail by the test");
  }

  private void beforeReading() {
    beforeRead.run();
    failIfReadsDo();
  }

  private void failIfReadsDo() {
    if (fault == Fault.READS) {
      throw failure();
    }
  }

  @Override
  public long newestStamp() {
    failIfReadsDo();
    return super.newestStamp();
  }

  @Override
  public Transaction begin(Announcement announcement) {
    if (fault == Fault.AWAY) {
      throw failure();
    }
    Transaction begun = super.begin(announcement);
    afterBegin.run();
    return new FaultyTransaction(
        onlyAnnounced ? new AnnouncedTransaction(begun, announcement) : begun);
  }

  @Override
  public MessageLog messages() {
    beforeReading();
    return super.messages();
  }

  @Override
  public Inboxes inboxes() {
    beforeReading();
    return super.inboxes();
  }

  @Override
  public ConversationList conversations() {
    beforeReading();
    return super.conversations();
  }

  @Override
  public Memberships memberships() {
    beforeReading();
    return super.memberships();
  }

  @Override
  public Bans bans() {
    beforeReading();
    return super.bans();
  }

  @Override
  public Blocks blocks() {
    beforeReading();
    return super.blocks();
  }

  @Override
  public ReceiptSwitches receiptSwitches() {
    return user -> {
      beforeReading();
      return super.receiptSwitches().isOff(user);
    };
  }

  @Override
  public PushTokens pushTokens() {
    return user -> {
      beforeReading();
      return super.pushTokens().pushTokens(user);
    };
  }

  @Override
  public Directory directory() {
    beforeReading();
    return super.directory();
  }

  @Override
  public Pins pins() {
    return conversation -> {
      beforeReading();
      return super.pins().of(conversation);
    };
  }

  @Override
  public Reactions reactions() {
    beforeReading();
    return super.reactions();
  }

  @Override
  public Optional<Feed> feed() {
    return super.feed().map(FaultyFeed::new);
  }

  private final class FaultyFeed implements Feed {

    private final Feed feed;

    private FaultyFeed(Feed feed) {
      this.feed = feed;
    }

    private void beforeAsking() {
      beforeReading();
      if (fault == Fault.AWAY) {
        throw failure();
      }
    }

    @Override
    public Online online(int app) {
      beforeAsking();
      return feed.online(app);
    }

    @Override
    public Page after(int app, long stamp, int limit) {
      beforeAsking();
      return feed.after(app, stamp, limit);
    }

    @Override
    public void listen(Listener listener) {
      feed.listen(listener);
    }

    @Override
    public void tell(Typing typing) {
      feed.tell(typing);
    }

    @Override
    public void hear(Consumer<Typing> listener) {
      feed.hear(listener);
    }
  }

  @Override
  public Retention retention() {
    return new FaultyRetention(super.retention());
  }

  private final class FaultyRetention implements Retention {

    private final Retention retention;

    private FaultyRetention(Retention retention) {
      this.retention = retention;
    }

    @Override
    public List<Due> due(IntToLongFunction keepFrom, Optional<ConversationId> after, int limit) {
      if (fault == Fault.READS || fault == Fault.AWAY) {
        throw failure();
      }
      return retention.due(keepFrom, after, limit);
    }

    @Override
    public long delete(ConversationId conversation) {
      beforeDelete.run();
      switch (fault) {
        case NONE, FULL, COMMIT_STORED -> {}
        case READS, AWAY, COMMIT_LOST -> throw failure();
      }
      long deleted = retention.delete(conversation);
      if (fault == Fault.COMMIT_STORED) {
        throw failure();
      }
      return deleted;
    }
  }

  private final class FaultyTransaction extends ForwardingTransaction {

    private FaultyTransaction(Transaction transaction) {
      super(transaction);
    }

    @Override
    public void commit(List<Change> changes, List<News> news, long newestStamp) {
      if (changes.isEmpty() && news.isEmpty()) {
        super.commit(changes, news, newestStamp); // nothing is written that could fail
        return;
      }
      beforeCommit.run();
      if (fault == Fault.COMMIT_LOST) {
        throw failure();
      }
      if (fault == Fault.FULL && !isForFloors(changes)) {
        throw new EngineException(EngineException.Kind.FULL, "made to be full by the test");
      }
      super.commit(changes, news, newestStamp);
      afterCommit.run();
      if (fault == Fault.COMMIT_STORED) {
        throw failure();
      }
    }

    /// Raising floors uses reserved space.
    private static boolean isForFloors(List<Change> changes) {
      return !changes.isEmpty() && changes.stream().allMatch(Change.FloorRaised.class::isInstance);
    }
  }
}
