package io.whaleshark.core.engine;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// The retained messages of a conversation, each followed by the reactions to it, from both in
/// their own order. Reactions to other messages are left out: an older node that recalls a message,
/// or lets it expire, leaves them. Confined to one thread.
public final class MessageFacts implements Iterator<Fact> {

  private final Iterator<? extends Fact> messages;
  private final Iterator<? extends Fact> reactions;
  private Fact.@Nullable OfReaction next;
  private long sequence;

  /// @param messages [facts of messages][Fact.OfMessage], ascending
  /// @param reactions [facts of reactions][Fact.OfReaction], ascending by message
  public MessageFacts(Iterator<? extends Fact> messages, Iterator<? extends Fact> reactions) {
    this.messages = messages;
    this.reactions = reactions;
    this.next = reaction();
  }

  private Fact.@Nullable OfReaction reaction() {
    return reactions.hasNext() ? (Fact.OfReaction) reactions.next() : null;
  }

  @Override
  public boolean hasNext() {
    return isOfPresent(next) || messages.hasNext();
  }

  private boolean isOfPresent(Fact.@Nullable OfReaction reaction) {
    return reaction != null && reaction.reaction().sequence() == sequence;
  }

  @Override
  public Fact next() {
    Fact.OfReaction found = next;
    if (found != null && isOfPresent(found)) {
      next = reaction();
      return found;
    }
    if (!messages.hasNext()) {
      throw new NoSuchElementException();
    }
    Fact.OfMessage message = (Fact.OfMessage) messages.next();
    passUpTo(message);
    sequence = message.message().sequence();
    return message;
  }

  private void passUpTo(Fact.OfMessage message) {
    long first = message.message().sequence() + (message.message().isRecalled() ? 1 : 0);
    while (next != null && next.reaction().sequence() < first) {
      next = reaction();
    }
  }
}
