package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Reactions;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Reaction;
import io.whaleshark.core.model.Tally;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The reactions to messages: a row for each tally, and one for each reaction. Thread-safe.
final class RocksReactions implements Reactions {

  private final Store store;

  RocksReactions(Store store) {
    this.store = store;
  }

  @Override
  public List<Seen> tallies(
      ConversationId conversation, Optional<UserId> asker, long after, long upTo, int limit) {
    byte[] key = Keys.conversation(conversation);
    List<Seen> found = new ArrayList<>();
    try (View view = store.snapshot()) {
      Cursor rows = view.cursor(Table.TALLIES);
      boolean there = rows.seek(Keys.numbered(key, after + 1), key);
      while (there && rows.number() <= upTo && found.size() < limit) {
        Tally tally = tally(rows);
        found.add(
            new Seen(tally, asker.map(user -> mine(view, key, tally, user)).orElse(Set.of())));
        there = rows.next(key);
      }
    }
    return found;
  }

  private static Set<String> mine(View view, byte[] key, Tally tally, UserId user) {
    Set<String> mine = new HashSet<>();
    for (Tally.Count count : tally.counts()) {
      if (isSet(view, key, new Reaction(tally.sequence(), count.sign(), user))) {
        mine.add(count.sign());
      }
    }
    return mine;
  }

  /// Whether a reaction is there, in the conversation with this key.
  static boolean isSet(View view, byte[] key, Reaction reaction) {
    return view.get(Table.REACTIONS, Keys.reaction(key, reaction)) != null;
  }

  @Override
  public Tally tally(ConversationId conversation, long sequence) {
    try (View view = store.current()) {
      return tally(view, conversation, sequence);
    }
  }

  static Tally tally(View view, ConversationId conversation, long sequence) {
    byte[] row = view.get(Table.TALLIES, Keys.numbered(conversation, sequence));
    return row == null ? Tally.none(sequence) : Rows.tally(sequence, row);
  }

  /// Reads the tally at which a cursor is positioned.
  static Tally tally(Cursor row) {
    return Rows.tally(row.number(), row.value());
  }

  @Override
  public List<UserId> reactors(
      ConversationId conversation, long sequence, String sign, String after, int limit) {
    byte[] prefix = Keys.reactors(Keys.conversation(conversation), sequence, sign);
    List<UserId> users = new ArrayList<>();
    try (View view = store.current()) {
      Cursor rows = view.cursor(Table.REACTIONS);
      boolean there = rows.seek(behind(prefix, after), prefix);
      while (there && users.size() < limit) {
        users.add(new Decoder(rows.key(), prefix.length).user(conversation.app()));
        there = rows.next(prefix);
      }
    }
    return users;
  }

  private static byte[] behind(byte[] prefix, String after) {
    return after.isEmpty()
        ? prefix
        : Keys.behind(
            new Encoder(prefix.length + Encoder.nameBytes(after))
                .raw(prefix)
                .name(after)
                .toBytes());
  }
}
