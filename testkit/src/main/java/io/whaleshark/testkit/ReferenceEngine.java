package io.whaleshark.testkit;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Bans;
import io.whaleshark.core.engine.Blocks;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Contents;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.Directory;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.engine.Memberships;
import io.whaleshark.core.engine.MessageLog;
import io.whaleshark.core.engine.Pins;
import io.whaleshark.core.engine.PushTokens;
import io.whaleshark.core.engine.Reactions;
import io.whaleshark.core.engine.ReceiptSwitches;
import io.whaleshark.core.engine.Retention;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Head;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Pin;
import io.whaleshark.core.model.Profile;
import io.whaleshark.core.model.PushToken;
import io.whaleshark.core.model.Reaction;
import io.whaleshark.core.model.Tally;
import io.whaleshark.core.news.News;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/// The specification of the ports, as an engine: obvious, slow, in memory. Thread-safe.
///
/// If another engine answers differently, one of the two is wrong; there are no equally right
/// answers. Every commit creates a new [ReferenceState] from the previous one, so every read and
/// every transaction works on a snapshot.
public final class ReferenceEngine implements Engine {

  /// The disk, which outlives an engine: the next engine opened on it finds everything again.
  public static final class Disk {

    private volatile ReferenceState state = new ReferenceState(); // each read uses one snapshot

    /// A copy of the disk.
    public Disk copy() {
      Disk copy = new Disk();
      copy.state = state;
      return copy;
    }

    /// A copy of the disk, as if nothing had expired.
    public Disk unexpired() {
      Disk unexpired = new Disk();
      unexpired.state = state.unexpired();
      return unexpired;
    }

    private synchronized void commit(List<Change> changes, List<News> news, long newestStamp) {
      state = state.with(changes, news, newestStamp);
    }

    /// Ends all sessions, as those of a run that is over.
    ///
    /// @return those that ended, of each user the oldest at first
    public synchronized List<News.LoggedIn> endSessions() {
      List<News.LoggedIn> ended = state.sessions();
      state = state.withoutSessions();
      return ended;
    }

    private synchronized long delete(ConversationId conversation) {
      long before = state.undeleted(conversation).size();
      state = state.without(conversation);
      return before - state.undeleted(conversation).size();
    }
  }

  /// The order of conversations wherever several are told.
  static final Comparator<ConversationId> ORDER =
      Comparator.comparingInt(ConversationId::app)
          .thenComparing(id -> id instanceof ConversationId.Group)
          .thenComparing(ReferenceEngine::first)
          .thenComparing(ReferenceEngine::second);

  private static UserId first(ConversationId id) {
    return switch (id) {
      case ConversationId.Direct direct -> direct.low();
      case ConversationId.Group group -> new UserId(group.app(), group.name());
    };
  }

  private static UserId second(ConversationId id) {
    return switch (id) {
      case ConversationId.Direct direct -> direct.high();
      case ConversationId.Group group -> new UserId(group.app(), group.name());
    };
  }

  private final Disk disk;
  private volatile boolean closed; // set by the owner, read by everyone

  /// An empty engine.
  public ReferenceEngine() {
    this(new Disk());
  }

  /// An engine with the contents of a disk.
  public ReferenceEngine(Disk disk) {
    this.disk = disk;
  }

  private ReferenceState state() {
    if (closed) {
      throw new EngineException(EngineException.Kind.UNAVAILABLE, "the engine is closed");
    }
    return disk.state;
  }

  @Override
  public Transaction begin(Announcement announcement) {
    return new ReferenceTransaction(state());
  }

  @Override
  public long newestStamp() {
    return state().newestStamp();
  }

  @Override
  public long newestOwnStamp() {
    return newestStamp();
  }

  @Override
  public MessageLog messages() {
    return new ReferenceLog(this::state);
  }

  @Override
  public Inboxes inboxes() {
    return new ReferenceInboxes(this::state);
  }

  @Override
  public ConversationList conversations() {
    return new ReferenceList(this::state);
  }

  @Override
  public Memberships memberships() {
    return new ReferenceMemberships(this::state);
  }

  @Override
  public Retention retention() {
    return new ReferenceRetention();
  }

  @Override
  public Bans bans() {
    return user -> state().ban(user);
  }

  @Override
  public Blocks blocks() {
    return blocker -> state().blockedBy(blocker);
  }

  @Override
  public ReceiptSwitches receiptSwitches() {
    return user -> state().receiptsOff().contains(user);
  }

  @Override
  public PushTokens pushTokens() {
    return user -> state().pushTokens(user);
  }

  @Override
  public Directory directory() {
    return new ReferenceDirectory(() -> state().profiles().values());
  }

  @Override
  public Pins pins() {
    return conversation -> state().pins(conversation);
  }

