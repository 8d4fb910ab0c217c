package io.whaleshark.testkit;

import io.whaleshark.core.engine.MessageLog;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// History, as specified. Thread-safe.
record ReferenceLog(Supplier<ReferenceState> now) implements MessageLog {

  /// As many of the messages, from the first on, as a page holds.
  static List<Message> page(List<Message> messages, PageLimit limit) {
    List<Message> page = new ArrayList<>();
    long bytes = 0;
    for (Message message : messages) {
      if (page.size() == limit.entries() || bytes >= limit.bytes()) {
        break;
      }
      page.add(message);
      bytes += message.sizeBytes();
    }
    return page;
  }

  private Stream<Message> range(ConversationId conversation, long after, long upTo) {
    return now.get().retained(conversation).stream()
        .filter(message -> message.sequence() > after && message.sequence() <= upTo);
  }

  @Override
  public List<Message> after(ConversationId conversation, long after, long upTo, PageLimit limit) {
    return page(range(conversation, after, upTo).toList(), limit);
  }

  @Override
  public List<Message> before(
      ConversationId conversation, long before, long above, PageLimit limit) {
    return page(range(conversation, above, before - 1).toList().reversed(), limit).reversed();
  }

  @Override
  public Optional<Message> message(ConversationId conversation, long sequence) {
    return now.get().message(conversation, sequence);
  }

  @Override
  public List<Message> messages(
      ConversationId conversation, List<Long> sequences, PageLimit limit) {
    return page(
        sequences.stream().flatMap(each -> message(conversation, each).stream()).toList(), limit);
  }

  @Override
  public Set<UserId> authors(ConversationId.Group group, long after, long upTo) {
    return range(group, after, upTo).map(Message::sender).collect(Collectors.toSet());
  }

  @Override
  public long newestBy(ConversationId.Group group, UserId user, long upTo) {
    return range(group, 0, upTo)
        .filter(message -> message.sender().equals(user))
        .mapToLong(Message::sequence)
        .max()
        .orElse(0);
  }
}
