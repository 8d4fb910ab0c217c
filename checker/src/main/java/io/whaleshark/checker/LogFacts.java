package io.whaleshark.checker;

import io.whaleshark.checker.Anomaly.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The known facts of each message, and one log for each conversation, on which all sightings must
/// agree. Confined to its checker.
final class LogFacts {

  static final long NEVER = Long.MAX_VALUE;

  /// One message. All facts except its id are learned over time.
  static final class Entry {
    final MessageId id;
    final String conversation;
    final String body;

    /// The moment before the first send: the message did not exist earlier.
    final long attempted;

    /// The first moment at which the message certainly existed: it was answered, or seen by anyone.
    long known = NEVER;

    /// The same for its recall.
    long recallKnown = NEVER;

    /// When its newest edit was, as the server says, by when that was known.
    final Maximum edited = new Maximum();

    /// The contents that edits were to give it.
    final Set<String> edits = new HashSet<>();

    long sequence;
    long key;
    boolean refused;
    boolean recallAttempted;
    @Nullable Ack ack;

    Entry(MessageId id, String conversation, String body, long attempted) {
      this.id = id;
      this.conversation = conversation;
      this.body = body;
      this.attempted = attempted;
    }

    @Override
    public String toString() {
      return conversation + "#" + sequence + " " + id;
    }
  }

  private final Findings findings;
  private final Map<MessageId, Entry> entries = new HashMap<>();
  private final Map<String, NavigableMap<Long, Entry>> logs = new HashMap<>();
  private final Map<String, Long> floors = new HashMap<>();

  LogFacts(Findings findings) {
    this.findings = findings;
  }

  void attempted(MessageId id, String conversation, String body, long now) {
    entries.putIfAbsent(id, new Entry(id, conversation, body, now));
  }

  void expired(String conversation, long upTo) {
    floors.merge(conversation, upTo, Math::max);
  }

  /// Whether a message may be missing because it has expired.
  boolean hasExpired(Entry entry) {
    return entry.sequence != 0 && entry.sequence <= floors.getOrDefault(entry.conversation, 0L);
  }

  /// The message with this id at a sequence. After it has expired, its id may be reused for another
  /// message.
  private @Nullable Entry at(MessageId id, long sequence) {
    Entry newest = entries.get(id);
    if (newest == null || sequence == newest.sequence) {
      return newest;
    }
    Entry there = at(newest.conversation, sequence);
    if (there != null && there.id.equals(id)) {
      return there; // an earlier one, which arrives late
    }
    if (!hasExpired(newest)) {
      return newest;
    }
    Entry again = new Entry(id, newest.conversation, newest.body, newest.attempted);
    again.recallAttempted = newest.recallAttempted;
    again.edits.addAll(newest.edits);
    entries.put(id, again);
    return again;
  }

  /// Records an answer; returns false if it is not the first one.
  boolean acked(MessageId id, Ack ack, long now) {
    Entry entry = at(id, ack.sequence());
    if (entry == null) {
      findings.add(Kind.PHANTOM, "an ack for " + id + ", which was never sent");
      return false;
    }
    if (entry.ack == null) {
      entry.ack = ack;
      place(entry, ack.sequence(), ack.key(), now);
      return true;
    }
    if (!ack.equals(entry.ack)) {
      findings.add(Kind.ACK_CHANGED, id + " was answered " + entry.ack + ", then " + ack);
    }
    return false;
  }

  /// The message with this id, which was attempted.
  Entry entry(MessageId id) {
    return Objects.requireNonNull(entries.get(id));
  }

  void refused(MessageId id) {
    Entry entry = entries.get(id);
    if (entry == null || hasExpired(entry)) {
      return;
    }
    entry.refused = true;
    if (entry.known != NEVER) {
      findings.add(Kind.ACK_CHANGED, id + " was there, and a repeat of it was refused");
    }
  }

  void denied(MessageId id) {
    Entry entry = entries.get(id);
    if (entry != null && entry.known != NEVER) {
      findings.add(Kind.LOST_WRITE, entry + " was there, and is denied");
    }
  }

  void recallAttempted(MessageId id) {
    Entry entry = entries.get(id);
    if (entry != null) {
      entry.recallAttempted = true;
    }
  }

  void recallAcked(MessageId id, long sequence, long now) {
    Entry entry = at(id, sequence);
    if (entry != null) {
      entry.recallKnown = Math.min(entry.recallKnown, now);
    }
  }

