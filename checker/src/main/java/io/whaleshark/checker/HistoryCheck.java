package io.whaleshark.checker;

import io.whaleshark.checker.Anomaly.Kind;
import io.whaleshark.checker.LogFacts.Entry;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// Compares history with earlier answers and sightings. Confined to its checker.
final class HistoryCheck {

  private final Findings findings;
  private final LogFacts log;
  private final MembershipFacts members;
  private final InboxCheck inboxes;
  private final Map<Part, BitSet> visible = new HashMap<>();

  HistoryCheck(Findings findings, LogFacts log, MembershipFacts members, InboxCheck inboxes) {
    this.findings = findings;
    this.log = log;
    this.members = members;
    this.inboxes = inboxes;
  }

  /// The sequences that history has ever shown to a user.
  BitSet visible(Part part) {
    return visible.computeIfAbsent(part, _ -> new BitSet());
  }

  void read(HistoryRead read, long now) {
    Part part = read.part();
    Map<Long, Sighting> shown = new TreeMap<>();
    long newest = read.after();
    for (Sighting message : read.messages()) {
      Kind wrong = Invariants.pull(newest, message.sequence());
      if (wrong != null) {
        findings.add(wrong, part + " got history " + message + " (expected: above " + newest + ")");
      }
      newest = message.sequence();
      log.seen(message, read.asked(), now);
      shown.put(message.sequence(), message);
      Entry entry = log.at(part.conversation(), message.sequence());
      if (entry != null && !members.mayHaveSeen(part, entry)) {
        findings.add(Kind.TRESPASS, part + " is shown " + message);
      }
    }
    BitSet before = visible(part);
    for (Entry entry : log.log(part.conversation()).tailMap(read.after(), false).values()) {
      Sighting there = shown.get(entry.sequence);
      boolean found = there != null && there.id().equals(entry.id);
      boolean isDue = entry.known < read.asked() && !log.hasExpired(entry);
      if (!found && isDue && mustSee(part, entry, before)) {
        findings.add(
            Kind.LOST_WRITE,
            part + " has not " + entry + (entry.ack == null ? ", seen" : ", acked") + " before");
      }
    }
    shown.keySet().forEach(sequence -> before.set(Math.toIntExact(sequence)));
  }

  private boolean mustSee(Part part, Entry entry, BitSet before) {
    return before.get(Math.toIntExact(entry.sequence))
        || inboxes.hasSeen(part, entry.sequence)
        || members.surelySees(part, entry);
  }
}