  @Override
  public Reactions reactions() {
    return new ReferenceReactions(this::state);
  }

  @Override
  public Contents contents() {
    return new ReferenceContents(state());
  }

  @Override
  public void close() {
    closed = true;
  }

  private final class ReferenceRetention implements Retention {

    @Override
    public List<Due> due(IntToLongFunction keepFrom, Optional<ConversationId> after, int limit) {
      ReferenceState now = state();
      return now.conversations().stream()
          .filter(id -> after.isEmpty() || ORDER.compare(id, after.get()) > 0)
          .sorted(ORDER)
          .flatMap(id -> due(now, id, keepFrom.applyAsLong(id.app())).stream())
          .limit(limit)
          .toList();
    }

    private static Optional<Due> due(ReferenceState now, ConversationId id, long keep) {
      return now.undeleted(id).stream()
          .takeWhile(m -> m.time() < keep || m.sequence() <= now.floor(id))
          .map(Message::sequence)
          .max(Long::compare)
          .map(upTo -> new Due(id, upTo));
    }

    @Override
    public long delete(ConversationId conversation) {
      state();
      return disk.delete(conversation);
    }
  }

  private final class ReferenceTransaction implements Transaction {

    private final ReferenceState begun;

    private ReferenceTransaction(ReferenceState begun) {
      this.begun = begun;
    }

    @Override
    public Head head(ConversationId conversation) {
      return begun.head(conversation);
    }

    @Override
    public long floor(ConversationId conversation) {
      return begun.floor(conversation);
    }

    @Override
    public Optional<Message> sent(ClientMessageId id) {
      return begun.conversations().stream()
          .flatMap(conversation -> begun.retained(conversation).stream())
          .filter(message -> message.clientId().equals(id))
          .findFirst();
    }

    @Override
    public Optional<Message> message(ConversationId conversation, long sequence) {
      return begun.message(conversation, sequence);
    }

    @Override
    public Optional<Message> messageByStamp(ConversationId conversation, long stamp) {
      return begun.retained(conversation).stream().filter(m -> m.stamp() == stamp).findFirst();
    }

    @Override
    public long sentCount(ConversationId conversation, UserId user, long upToSequence) {
      boolean fair =
          upToSequence == 0
              || upToSequence == begun.floor(conversation)
              || upToSequence == begun.head(conversation).sequence()
              || begun.message(conversation, upToSequence).isPresent();
      if (!fair) {
        throw new IllegalStateException(
            "sequence: "
                + upToSequence
                + " (expected: 0, the floor, a retained message's, or the newest)");
      }
      return begun.ever(conversation).stream()
          .filter(m -> m.sequence() <= upToSequence && m.sender().equals(user))
          .count();
    }

    @Override
    public Optional<Group> group(ConversationId.Group group) {
      return begun.group(group);
    }

    @Override
    public Optional<Membership> membership(ConversationId conversation, UserId user) {
      return begun.periods(conversation, user).reversed().stream().findFirst();
    }

    @Override
    public Optional<Participation> participation(UserId user, ConversationId conversation) {
      return begun.participation(user, conversation);
    }

    @Override
    public Optional<Ban> ban(UserId user) {
      return begun.ban(user);
    }

    @Override
    public List<News.LoggedIn> sessions(UserId user) {
      return begun.sessions(user);
    }

    @Override
    public boolean isInForce(Block block) {
      return begun.blocks().contains(block);
    }

    @Override
    public int blockCount(UserId blocker) {
      return begun.blockedBy(blocker).size();
    }

    @Override
    public boolean hasReceiptsOff(UserId user) {
      return begun.receiptsOff().contains(user);
    }

    @Override
    public Optional<Profile> profile(UserId user) {
      return Optional.ofNullable(begun.profiles().get(user));
    }

    @Override
    public List<PushToken> pushTokens(UserId user) {
      return begun.pushTokens(user);
    }

    @Override
    public Optional<PushToken> pushToken(PushToken.Address address) {
      return begun.pushTokens().stream()
          .filter(token -> token.address().equals(address))
          .findFirst();
    }

    @Override
    public List<Pin> pins(ConversationId conversation) {
      return begun.pins(conversation);
    }

    @Override
    public Tally tally(ConversationId conversation, long sequence) {
      return new ReferenceReactions(() -> begun).tally(conversation, sequence);
    }

    @Override
    public boolean isSet(ConversationId conversation, Reaction reaction) {
      return begun.reactions(conversation).contains(reaction);
    }

    @Override
    public long newestStamp() {
      return begun.newestStamp();
    }

    @Override
    public long newestStamp(int app) {
      return newestStamp();
    }

    @Override
    public void commit(List<Change> changes, List<News> news, long newestStamp) {
      state();
      disk.commit(changes, news, newestStamp);
    }

    @Override
    public void close() {}
  }
}
