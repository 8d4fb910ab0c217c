package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Change;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One batch of the lane. Confined to the lane's thread.
final class RocksTransaction implements Transaction {

  private final Store store;
  private final HotState hot;
  private final ConversationVersions versions;
  private final RocksJournal journal;
  private final Lock usedAgain;
  private final Set<ClientMessageId> expiredIds = new HashSet<>();
  private final Map<ClientMessageId, Optional<Rows.Place>> places = new HashMap<>();
  private final Set<Rows.Place> reacted = new HashSet<>(); // to what this batch writes reactions
  private final Map<ConversationId.Group, GroupState> missing = new HashMap<>();
  private @Nullable View view;
  private @Nullable MessageRows messages;

  /// @param usedAgain held while writing an id that an expired message had
  RocksTransaction(
      Store store,
      HotState hot,
      ConversationVersions versions,
      RocksJournal journal,
      Lock usedAgain,
      List<ClientMessageId> sends) {
    this.store = store;
    this.hot = hot;
    this.versions = versions;
    this.journal = journal;
    this.usedAgain = usedAgain;
    if (!sends.isEmpty()) {
      lookUp(sends);
    }
  }

  private void lookUp(List<ClientMessageId> ids) {
    List<Optional<byte[]>> rows = store.getAll(Table.SENT, ids.stream().map(Keys::sent).toList());
    for (int i = 0; i < rows.size(); i++) {
      places.put(ids.get(i), rows.get(i).map(Rows::place));
    }
  }

  /// Opened lazily: many batches need no view.
  private View view() {
    if (view == null) {
      view = store.snapshot();
    }
    return view;
  }

  private MessageRows messages() {
    if (messages == null) {
      messages = new MessageRows(view());
    }
    return messages;
  }

  /// A missing group is looked up only once per batch: creating a group asks for it with each of
  /// its members.
  private GroupState state(ConversationId.Group group) {
    GroupState state = missing.get(group);
    if (state == null) {
      state = hot.group(group);
      if (!state.exists()) {
        missing.put(group, state);
      }
    }
    return state;
  }

  @Override
  public Head head(ConversationId conversation) {
    return switch (conversation) {
      case ConversationId.Direct direct -> hot.direct(direct).head();
      case ConversationId.Group group -> state(group).head();
    };
  }

  @Override
  public Optional<Message> sent(ClientMessageId id) {
    if (!places.containsKey(id)) {
      lookUp(List.of(id));
    }
    Optional<Rows.Place> found = places.getOrDefault(id, Optional.empty());
    Optional<Message> retained =
        found.flatMap(place -> message(place.conversation(), place.sequence()));
    if (found.isPresent() && retained.isEmpty()) {
      expiredIds.add(id);
    }
    return retained;
  }

  @Override
  public long floor(ConversationId conversation) {
    return hot.floor(conversation).sequence();
  }

  @Override
  public Optional<Message> message(ConversationId conversation, long sequence) {
    return sequence <= floor(conversation)
        ? Optional.empty()
        : messages().message(conversation, sequence);
  }

  @Override
  public Optional<Message> messageByStamp(ConversationId conversation, long stamp) {
    byte[] key = Keys.conversation(conversation);
    long expired = floor(conversation);
    long newest = head(conversation).sequence();
    long sequence = messages().firstAfter(key, stamp - 1, expired, newest);
    return message(conversation, sequence).filter(message -> message.stamp() == stamp);
  }

  @Override
  public long sentCount(ConversationId conversation, UserId user, long upToSequence) {
    if (upToSequence == 0) {
      return 0;
    }
    return switch (conversation) {
      case ConversationId.Direct direct -> sentCount(direct, user, upToSequence);
      case ConversationId.Group group -> sentCount(group, user, upToSequence);
    };
  }

