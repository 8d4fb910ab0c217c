package io.whaleshark.testkit;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Feed;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.engine.Memberships;
import io.whaleshark.core.engine.MessageLog;
import io.whaleshark.core.engine.Retention;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Head;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.news.News;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/// Injects faults into an engine on demand, and otherwise delegates to it. Confined to its test's
/// thread.
public final class FaultyEngine implements Engine {

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

  private final Engine engine;
  private Fault fault = Fault.NONE;
  private boolean onlyAnnounced;
  private Runnable beforeRead = () -> {};
  private Runnable afterBegin = () -> {};
  private Runnable beforeCommit = () -> {};
  private Runnable afterCommit = () -> {};
  private Runnable beforeDelete = () -> {};

  public FaultyEngine(Engine engine) {
    this.engine = engine;
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

  private Engine reading() {
    beforeRead.run();
    if (fault == Fault.READS) {
      throw failure();
    }
    return engine;
  }

  @Override
  public Transaction begin(Announcement announcement) {
    if (fault == Fault.AWAY) {
      throw failure();
    }
    Transaction begun = engine.begin(announcement);
    afterBegin.run();
    return new FaultyTransaction(
        onlyAnnounced ? new AnnouncedTransaction(begun, announcement) : begun);
  }

  @Override
  public long newestStamp() {
    return engine.newestStamp();
  }

  @Override
  public long newestOwnStamp() {
    return engine.newestOwnStamp();
  }

  @Override
  public MessageLog messages() {
    return reading().messages();
  }

  @Override
  public Inboxes inboxes() {
    return reading().inboxes();
  }

  @Override
  public ConversationList conversations() {
    return reading().conversations();
  }

  @Override
  public Memberships memberships() {
    return reading().memberships();
  }

  @Override
  public Optional<Feed> feed() {
    return engine.feed();
  }

  @Override
  public Retention retention() {
    return new FaultyRetention(engine.retention());
  }

  @Override
  public void close() {
    engine.close();
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

  private final class FaultyTransaction implements Transaction {

    private final Transaction transaction;

    private FaultyTransaction(Transaction transaction) {
      this.transaction = transaction;
    }

    @Override
    public Head head(ConversationId conversation) {
      return transaction.head(conversation);
    }

    @Override
    public long floor(ConversationId conversation) {
      return transaction.floor(conversation);
    }

    @Override
    public Optional<Message> sent(ClientMessageId id) {
      return transaction.sent(id);
    }

    @Override
    public Optional<Message> message(ConversationId conversation, long sequence) {
      return transaction.message(conversation, sequence);
    }

    @Override
    public Optional<Message> messageByStamp(ConversationId conversation, long stamp) {
      return transaction.messageByStamp(conversation, stamp);
    }

    @Override
    public long sentCount(ConversationId conversation, UserId user, long upToSequence) {
      return transaction.sentCount(conversation, user, upToSequence);
    }

    @Override
    public Optional<Group> group(ConversationId.Group group) {
      return transaction.group(group);
    }

    @Override
    public Optional<Membership> membership(ConversationId conversation, UserId user) {
      return transaction.membership(conversation, user);
    }

    @Override
    public Optional<Participation> participation(UserId user, ConversationId conversation) {
      return transaction.participation(user, conversation);
    }

    @Override
    public long newestStamp() {
      return transaction.newestStamp();
    }

    @Override
    public long newestStamp(int app) {
      return transaction.newestStamp(app);
    }

    @Override
    public void commit(List<Change> changes, List<News> news, long newestStamp) {
      if (changes.isEmpty()) {
        transaction.commit(changes, news, newestStamp); // nothing is written that could fail
        return;
      }
      beforeCommit.run();
      if (fault == Fault.COMMIT_LOST) {
        throw failure();
      }
      if (fault == Fault.FULL && !isForFloors(changes)) {
        throw new EngineException(EngineException.Kind.FULL, "made to be full by the test");
      }
      transaction.commit(changes, news, newestStamp);
      afterCommit.run();
      if (fault == Fault.COMMIT_STORED) {
        throw failure();
      }
    }

    /// Raising floors uses reserved space.
    private static boolean isForFloors(List<Change> changes) {
      return !changes.isEmpty() && changes.stream().allMatch(Change.FloorRaised.class::isInstance);
    }

    @Override
    public void close() {
      transaction.close();
    }
  }
}
