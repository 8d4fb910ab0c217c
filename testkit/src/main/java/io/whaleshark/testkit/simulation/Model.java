package io.whaleshark.testkit.simulation;

import io.whaleshark.core.app.ReceiptPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Message;
import io.whaleshark.protocol.ConversationItem;
import io.whaleshark.protocol.Peer;
import io.whaleshark.testkit.simulation.Chat.Stay;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The expected state, derived from the stored commands in the simplest way and without the core's
/// code or the translation: all messages, and who was a member when. Confined to the simulation's
/// thread.
final class Model {

  /// What one user has set of a conversation, and when anything there last changed.
  static final class Item {
    boolean isTop;
    boolean isMute;
    boolean isHidden;

    private Changed own = Changed.NEVER;

    /// What the other side read or received.
    private Changed others = Changed.NEVER;

    /// The stamp that was shown since; 0 if none was.
    long shown;

    /// When it last changed.
    ///
    /// @param withOthers whether the owner sees how far others got
    Changed changed(boolean withOthers) {
      return withOthers && others.upTo() > own.upTo() ? others : own;
    }
  }

  /// The last change has a stamp above the one and up to the other.
  record Changed(long above, long upTo) {
    static final Changed NEVER = new Changed(0, 0);
  }

  private final Map<ConversationId, Chat> chats = new LinkedHashMap<>();
  private final Map<UserId, Map<ConversationId, Item>> items = new HashMap<>();
  private final Map<ClientMessageId, Line> sent = new HashMap<>();
  private final Set<Line> unstamped = new LinkedHashSet<>();
  private final MovedEntries moves = new MovedEntries();
  private final Set<Item> touched = new LinkedHashSet<>();
  private final Set<Item> touchedByOthers = new LinkedHashSet<>();
  private final Set<Chat> raised = new LinkedHashSet<>();
  private final Set<UserId> banned = new HashSet<>();
  private final Set<Block> blocks = new HashSet<>();
  private final Set<UserId> receiptsOff = new HashSet<>();
  private final PushBook pushTokens = new PushBook();
  private final Marks marks = new Marks();
  private final ReceiptPolicy receipts;
  private long newestStamp;

  /// What is older than this may have expired.
  private long keepFrom;

  Model(ReceiptPolicy receipts) {
    this.receipts = receipts;
  }

  Chat chat(ConversationId id) {
    return chats.computeIfAbsent(id, Chat::new);
  }

  Iterable<Chat> chats() {
    return chats.values();
  }

  Map<ConversationId, Item> items(UserId user) {
    return items.computeIfAbsent(user, _ -> new LinkedHashMap<>());
  }

  /// What was sent under an id, as long as it is retained.
  @Nullable Line sent(ClientMessageId id) {
    Line message = sent.get(id);
    return message == null || message.chat.isExpired(message.sequence) ? null : message;
  }

  /// Whether a user may not log in.
  boolean isBanned(UserId user) {
    return banned.contains(user);
  }

  /// Whether a user takes no direct messages of another one.
  boolean isInForce(Block block) {
    return blocks.contains(block);
  }

  /// Whom a user blocks, in order.
  List<UserId> blockedBy(UserId blocker) {
    return blocks.stream()
        .filter(block -> block.blocker().equals(blocker))
        .map(Block::blocked)
        .sorted()
        .toList();
  }

  /// Whether others see how far a user gets.
  boolean sharesReceipts(UserId user) {
    return !receiptsOff.contains(user);
  }

  /// Whether a user sees how far others get.
  boolean seesReceipts(UserId user) {
    return sharesReceipts(user) || receipts.othersShown();
  }

  /// Who has which push token.
  PushBook pushTokens() {
    return pushTokens;
  }

  /// What is at messages.
  Marks marks() {
    return marks;
  }

  // --- what happens ---

  /// A user switches their receipts.
  ///
  /// @return whether that is new
  boolean switchReceipts(UserId user, boolean on) {
    boolean isNew = on ? receiptsOff.remove(user) : receiptsOff.add(user);
    if (isNew) {
      items(user).values().forEach(item -> item.shown = 0);
    }
    return isNew;
  }

