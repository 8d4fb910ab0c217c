package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.engine.MessageFacts;
import io.whaleshark.core.id.ConversationId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The facts of the conversations of one app, merged from one stream of rows for each kind of fact.
/// All streams have one order of conversations. A row of a conversation without numbers of its own
/// is told too. Confined to one thread.
final class ConversationFacts implements Iterator<Fact> {

  /// The order of the primary keys: by bytes.
  private static final Comparator<ConversationId> ORDER =
      Comparator.comparing(
          id -> ConversationNames.of(id).getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  private final RowStream<Fact.InConversation> numbers;
  private final List<RowStream<? extends Fact.InConversation>> parts;
  private final RowStream<Fact.OfMessage> messages;
  private final RowStream<Fact.OfReaction> reactions;
  private @Nullable ConversationId present;
  private Iterator<Fact> said = Collections.emptyIterator(); // in the present one

  /// @param numbers one fact of each conversation
  /// @param parts the facts that stand before the messages, in the order in which they follow
  ///   within a conversation
  /// @param reactions in the order of the messages, each to one of them
  ConversationFacts(
      RowStream<Fact.InConversation> numbers,
      List<RowStream<? extends Fact.InConversation>> parts,
      RowStream<Fact.OfMessage> messages,
      RowStream<Fact.OfReaction> reactions) {
    this.numbers = numbers;
    this.parts = parts;
    this.messages = messages;
    this.reactions = reactions;
  }

  /// The rows of a stream that are of the conversation at which it stands.
  private record Within(
      RowStream<? extends Fact.InConversation> stream, ConversationId conversation)
      implements Iterator<Fact> {

    @Override
    public boolean hasNext() {
      return isAt(stream, conversation);
    }

    @Override
    public Fact next() {
      return stream.take();
    }
  }

  private Stream<RowStream<? extends Fact.InConversation>> all() {
    return Stream.concat(Stream.of(numbers, messages, reactions), parts.stream());
  }

  @Override
  public boolean hasNext() {
    return said.hasNext() || all().anyMatch(stream -> stream.next().isPresent());
  }

  @Override
  public Fact next() {
    for (RowStream<? extends Fact.InConversation> part : parts) {
      if (isAt(part, present)) {
        return part.take();
      }
    }
    if (said.hasNext()) {
      return said.next();
    }
    ConversationId first =
        all()
            .flatMap(stream -> stream.next().stream())
            .map(Fact.InConversation::conversation)
            .min(ORDER)
            .orElseThrow();
    present = first;
    said = new MessageFacts(new Within(messages, first), new Within(reactions, first));
    return isAt(numbers, first) ? numbers.take() : Fact.OfConversation.silent(first);
  }

  private static boolean isAt(
      RowStream<? extends Fact.InConversation> stream, @Nullable ConversationId conversation) {
    Optional<? extends Fact.InConversation> next = stream.next();
    return next.isPresent() && next.get().conversation().equals(conversation);
  }
}
