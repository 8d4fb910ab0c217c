package io.whaleshark.testkit;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.EngineException;
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
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/// An engine that fails when it is told to, and otherwise does what the engine behind it does.
/// Confined to its test's thread.
public final class FaultyEngine implements Engine {

  /// What goes wrong.
  public enum Fault {
    /// Nothing.
    NONE,
    /// Commits fail, and nothing of them is stored.
    COMMIT_LOST,
    /// Commits fail although all of them is stored: the outcome that nobody can know.
    COMMIT_STORED,
    /// Commits fail for want of room, and nothing of them is stored; floors have room of their own.
    FULL,
    /// Not even a transaction can begin.
    AWAY,
    /// Commits work; what is read outside of a transaction cannot be read.
    READS
  }

  private final Engine engine;
  private Fault fault = Fault.NONE;
  private boolean onlyAnnounced;
  private Runnable afterBegin = () -> {};
  private Runnable beforeCommit = () -> {};
  private Runnable afterCommit = () -> {};
  private Runnable beforeDelete = () -> {};

  public FaultyEngine(Engine engine) {
    this.engine = engine;
  }

  /// From now on it is a bug to read in a transaction what was not announced.
  ///
  /// @return this engine
  public FaultyEngine onlyAnnounced() {
    onlyAnnounced = true;
    return this;
  }

  /// From now on this goes wrong.
  public void failBy(Fault what) {
    fault = what;
  }

  /// Runs whenever a transaction has begun.
  public void afterBegin(Runnable action) {
    afterBegin = action;
  }

  /// Runs before every commit.
  public void beforeCommit(Runnable action) {
    beforeCommit = action;
  }

  /// Runs after every commit that was stored, before anybody knows.
  public void afterCommit(Runnable action) {
    afterCommit = action;
  }

  /// Runs before every deletion of what has expired.
  public void beforeDelete(Runnable action) {
    beforeDelete = action;
  }

  private static EngineException failure() {
    return new EngineException(EngineException.Kind.UNAVAILABLE, "made to fail by the test");
  }

  private Engine reading() {
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
    public void commit(List<Change> changes, long newestStamp) {
      beforeCommit.run();
      if (fault == Fault.COMMIT_LOST) {
        throw failure();
      }
      if (fault == Fault.FULL && !isForFloors(changes)) {
        throw new EngineException(EngineException.Kind.FULL, "made to be full by the test");
      }
      transaction.commit(changes, newestStamp);
      afterCommit.run();
      if (fault == Fault.COMMIT_STORED) {
        throw failure();
      }
    }

    /// Floors have room that is reserved.
    private static boolean isForFloors(List<Change> changes) {
      return !changes.isEmpty() && changes.stream().allMatch(Change.FloorRaised.class::isInstance);
    }

    @Override
    public void close() {
      transaction.close();
    }
  }
}
