package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.ConversationList.Unread;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.reading.UnreadSums;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts what users have not read. It remembers the users it was asked about last, and counts
/// again only the conversations that have changed since. Each answer is of one snapshot.
/// Thread-safe.
///
/// Cost: a user who is not remembered takes two look-ups for each conversation; one who is, a look
/// at a number for each, and two look-ups for each that has changed.
final class UnreadCounts {

  /// What is remembered of a conversation takes some 200 bytes, so this is a twentieth of the heap.
  private static final long HEAP_BYTES_PER_CONVERSATION = 4_096;

  private static final long CONVERSATIONS_AT_MOST =
      Math.min(200_000, Runtime.getRuntime().maxMemory() / HEAP_BYTES_PER_CONVERSATION);

  private static final float LOAD = 0.75f;

  private final Store store;
  private final ConversationVersions versions;
  private final long conversationsAtMost;
  private final Map<UserId, Counts> remembered =
      new LinkedHashMap<>(64, LOAD, true); // guarded by this
  private long conversations; // guarded by this

  UnreadCounts(Store store, ConversationVersions versions) {
    this(store, versions, CONVERSATIONS_AT_MOST);
  }

  /// @param conversationsAtMost how many conversations of all users are remembered
  UnreadCounts(Store store, ConversationVersions versions, long conversationsAtMost) {
    this.store = store;
    this.versions = versions;
    this.conversationsAtMost = conversationsAtMost;
  }

  /// What was counted in one conversation.
  ///
  /// @param version the conversation's, read before the snapshot
  private record Counted(Participation participation, int version, Unread unread) {}

  /// What was counted for a user.
  ///
  /// @param version the user's, read before the snapshot
  private record Counts(int version, List<Counted> each) {

    Unread sums() {
      UnreadSums sums = new UnreadSums();
      each.forEach(counted -> sums.add(counted.unread()));
      return sums.sums();
    }
  }

  Unread of(UserId user) {
    Counts known = remembered(user);
    Counts counts = known == null ? null : renewed(user, known);
    if (counts == null) {
      counts = counted(user);
    }
    if (counts != known) {
      remember(user, counts);
    }
    return counts.sums();
  }

  private Counts counted(UserId user) {
    int version = versions.of(user);
    ConversationVersions.Copy before = versions.copy();
    try (View view = store.snapshot()) {
      List<Counted> each = new ArrayList<>();
      for (Participation participation : Participations.of(view, user)) {
        each.add(counted(view, participation, before.of(participation.conversation())));
      }
      return new Counts(version, each);
    }
  }

  private static Counted counted(View view, Participation participation, int version) {
    var periods = Periods.of(view, participation.conversation(), participation.user());
    Unread unread = UnreadSums.of(participation, periods, new RocksListRows(view, participation));
    return new Counted(participation, version, unread);
  }

  /// The counts of a newer snapshot.
  ///
  /// @return null if the list itself has changed; the same counts if nothing has
  private @Nullable Counts renewed(UserId user, Counts known) {
    int[] before =
        known.each().stream()
            .mapToInt(counted -> versions.of(counted.participation().conversation()))
            .toArray();
    try (View view = store.snapshot()) {
      if (hasChanged(known.version(), versions.of(user))) {
        return null;
      }
      List<Counted> each = new ArrayList<>(known.each());
      boolean isSame = true;
      for (int i = 0; i < before.length; i++) {
        Participation participation = each.get(i).participation();
        // Compared after the snapshot was taken: what it holds began to change before.
        if (hasChanged(each.get(i).version(), versions.of(participation.conversation()))) {
          each.set(i, counted(view, participation, before[i]));
          isSame = false;
        }
      }
      return isSame ? known : new Counts(known.version(), each);
    }
  }

  private static boolean hasChanged(int known, int now) {
    return known != now || !ConversationVersions.isSettled(now);
  }

  private synchronized @Nullable Counts remembered(UserId user) {
    return remembered.get(user);
  }

  private synchronized void remember(UserId user, Counts counts) {
    Counts former = remembered.put(user, counts);
    conversations += counts.each().size() - (former == null ? 0 : former.each().size());
    var eldest = remembered.entrySet().iterator();
    while (conversations > conversationsAtMost) {
      conversations -= eldest.next().getValue().each().size();
      eldest.remove();
    }
  }
}
