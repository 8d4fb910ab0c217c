package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Inboxes.Gap;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.reading.InboxRows;
import io.whaleshark.engine.rocksdb.InboxSource.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All conversations of one user, as the rows of their inbox. Confined to the thread of its view.
final class InboxSources implements InboxRows<Entry> {

  private final Map<ConversationId, InboxSource> sources = new LinkedHashMap<>();

  void add(ConversationId conversation, InboxSource source) {
    sources.put(conversation, source);
  }

  @Override
  public List<Long> counts() {
    return sources.values().stream().map(InboxSource::count).toList();
  }

  @Override
  public boolean hasExpiredAfter(long after) {
    return sources.values().stream().anyMatch(source -> source.hasExpiredAfter(after));
  }

  @Override
  public List<Entry> oldest(long after, int limit) {
    List<Entry> entries = new ArrayList<>();
    sources.values().forEach(source -> entries.addAll(source.firstEntriesAfter(after, limit)));
    return entries;
  }

  @Override
  public List<Entry> newest(long after, int limit) {
    List<Entry> entries = new ArrayList<>();
    sources.values().forEach(source -> entries.addAll(source.entriesAfter(after, limit)));
    return entries;
  }

  @Override
  public Iterable<Message> messages(List<Entry> entries) {
    return () -> entries.stream().map(Entry::message).iterator();
  }

  @Override
  public List<Gap> gaps(long after, Map<ConversationId, Long> keptFrom) {
    List<Gap> gaps = new ArrayList<>();
    sources.forEach((conversation, source) -> {
      Long from = keptFrom.get(conversation);
      if (from != null) {
        gaps.addAll(source.gaps(after, from));
      }
    });
    return gaps;
  }
}