  void editAttempted(MessageId id, String body) {
    Entry entry = entries.get(id);
    if (entry != null) {
      entry.edits.add(body);
    }
  }

  void editAcked(MessageId id, long sequence, long editedTime, long now) {
    Entry entry = at(id, sequence);
    if (entry != null) {
      entry.edited.raise(editedTime, now);
    }
  }

  /// Records that somebody saw a message.
  ///
  /// @param asked the moment of the request that showed it; for a push, any moment before which
  ///   nothing is claimed: 0
  void seen(Sighting sighting, long asked, long now) {
    Entry entry = at(sighting.id(), sighting.sequence());
    if (entry == null) {
      findings.add(Kind.PHANTOM, sighting + " was never sent");
      return;
    }
    if (!entry.conversation.equals(sighting.conversation())) {
      findings.add(Kind.PHANTOM, sighting + " was sent to " + entry.conversation);
      return;
    }
    if (entry.refused) {
      findings.add(Kind.PHANTOM, sighting + " was refused");
    }
    place(entry, sighting.sequence(), sighting.key(), now);
    if (sighting.recalled()) {
      if (!entry.recallAttempted) {
        findings.add(Kind.LOST_RECALL, sighting + ", but nobody asked for that");
      }
      entry.recallKnown = Math.min(entry.recallKnown, now);
    } else if (entry.recallKnown < asked) {
      findings.add(Kind.LOST_RECALL, sighting + " was recalled before");
    } else {
      content(entry, sighting, asked, now);
    }
  }

  private void content(Entry entry, Sighting sighting, long asked, long now) {
    long edited = sighting.editedTime();
    if (edited < entry.edited.at(asked)) {
      findings.add(Kind.LOST_EDIT, sighting + " was edited later than " + edited);
    }
    entry.edited.raise(edited, now);
    boolean isKnown =
        edited == 0 ? entry.body.equals(sighting.body()) : entry.edits.contains(sighting.body());
    if (!isKnown) {
      findings.add(
          Kind.ALTERED, sighting + " says " + sighting.body() + " (sent: " + entry.body + ")");
    }
  }

  private void place(Entry entry, long sequence, long key, long now) {
    entry.known = Math.min(entry.known, now);
    Entry there = log(entry.conversation).putIfAbsent(sequence, entry);
    boolean isTaken = there != null && there != entry;
    Kind wrong = Invariants.place(entry.sequence, sequence, isTaken);
    if (wrong != null) {
      String other = there == null ? "" : ", where " + there.id + " is";
      findings.add(wrong, entry + " is at sequence " + sequence + other);
    }
    if (entry.sequence == 0) {
      entry.sequence = sequence;
      entry.key = key;
    } else if (entry.sequence == sequence && entry.key != key) {
      findings.add(Kind.DUPLICATE, entry + " has the keys " + entry.key + " and " + key);
    }
  }

  /// The log of a conversation by sequence, as far as it is known.
  NavigableMap<Long, Entry> log(String conversation) {
    return logs.computeIfAbsent(conversation, _ -> new TreeMap<>());
  }

  @Nullable Entry at(String conversation, long sequence) {
    return log(conversation).get(sequence);
  }

  /// The moment of the first attempt in a conversation; [#NEVER] if there was none.
  long firstAttempt(String conversation) {
    return log(conversation).values().stream()
        .mapToLong(entry -> entry.attempted)
        .min()
        .orElse(NEVER);
  }

  /// The number of messages that certainly exist.
  long count() {
    return logs.values().stream().mapToLong(Map::size).sum();
  }

  /// Checks that sequences have no gaps and keys increase (P2).
  void check() {
    logs.forEach(this::checkOrder);
  }

  private void checkOrder(String conversation, NavigableMap<Long, Entry> log) {
    long newest = 0;
    long key = 0;
    for (Map.Entry<Long, Entry> place : log.entrySet()) {
      long sequence = place.getKey();
      Entry entry = place.getValue();
      Kind wrong = Invariants.next(newest, sequence);
      if (wrong != null) {
        findings.add(wrong, conversation + " has " + sequence + " next after " + newest);
      }
      if (entry.sequence == sequence && entry.key <= key) {
        findings.add(Kind.GAP, entry + " has key " + entry.key + " (expected: > " + key + ")");
      }
      key = entry.key;
      newest = sequence;
    }
  }
}
