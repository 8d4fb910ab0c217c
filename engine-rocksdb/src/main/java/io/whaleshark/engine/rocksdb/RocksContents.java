package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Chain;
import io.whaleshark.core.engine.Contents;
import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.engine.MessageFacts;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The facts of a data folder, in the order of its keys. Confined to one thread.
final class RocksContents implements Contents {

  private static final byte[] ALL = new byte[0];

  /// The tables whose keys begin with a conversation, and that can have a row of one that no other
  /// has.
  private static final List<Table> OF_CONVERSATIONS =
      List.of(Table.MEMBERS, Table.LOG, Table.GROUPS, Table.FLOORS);

  private final Store store;
  private final Runnable whenClosed;
  private final View view;

  RocksContents(Store store, Runnable whenClosed) {
    this.store = store;
    this.whenClosed = whenClosed;
    this.view = store.snapshot();
  }

  @Override
  public String version() {
    return "embedded " + newestStamp();
  }

  @Override
  public long newestStamp() {
    byte[] row = view.get(Table.DEFAULT, Keys.STAMP);
    return row == null ? 0 : Rows.number(row);
  }

  @Override
  public long messagesAbout() {
    return store.rowsAbout(Table.LOG);
  }

  /// Ends early if the store is awaited: this may take long.
  @Override
  public Iterator<Fact> facts() {
    Iterator<Fact> all = all();
    return new Iterator<>() {

      @Override
      public boolean hasNext() {
        return all.hasNext();
      }

      @Override
      public Fact next() {
        store.requireNotAwaited();
        return all.next();
      }
    };
  }

  private Iterator<Fact> profiles() {
    return all(
        Table.PROFILES, row -> new Fact.OfProfile(Rows.profile(Keys.user(row.key()), row.value())));
  }

  private Iterator<Fact> all() {
    return Chain.of(
        List.of(
            () -> new Chain<>(new Conversations()),
            this::lists,
            this::bans,
            this::blocks,
            this::receiptsOff,
            this::pushTokens,
            this::profiles));
  }

  /// The facts of each conversation. A cursor of the view is used by one of them at a time.
  private final class Conversations implements Iterator<Iterator<Fact>> {

    private byte @Nullable [] key = next(ALL);

    /// The key of the first conversation at or after a key; null if there is none.
    private byte @Nullable [] next(byte[] from) {
      byte[] first = null;
      for (Table table : OF_CONVERSATIONS) {
        Cursor rows = view.cursor(table);
        if (rows.seek(from, ALL)
            && (first == null || Arrays.compareUnsigned(rows.key(), first) < 0)) {
          first = rows.key();
        }
      }
      return first == null ? null : Keys.conversation(Keys.conversation(new Decoder(first)));
    }

    @Override
    public boolean hasNext() {
      return key != null;
    }

    @Override
    public Iterator<Fact> next() {
      byte[] present = key;
      if (present == null) {
        throw new NoSuchElementException();
      }
      key = next(Keys.behind(present));
      return conversation(present);
    }
  }

  private Iterator<Fact> conversation(byte[] key) {
    ConversationId id = Keys.conversation(new Decoder(key));
    Rows.Floor floor = LogEnd.floor(view, key);
    return Chain.of(
        List.of(
            () -> List.of(numbers(id, key, floor)).iterator(),
            () -> members(id, key),
            () -> senders(id, key, floor),
            () -> pins(id, key),
            () -> new MessageFacts(messages(id, key, floor), new ReactionFacts(view, id))));
  }

  private Fact numbers(ConversationId id, byte[] key, Rows.Floor floor) {
    LogEnd end = LogEnd.of(view, key);
    boolean isDirect = id instanceof ConversationId.Direct;
    long expiredPosition = newestExpiredPosition(key, floor);
    Fact.Expired expired =
        new Fact.Expired(
            floor.sequence(), isDirect ? floor.lowSent() : 0, expiredPosition, floor.raisedAt());
    Cursor moved = view.cursor(Table.MOVED);
    boolean isNewer =
        moved.seekBack(Keys.numbered(key, Long.MAX_VALUE), key) && moved.number() > expiredPosition;
    return new Fact.OfConversation(
        id,
        end.head(),
        isDirect ? end.lowSent() : 0,
        expired,
        isNewer ? moved.number() : 0,
        group(id, key));
  }

  private long newestExpiredPosition(byte[] key, Rows.Floor floor) {
    Cursor moved = view.cursor(Table.MOVED);
    boolean there = floor.sequence() > 0 && moved.seekBack(Keys.numbered(key, Long.MAX_VALUE), key);
    while (there && moved.number() > floor.newestPosition()) {
      if (Rows.number(moved.value()) <= floor.sequence()) {
        return moved.number();
      }
      there = moved.previous(key);
    }
    return floor.newestPosition();
  }