  /// Bans a user.
  ///
  /// @return whether that is new
  boolean ban(UserId user) {
    return banned.add(user);
  }

  /// Lifts the ban of a user.
  ///
  /// @return whether that is new
  boolean liftBan(UserId user) {
    return banned.remove(user);
  }

  void block(Block block) {
    blocks.add(block);
  }

  void liftBlock(Block block) {
    blocks.remove(block);
  }

  Line say(Chat chat, ClientMessageId id, Message.Sent content, Message.Sent wanted) {
    if (chat.id instanceof ConversationId.Direct direct && chat.said.isEmpty()) {
      for (UserId user : Set.of(direct.low(), direct.high())) {
        chat.enter(user);
        items(user).put(chat.id, new Item());
      }
    }
    Line message = new Line(chat, id, content, wanted, Chat.without(chat.members(), id.sender()));
    chat.said.add(message);
    sent.put(id, message);
    unstamped.add(message);
    for (UserId user : chat.members()) {
      items(user).computeIfAbsent(chat.id, _ -> new Item()).isHidden = false; // or was erased
      touch(user, chat);
    }
    return message;
  }

  /// An edit or a recall takes the place of a message.
  ///
  /// @param by empty for a tombstone
  void replace(Line message, Optional<Message.Sent> by) {
    message.replace(by);
    unstamped.add(message);
    if (by.isEmpty()) {
      marks.forget(message);
    }
    for (UserId user : message.chat.stays.keySet()) {
      List<Line> seen = message.chat.seenBy(user);
      if (!seen.isEmpty() && seen.getLast() == message) {
        touch(user, message.chat);
      }
    }
  }

  /// What a batch that is being stored replaces: of several replacements of one message the store
  /// keeps the newest alone.
  void stores(List<Change> changes) {
    moves.add(changes);
  }

  /// All so far is gone from the user's view, but of groups to which they belong.
  Answer.ViewsErased erase(UserId user, List<ConversationId> conversations) {
    int erased = 0;
    int kept = 0;
    for (ConversationId conversation : conversations) {
      Chat chat = chat(conversation);
      if (chat.isFounded && !chat.isDissolved && chat.isMember(user)) {
        kept++;
      } else if (items(user).remove(conversation) != null) {
        chat.erased.put(user, chat.newest());
        chat.newestStay(user).orElseThrow().readSince = chat.newest();
        erased++;
      }
    }
    return new Answer.ViewsErased(erased, kept);
  }

  /// What is older than a stamp may expire.
  void mayExpire(long before) {
    keepFrom = Math.max(keepFrom, before);
  }

  boolean mayHaveExpired(long stamp) {
    return stamp < keepFrom;
  }

  void expire(Chat chat, long upTo) {
    if (upTo > chat.floor) {
      chat.floor = upTo;
      marks.expire(chat, upTo);
      raised.add(chat);
      chat.stays.keySet().stream().filter(chat::isFloorShownTo).forEach(user -> touch(user, chat));
    }
  }

  /// A message that ought to have expired; empty if there is none.
  Optional<Line> outlived(long keepFromStamp) {
    return chats.values().stream()
        .flatMap(chat -> chat.retained().stream())
        .filter(message -> 0 < message.stamp && message.stamp < keepFromStamp)
        .findFirst();
  }

  void enter(Chat chat, UserId user) {
    chat.enter(user);
    items(user).putIfAbsent(chat.id, new Item());
  }

  Item item(UserId user, Chat chat) {
    return Objects.requireNonNull(items(user).get(chat.id));
  }

  /// Something changed that the user's list shows, unless it was erased.
  void touch(UserId user, Chat chat) {
    Optional.ofNullable(items(user).get(chat.id)).ifPresent(touched::add);
  }

  /// Somebody read or received something there: the others' lists show how far they got.
  void touchOthers(UserId by, Chat chat) {
    for (UserId other : Chat.without(chat.members(), by)) {
      Optional.ofNullable(items(other).get(chat.id)).ifPresent(touchedByOthers::add);
    }
  }

  void touchAll(Iterable<UserId> users, Chat chat) {
    users.forEach(user -> touch(user, chat));
  }

