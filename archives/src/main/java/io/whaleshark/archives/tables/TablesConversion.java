package io.whaleshark.archives.tables;

import io.whaleshark.archives.ChatFile;
import io.whaleshark.archives.Conversion;
import io.whaleshark.cli.ReasonReport;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Goes through the source: first what is not where it belongs, then the direct conversations user
/// by user, the groups, and what holds of users.
///
/// Memory: the messages of one group, or the direct ones of one user, without their bodies; and the
/// [Strays].
final class TablesConversion implements Conversion {

  private final SourceTables tables;
  private final Optional<SourceInboxes> inboxes;
  private final Clock clock;

  TablesConversion(SourceTables tables, Optional<SourceInboxes> inboxes, Clock clock) {
    this.tables = tables;
    this.inboxes = inboxes;
    this.clock = clock;
  }

  @Override
  public void run(ChatFile file, ReasonReport losses) throws IOException {
    SourceIds ids = new SourceIds(losses);
    Strays strays = new Strays(tables, ids, losses);
    strays.findLonelyCopies();
    if (inboxes.isPresent()) {
      strays.findUnstored(inboxes.get());
    }
    Speaker speaker = new Speaker(tables, inboxes, ids, losses, clock);
    tellDirect(ids, strays, new DirectStory(speaker, file, losses));
    new GroupsTold(tables, ids, strays, new GroupStory(speaker, file, losses, clock), losses)
        .tellAll();
    new UsersTold(tables, ids, file, losses).tellAll();
    long unused = tables.countBodies() - speaker.bodies();
    if (unused > 0) {
      losses.add("im_message_body", unused + " bodies belong to no message: left out");
    }
  }

  private void tellDirect(SourceIds ids, Strays strays, DirectStory story) throws IOException {
    Optional<String> owner = tables.nextOwner("");
    while (owner.isPresent()) {
      tellDirect(owner.get(), ids, strays, story);
      owner = tables.nextOwner(owner.get());
    }
    for (ConversationId.Direct conversation : strays.left(ConversationId.Direct.class)) {
      story.tell(conversation, strays.with(conversation, List.of()), views(List.of(conversation)));
    }
  }

  /// Tells the conversations of which the user is the first one: the other's copies are the same.
  private void tellDirect(String owner, SourceIds ids, Strays strays, DirectStory story)
      throws IOException {
    Map<String, List<StoredMessage>> byPair = new TreeMap<>();
    Map<String, DirectRow> pairs = new TreeMap<>();
    tables.copies(
        owner,
        row -> {
          if (row.isSound() && isFirst(row)) {
            String pair = row.owner() + '\n' + row.peer();
            byPair.computeIfAbsent(pair, _ -> new ArrayList<>()).add(row.message());
            pairs.putIfAbsent(pair, row);
          }
        });
    Map<ConversationId.Direct, List<StoredMessage>> conversations =
        new TreeMap<>(
            Comparator.comparing(ConversationId.Direct::low)
                .thenComparing(ConversationId.Direct::high));
    for (Map.Entry<String, DirectRow> pair : pairs.entrySet()) {
      Optional<UserId> one = ids.user(pair.getValue().owner());
      Optional<UserId> other = ids.user(pair.getValue().peer());
      if (one.isPresent() && other.isPresent()) {
        conversations.put(
            ConversationId.Direct.between(one.get(), other.get()),
            byPair.getOrDefault(pair.getKey(), List.of()));
      }
    }
    Map<String, OwnView> views = views(conversations.keySet());
    for (Map.Entry<ConversationId.Direct, List<StoredMessage>> of : conversations.entrySet()) {
      story.tell(of.getKey(), strays.with(of.getKey(), of.getValue()), views);
    }
  }

  private static boolean isFirst(DirectRow row) {
    return row.owner().compareTo(row.peer()) <= 0;
  }

  private Map<String, OwnView> views(Iterable<ConversationId.Direct> conversations) {
    List<String> ids = new ArrayList<>();
    for (ConversationId.Direct conversation : conversations) {
      ids.add(DirectStory.viewId(conversation.low(), conversation.high()));
      ids.add(DirectStory.viewId(conversation.high(), conversation.low()));
    }
    return tables.views(ids);
  }
}