  private long sentCount(ConversationId.Direct direct, UserId user, long upToSequence) {
    DirectState state = hot.direct(direct);
    if (upToSequence >= state.head().sequence()) {
      return state.sentCount(user);
    }
    Rows.Floor floor = hot.floor(direct);
    if (upToSequence == floor.sequence()) {
      return LogEnd.at(floor).sent(direct, user);
    }
    byte[] row = view().get(Table.LOG, Keys.numbered(Keys.conversation(direct), upToSequence));
    if (row == null) {
      throw new IllegalStateException(
          "sequence: " + upToSequence + " (expected: a retained message's)");
    }
    long lowSent = MessageRow.lowSentOf(row, upToSequence);
    return user.equals(direct.low()) ? lowSent : upToSequence - lowSent;
  }

  private long sentCount(ConversationId.Group group, UserId user, long upToSequence) {
    GroupState state = state(group);
    boolean all = upToSequence >= state.head().sequence();
    Long known = all ? state.sentCount(user) : null;
    if (known != null) {
      return known;
    }
    long count = messages().sentCount(group, user, upToSequence);
    if (all) {
      state.noteSentCount(user, count);
    }
    return count;
  }

  @Override
  public Optional<Group> group(ConversationId.Group group) {
    return state(group).group();
  }

  @Override
  public Optional<Membership> membership(ConversationId conversation, UserId user) {
    return switch (conversation) {
      case ConversationId.Direct direct ->
          direct.mayInclude(user) ? hot.direct(direct).membership(user) : Optional.empty();
      case ConversationId.Group group -> state(group).newestPeriod(user);
    };
  }

  @Override
  public Optional<Participation> participation(UserId user, ConversationId conversation) {
    return Optional.ofNullable(store.get(Table.LISTS, Keys.participation(user, conversation)))
        .map(row -> Rows.participation(user, conversation, row));
  }

  @Override
  public Optional<Ban> ban(UserId user) {
    return new RocksBans(store).of(user);
  }

  @Override
  public List<News.LoggedIn> sessions(UserId user) {
    return journal.sessions().of(user);
  }

  @Override
  public boolean isInForce(Block block) {
    return hot.direct(ConversationId.Direct.between(block.blocker(), block.blocked()))
        .isInForce(block);
  }

  @Override
  public int blockCount(UserId blocker) {
    return new RocksBlocks(store).of(blocker).size();
  }

  @Override
  public boolean hasReceiptsOff(UserId user) {
    return new RocksReceiptSwitches(store).isOff(user);
  }

  @Override
  public List<PushToken> pushTokens(UserId user) {
    return new RocksPushTokens(store).pushTokens(user);
  }

  @Override
  public Optional<PushToken> pushToken(PushToken.Address address) {
    return new RocksPushTokens(store).at(address);
  }

  @Override
  public Optional<Profile> profile(UserId user) {
    return new RocksDirectory(store).of(user);
  }

  @Override
  public List<Pin> pins(ConversationId conversation) {
    return RocksPins.of(view(), conversation);
  }

  @Override
  public Tally tally(ConversationId conversation, long sequence) {
    return RocksReactions.tally(view(), conversation, sequence);
  }

  @Override
  public boolean isSet(ConversationId conversation, Reaction reaction) {
    return RocksReactions.isSet(view(), Keys.conversation(conversation), reaction);
  }

  @Override
  public long newestStamp() {
    return hot.newestStamp();
  }

  @Override
  public long newestStamp(int app) {
    return newestStamp();
  }

  /// Whatever is read here is durable, so a commit that adds nothing writes nothing.
  @Override
  public void commit(List<Change> changes, List<News> news, long newestStamp) {
    if (changes.isEmpty() && newestStamp <= newestStamp()) {
      store.requireOpen();
      return;
    }
    versions.changing(changes);
    try {
      Consumer<Batch> rows =
          batch -> {
            RowWrites writes = new RowWrites(batch);
            changes.forEach(change -> add(writes, change));
            writes.newestStamp(newestStamp);
            journal.add(batch, news, newestStamp);
          };
      if (!changes.isEmpty() && changes.getFirst() instanceof Change.FloorRaised) {
        store.writeIntoReserve(rows); // the deletion that follows frees space
      } else if (expiredIds.isEmpty()) {
        store.write(rows);
      } else {
        writeIdsAgain(rows);
      }
      hot.apply(changes, newestStamp);
      versions.changed(changes);
    } catch (RuntimeException e) {
      // Also if the batch was stored but not applied in memory: a stale head would reuse a sequence
      // (P2).
      hot.forget();
      throw e;
    }
  }