  /// A batch is stored: its stamps are learned.
  ///
  /// @param newest the newest stamp of the store
  /// @return what is wrong with them, if anything is
  Optional<String> stored(long newest, Function<Line, Optional<Message>> lookUp) {
    String wrong = null;
    for (Line message : unstamped) {
      Optional<Message> there = lookUp.apply(message);
      if (there.isEmpty()) {
        return Optional.of("P1 " + message.id + " was not stored at " + message.sequence);
      }
      if (message.stamp == 0) {
        message.stamp = there.get().stamp();
        wrong = isNew(message.stamp, newest) ? wrong : "P2 " + message.id + " is not the newest";
      }
      for (int state = 1; state <= message.state(); state++) {
        if (message.position(state) == 0) {
          message.stands(state, moves.next(message));
          boolean isRight = isNew(message.position(state), newest);
          wrong = isRight ? wrong : "P4 an edit or the recall of " + message.id;
        }
      }
      if (message.isReplaced() && !there.get().content().equals(message.message().content())) {
        return Optional.of("P1 " + message.id + " was not stored as " + message.message());
      }
    }
    moves.clear();
    unstamped.clear();
    for (Item item : touched) {
      item.own = new Changed(newestStamp, newest);
      item.shown = 0;
    }
    touched.clear();
    for (Item item : touchedByOthers) {
      item.others = new Changed(newestStamp, newest);
      item.shown = 0;
    }
    touchedByOthers.clear();
    for (Chat chat : raised) {
      chat.floorRaisedUpTo = newest;
      Line last = chat.said.get((int) chat.floor - 1);
      wrong = mayHaveExpired(last.stamp) ? wrong : "P1 " + last.id + " has expired too early";
    }
    raised.clear();
    newestStamp = newest;
    return Optional.ofNullable(wrong);
  }

  /// The newest stamp of all that was stored.
  long newestStamp() {
    return newestStamp;
  }

  private boolean isNew(long stamp, long newest) {
    return stamp > newestStamp && stamp <= newest;
  }

  // --- what follows from it ---

  /// Everything that a user sees, in the order of their inbox.
  List<Line> inbox(UserId user) {
    List<Line> all = new ArrayList<>();
    chats.values().forEach(chat -> all.addAll(chat.seenBy(user)));
    all.sort(Comparator.comparingLong(Line::position));
    return all;
  }

  /// Where a user's inbox ends, also if that has expired.
  long newestPosition(UserId user) {
    List<Line> all = inbox(user);
    return Math.max(all.isEmpty() ? 0 : all.getLast().position(), expiredUpTo(user));
  }

  /// The newest position of what has expired of a user's inbox; 0 if nothing has.
  long expiredUpTo(UserId user) {
    return chats.values().stream().mapToLong(chat -> chat.expiredUpTo(user)).max().orElse(0);
  }

  /// An item of a user's list, if it is there.
  Optional<Row> row(UserId user, ConversationId conversation) {
    Item item = items(user).get(conversation);
    if (item == null) {
      return Optional.empty();
    }
    Chat chat = chat(conversation);
    Stay stay = chat.newestStay(user).orElseThrow();
    long newest = chat.newestSeenBy(user);
    Optional<Line> last =
        chat.seenBy(user).reversed().stream().findFirst().filter(line -> line.sequence == newest);
    Peer of =
        switch (conversation) {
          case ConversationId.Direct direct -> Peer.direct(Chat.other(direct, user).name());
          case ConversationId.Group group -> Peer.group(group.name());
        };
    var told =
        new ConversationItem(
            user.name(),
            of,
            0,
            stay.ownRead(),
            Math.max(newest, stay.read), // who joined counts as having read what was said before
            last.map(Line::told).orElse(null),
            chat.unread(user, stay.ownRead()),
            item.isMute,
            item.isTop,
            item.isHidden,
            chat.stateFor(user, seesReceipts(user)));
    return Optional.of(
        new Row(told, newest, last.map(Line::message), chat.isFounded ? chat.group() : null));
  }

  /// Does something with every item of a user.
  void forEachItem(UserId user, Consumer<ConversationId> action) {
    List.copyOf(items(user).keySet()).forEach(action);
  }
}