  private Optional<Group> group(ConversationId id, byte[] key) {
    return id instanceof ConversationId.Group group
        ? Optional.ofNullable(view.get(Table.GROUPS, key)).map(row -> Rows.group(group, row))
        : Optional.empty();
  }

  private Iterator<Fact> members(ConversationId id, byte[] key) {
    Cursor rows = view.cursor(Table.MEMBERS);
    return new RowFacts(
        rows,
        rows.seek(key, key),
        key,
        row -> new Fact.OfMember(Periods.membership(id, key.length, row)));
  }

  private Iterator<Fact> messages(ConversationId id, byte[] key, Rows.Floor floor) {
    Cursor rows = view.cursor(Table.LOG);
    return new RowFacts(
        rows,
        rows.seek(Keys.numbered(key, floor.sequence() + 1), key),
        key,
        row -> new Fact.OfMessage(MessageRow.message(id, row.number(), row.value())));
  }

  private Iterator<Fact> pins(ConversationId id, byte[] key) {
    Cursor rows = view.cursor(Table.PINS);
    return new RowFacts(
        rows, rows.seek(key, key), key, row -> new Fact.OfPin(id, RocksPins.pin(row)));
  }

  private Iterator<Fact> senders(ConversationId id, byte[] key, Rows.Floor floor) {
    return id instanceof ConversationId.Group group && floor.sequence() > 0
        ? new Senders(group, key, floor.sequence())
        : List.<Fact>of().iterator();
  }

  private Iterator<Fact> lists() {
    return all(Table.LISTS, RocksContents::listed);
  }

  private static Fact listed(Cursor row) {
    Decoder key = new Decoder(row.key());
    UserId user = key.user(key.int4());
    return new Fact.OfList(Rows.participation(user, Keys.conversation(key), row.value()));
  }

  private Iterator<Fact> bans() {
    return all(Table.BANS, RocksContents::banned);
  }

  private static Fact banned(Cursor row) {
    Decoder key = new Decoder(row.key());
    return new Fact.OfBan(Rows.ban(key.user(key.int4()), row.value()));
  }

  private Iterator<Fact> blocks() {
    return all(Table.BLOCKS, row -> new Fact.OfBlock(Rows.block(row.key(), row.value())));
  }

  private Iterator<Fact> receiptsOff() {
    return all(
        Table.RECEIPTS, row -> new Fact.OfReceiptsOff(Rows.receiptsOff(row.key(), row.value())));
  }

  private Iterator<Fact> pushTokens() {
    return all(
        Table.PUSH_TOKENS, row -> new Fact.OfPushToken(PushRows.token(row.key(), row.value())));
  }

  private Iterator<Fact> all(Table table, Function<Cursor, Fact> reader) {
    Cursor rows = view.cursor(table);
    return new RowFacts(rows, rows.seek(ALL, ALL), ALL, reader);
  }

  /// A fact of each row below a prefix.
  private static final class RowFacts implements Iterator<Fact> {

    private final Cursor rows;
    private final byte[] prefix;
    private final Function<Cursor, Fact> reader;
    private boolean isThere;

    RowFacts(Cursor rows, boolean isThere, byte[] prefix, Function<Cursor, Fact> reader) {
      this.rows = rows;
      this.isThere = isThere;
      this.prefix = prefix;
      this.reader = reader;
    }

    @Override
    public boolean hasNext() {
      return isThere;
    }

    @Override
    public Fact next() {
      if (!isThere) {
        throw new NoSuchElementException();
      }
      Fact fact = reader.apply(rows);
      isThere = rows.next(prefix);
      return fact;
    }
  }

  /// Those who sent any of the expired messages of a group.
  private final class Senders implements Iterator<Fact> {

    private final ConversationId.Group group;
    private final byte[] key;
    private final long floor;
    private Optional<Fact> found;

    Senders(ConversationId.Group group, byte[] key, long floor) {
      this.group = group;
      this.key = key;
      this.floor = floor;
      this.found = find(key);
    }

    /// Looks for the first at or after a key.
    private Optional<Fact> find(byte[] from) {
      Cursor own = view.cursor(Table.OWN);
      byte[] next = from;
      while (own.seek(next, key)) {
        UserId sender = new Decoder(own.key(), key.length).user(group.app());
        byte[] prefix = Keys.inConversation(key, sender);
        if (own.seekBack(Keys.numbered(prefix, floor), prefix)) {
          return Optional.of(
              new Fact.OfSender(group, sender, own.number(), Rows.number(own.value())));
        }
        next = Keys.behind(prefix);
      }
      return Optional.empty();
    }

    @Override
    public boolean hasNext() {
      return found.isPresent();
    }

    @Override
    public Fact next() {
      Fact fact = found.orElseThrow();
      found = find(Keys.behind(Keys.inConversation(key, ((Fact.OfSender) fact).sender())));
      return fact;
    }
  }

  @Override
  public void close() {
    view.close();
    whenClosed.run();
  }
}