  private void writeIdsAgain(Consumer<Batch> rows) {
    usedAgain.lock();
    try {
      store.write(rows);
    } finally {
      usedAgain.unlock();
    }
  }

  private void add(RowWrites rows, Change change) {
    switch (change) {
      case Change.MessageAppended(Message message) -> rows.append(message);
      case Change.MessageReplaced(Message message, long from) -> {
        rows.replace(message, from);
        if (message.isRecalled()) {
          forgetReactions(rows, message.conversation(), message.sequence(), message.sequence());
        }
      }
      case Change.MembershipPut(Membership membership) -> rows.membership(membership);
      case Change.ParticipationPut(Participation participation) ->
          rows.participation(participation);
      case Change.GroupPut(Group group) -> rows.group(group);
      case Change.FloorRaised raised -> {
        rows.floor(raised.conversation(), floorOf(raised));
        unpinExpired(rows, raised);
        forgetReactions(rows, raised.conversation(), 1, raised.sequence());
      }
      case Change.PinsPut(ConversationId conversation, List<Pin> pins, long _) ->
          rows.pins(conversation, pins);
      case Change.ReactionPut put -> {
        rows.reaction(put);
        reacted.add(new Rows.Place(put.conversation(), put.reaction().sequence()));
      }
      case Change.BanPut(Ban ban) -> rows.ban(ban);
      case Change.BlockPut(Block block, long _) -> rows.block(block);
      case Change.BlockLifted(Block block, long _) -> rows.liftBlock(block);
      case Change.ReceiptsSwitched(UserId user, boolean on, long _) -> {
        if (on) {
          rows.switchReceiptsOn(user);
        } else {
          rows.switchReceiptsOff(user);
        }
      }
      case Change.PushTokenPut(PushToken token) -> rows.pushToken(token);
      case Change.PushTokenRemoved(PushToken token, long _) -> rows.removePushToken(token);
      case Change.ProfilePut(Profile profile) -> rows.profile(profile);
      case Change.ProfileRemoved(Profile profile, long _) -> rows.removeProfile(profile);
    }
  }

  /// Nothing is written where nobody has reacted: each range that is deleted is one more for later
  /// reads to pass.
  private void forgetReactions(RowWrites rows, ConversationId conversation, long from, long upTo) {
    byte[] key = Keys.conversation(conversation);
    Cursor tallies = view().cursor(Table.TALLIES);
    boolean isThere = tallies.seek(Keys.numbered(key, from), key) && tallies.number() <= upTo;
    if (isThere || reacted.contains(new Rows.Place(conversation, upTo))) {
      rows.forgetReactions(conversation, from, upTo);
    }
  }

  /// No other change stands in such a batch, so what is read here is all.
  private void unpinExpired(RowWrites rows, Change.FloorRaised raised) {
    for (Pin pin : pins(raised.conversation())) {
      if (pin.sequence() <= raised.sequence()) {
        rows.unpin(raised.conversation(), pin);
      }
    }
  }

  private Rows.Floor floorOf(Change.FloorRaised raised) {
    byte[] key = Keys.conversation(raised.conversation());
    byte[] row = view().get(Table.LOG, Keys.numbered(key, raised.sequence()));
    if (row == null) {
      throw new IllegalStateException("floor: " + raised.sequence() + " (expected: retained)");
    }
    long stamp = MessageRow.stampOf(row);
    return new Rows.Floor(
        raised.sequence(),
        stamp,
        MessageRow.lowSentOf(row, raised.sequence()),
        Math.max(hot.floor(raised.conversation()).newestPosition(), stamp),
        raised.raisedAt(),
        MessageRow.timeOf(row));
  }

  @Override
  public void close() {
    if (view != null) {
      view.close();
    }
  }
}
