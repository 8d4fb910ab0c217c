package io.whaleshark.testkit.simulation;

import io.whaleshark.core.engine.JournalEntry;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.news.News;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// A program of the app that knows who is online by what the journal says of it alone. It outlives
/// every crash, as the journal does. Confined to the simulation's thread.
final class PresenceFollower {

  private final Set<UserId> online = new TreeSet<>();
  private final Consumer<String> violated;

  PresenceFollower(Consumer<String> violated) {
    this.violated = violated;
  }

  /// News was stored.
  void hear(List<News> news) {
    news.forEach(each -> JournalEntry.of(each).ifPresent(this::hear));
  }

  private void hear(JournalEntry entry) {
    boolean isInTurn =
        switch (entry) {
          case JournalEntry.CameOnline came -> online.add(came.user());
          case JournalEntry.WentOffline went -> online.remove(went.user());
          case JournalEntry.OfConversation _ -> true;
        };
    if (!isInTurn) {
      violated.accept("P13 twice in a row: " + entry);
    }
  }

  /// All was stored that was done: it must know by now who is online.
  void atRest(Collection<UserId> present) {
    if (!online.equals(new TreeSet<>(present))) {
      violated.accept("P13 online are " + present + ", and a follower takes for it " + online);
    }
  }
}
