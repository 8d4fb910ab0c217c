package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Tally;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/// The reactions to the messages of a conversation, ascending; those of a message in the order of
/// its tally. Confined to one thread.
final class ReactionFacts implements Iterator<Fact> {

  private final ConversationId conversation;
  private final byte[] key;
  private final Cursor tallies;
  private final Cursor rows;
  private boolean hasTally;
  private Tally tally = Tally.none(0);
  private Iterator<Tally.Count> counts = List.<Tally.Count>of().iterator();
  private byte[] prefix = new byte[0];
  private boolean isThere;

  ReactionFacts(View view, ConversationId conversation) {
    this.conversation = conversation;
    this.key = Keys.conversation(conversation);
    this.tallies = view.cursor(Table.TALLIES);
    this.rows = view.cursor(Table.REACTIONS);
    this.hasTally = tallies.seek(key, key);
    findNext();
  }

  /// Goes on to the next sign that somebody has, unless the present one has more.
  private void findNext() {
    while (!isThere && (counts.hasNext() || hasTally)) {
      if (counts.hasNext()) {
        prefix = Keys.reactors(key, tally.sequence(), counts.next().sign());
        isThere = rows.seek(prefix, prefix);
      } else {
        tally = RocksReactions.tally(tallies);
        counts = tally.counts().iterator();
        hasTally = tallies.next(key);
      }
    }
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
    Fact fact = new Fact.OfReaction(conversation, Rows.reaction(rows.key(), rows.value()));
    isThere = rows.next(prefix);
    findNext();
    return fact;
  }
}
