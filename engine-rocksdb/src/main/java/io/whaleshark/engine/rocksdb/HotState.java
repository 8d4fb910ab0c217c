package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Change;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A bounded cache of the most recently used conversations. It holds committed state only: the lane
/// applies the changes after each commit, and a failed commit drops everything.
///
/// Only the lane uses direct conversations and floors. Groups are also read by queries, so loading,
/// changing and dropping a group happen under one lock. A load that overlaps a commit therefore
/// misses no change. At worst it is told again of a batch that it has already seen. A group's state
/// ignores changes that are older than what it holds.
final class HotState {

  private static final int DIRECTS_AT_MOST = 100_000;
  static final int GROUPS_AT_MOST = 10_000;
  private static final int FLOORS_AT_MOST = 100_000;

  /// A member takes 170 to 280 bytes, or more with a long name. This limits the members to a share
  /// of the heap.
  private static final long HEAP_BYTES_PER_MEMBER = 1_024;

  private static final long MEMBERS_AT_MOST =
      Math.min(2_000_000, Runtime.getRuntime().maxMemory() / HEAP_BYTES_PER_MEMBER);

  private static final float LOAD = 0.75f;

  private static final long NOT_READ = -1;

  private final Store store;
  private final Map<ConversationId.Direct, DirectState> directs =
      new LinkedHashMap<>(1024, LOAD, true);
  private final Map<ConversationId.Group, GroupState> groups =
      new LinkedHashMap<>(64, LOAD, true); // guarded by this
  private long members; // guarded by this
  private final Map<ConversationId, Rows.Floor> floors = new LinkedHashMap<>(64, LOAD, true);

  private long newestStamp = NOT_READ;

  HotState(Store store) {
    this.store = store;
  }

  /// The greatest stamp ever committed; the lane's thread only.
  long newestStamp() {
    if (newestStamp == NOT_READ) {
      byte[] row = store.get(Table.DEFAULT, Keys.STAMP);
      newestStamp = row == null ? 0 : Rows.number(row);
    }
    return newestStamp;
  }

  /// The lane's thread only.
  DirectState direct(ConversationId.Direct conversation) {
    DirectState state = directs.get(conversation);
    if (state == null) {
      state = load(conversation);
      directs.put(conversation, state);
      if (directs.size() > DIRECTS_AT_MOST) {
        dropEldest(directs);
      }
    }
    return state;
  }

  private static <V> V dropEldest(Map<?, V> map) {
    var eldest = map.entrySet().iterator();
    V dropped = eldest.next().getValue();
    eldest.remove();
    return dropped;
  }

  private DirectState load(ConversationId.Direct conversation) {
    byte[] key = Keys.conversation(conversation);
    try (View view = store.current()) {
      LogEnd end = LogEnd.of(view, key);
      DirectState state = new DirectState(conversation, end.head(), end.lowSent());
      Periods.ofAll(view, conversation).forEach(state::put);
      for (UserId blocker : List.of(conversation.low(), conversation.high())) {
        Block block = new Block(blocker, conversation.peerOf(blocker));
        state.put(block, RocksBlocks.isInForce(view, block));
      }
      return state;
    }
  }

  /// Any thread. A group that does not exist is not cached: otherwise requests for made-up names
  /// would evict the others.
  synchronized GroupState group(ConversationId.Group conversation) {
    GroupState state = groups.get(conversation);
    if (state == null) {
      state = load(conversation);
      if (!state.exists()) {
        return state;
      }
      groups.put(conversation, state);
      members += state.memberCount();
      while (groups.size() > 1 && (groups.size() > GROUPS_AT_MOST || members > MEMBERS_AT_MOST)) {
        members -= dropEldest(groups).memberCount();
      }
    }
    return state;
  }

  private GroupState load(ConversationId.Group conversation) {
    byte[] key = Keys.conversation(conversation);
    try (View view = store.snapshot()) {
      byte[] row = view.get(Table.GROUPS, key);
      Group group = row == null ? null : Rows.group(conversation, row);
      return new GroupState(group, LogEnd.of(view, key).head(), Periods.ofAll(view, conversation));
    }
  }

  /// The floor of a conversation. Loads nothing else of it, since most floors rise in inactive
  /// conversations. The lane's thread only.
  Rows.Floor floor(ConversationId conversation) {
    Rows.Floor floor = floors.get(conversation);
    if (floor == null) {
      floor = loadFloor(conversation);
      floors.put(conversation, floor);
      if (floors.size() > FLOORS_AT_MOST) {
        dropEldest(floors);
      }
    }
    return floor;
  }

  private Rows.Floor loadFloor(ConversationId conversation) {
    byte[] row = store.get(Table.FLOORS, Keys.conversation(conversation));
    return row == null ? Rows.Floor.NONE : Rows.floor(row);
  }

  /// Applies changes after their commit. The lane's thread only.
  void apply(List<Change> changes, long stamp) {
    newestStamp = stamp;
    for (Change change : changes) {
      switch (change) {
        case Change.MessageAppended(Message message) -> append(message);
        case Change.MessageReplaced _,
            Change.ParticipationPut _,
            Change.PinsPut _,
            Change.ReactionPut _,
            Change.BanPut _,
            Change.ReceiptsSwitched _,
            Change.PushTokenPut _,
            Change.PushTokenRemoved _,
            Change.ProfilePut _,
            Change.ProfileRemoved _ -> {}
        case Change.MembershipPut(Membership membership) -> {
          switch (membership.conversation()) {
            case ConversationId.Direct direct ->
                Optional.ofNullable(directs.get(direct)).ifPresent(s -> s.put(membership));
            case ConversationId.Group group -> put(group, membership);
          }
        }
        case Change.GroupPut(Group group) -> put(group);
        case Change.FloorRaised(ConversationId conversation, long _, long _) ->
            floors.remove(conversation);
        case Change.BlockPut(Block block, long _) -> put(block, true);
        case Change.BlockLifted(Block block, long _) -> put(block, false);
      }
    }
  }

  private void put(Block block, boolean isInForce) {
    DirectState state =
        directs.get(ConversationId.Direct.between(block.blocker(), block.blocked()));
    if (state != null) {
      state.put(block, isInForce);
    }
  }

  private void append(Message message) {
    switch (message.conversation()) {
      case ConversationId.Direct direct -> {
        DirectState state = directs.get(direct);
        if (state != null) {
          state.append(message);
        }
      }
      case ConversationId.Group group -> append(group, message);
    }
  }

  private synchronized void append(ConversationId.Group group, Message message) {
    GroupState state = groups.get(group);
    if (state != null) {
      state.append(message);
      state.noteSentCount(message.sender(), message.senderOrdinal());
    }
  }

  private synchronized void put(ConversationId.Group group, Membership membership) {
    GroupState state = groups.get(group);
    if (state != null) {
      int before = state.memberCount();
      state.put(membership);
      members += state.memberCount() - before;
    }
  }

  private synchronized void put(Group group) {
    GroupState state = groups.get(group.id());
    if (state != null) {
      state.put(group);
    }
  }

  /// Drops everything when the outcome of a commit is unknown. The lane's thread only.
  void forget() {
    newestStamp = NOT_READ;
    directs.clear();
    floors.clear();
    synchronized (this) {
      groups.clear();
      members = 0;
    }
  }
}
