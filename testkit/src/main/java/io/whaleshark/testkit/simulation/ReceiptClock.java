package io.whaleshark.testkit.simulation;

import io.whaleshark.core.id.UserId;
import io.whaleshark.testkit.simulation.Online.Present;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// When the authors of a group are told that they were read: at once, and then at most once in each
/// interval, of the furthest of the reads since (P11). Confined to the simulation's thread.
final class ReceiptClock {

  private record Key(Present author, Chat chat) {}

  private record Waiting(UserId reader, long upTo) {}

  private static final class Interval {
    long ends;
    @Nullable Waiting waiting;
  }

  interface Teller {
    void tell(Present author, Chat chat, UserId reader, long upTo);
  }

  private final long interval;
  private final Map<Key, Interval> lasting = new LinkedHashMap<>();
  private long now;

  /// While reads of the engine fail, the times of receipts cannot be predicted, until no receipt
  /// was told for a whole interval.
  private long doubtUntil = -1;

  ReceiptClock(long intervalMicros) {
    this.interval = intervalMicros;
  }

  void turnAt(long micros) {
    now = micros;
  }

  void clear() {
    lasting.clear();
    doubtUntil = -1;
  }

  void doubt() {
    doubtUntil = now + interval;
    lasting.clear();
  }

  /// Whether the receipts of this turn are unpredictable.
  boolean isInDoubt() {
    return doubtUntil >= 0;
  }

  /// A turn ended in which everything that was due was told.
  void turnEnded() {
    if (now >= doubtUntil) {
      doubtUntil = -1;
    }
  }

  /// A receipt was told while receipts were unpredictable.
  void told() {
    doubtUntil = now + interval;
  }

  void offer(Present author, Chat chat, UserId reader, long upTo, Teller teller) {
    Key key = new Key(author, chat);
    Interval lasts = lasting.get(key);
    if (isInDoubt()) {
      return;
    }
    if (lasts == null) {
      begin(key, new Interval(), new Waiting(reader, upTo), teller);
    } else if (lasts.waiting == null || upTo >= lasts.waiting.upTo()) {
      lasts.waiting = new Waiting(reader, upTo);
    }
  }

  private void begin(Key key, Interval begins, Waiting read, Teller teller) {
    begins.ends = now + interval;
    begins.waiting = null;
    lasting.put(key, begins);
    teller.tell(key.author(), key.chat(), read.reader(), read.upTo());
  }

  void tick(Teller teller) {
    List<Map.Entry<Key, Interval>> ended =
        lasting.entrySet().stream()
            .filter(each -> each.getValue().ends <= now)
            .sorted(Comparator.comparingLong(each -> each.getValue().ends))
            .toList();
    for (Map.Entry<Key, Interval> each : ended) {
      Waiting waited = each.getValue().waiting;
      if (waited == null) {
        lasting.remove(each.getKey());
      } else {
        begin(each.getKey(), each.getValue(), waited, teller);
      }
    }
  }
}
