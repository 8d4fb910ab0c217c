package io.whaleshark.checker;

import io.whaleshark.checker.Anomaly.Kind;
import io.whaleshark.checker.LogFacts.Entry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;

/// Checks positions, unread counts and readers by counting again, with brute force (P6, P8).
/// Confined to its checker.
final class ReadCheck {

  private final Findings findings;
  private final LogFacts log;
  private final MembershipFacts members;
  private final HistoryCheck history;
  private final PositionFacts positions;
  private final List<SeenItem> unchecked = new ArrayList<>();
  private final List<ReaderCount> uncheckedCounts = new ArrayList<>();
  private final Map<Part, BitSet> wereReaders = new HashMap<>();

  ReadCheck(Findings findings, LogFacts log, MembershipFacts members, HistoryCheck history) {
    this.findings = findings;
    this.log = log;
    this.members = members;
    this.history = history;
    this.positions = new PositionFacts(findings);
  }

  void reported(Part part, long sequence, long now) {
    positions.reported(part, sequence, now);
  }

  void pushed(Device device, Part reader, long sequence, long now) {
    positions.pushed(device, reader, sequence, now);
    checkPosition(reader, sequence);
  }

  void listed(SeenItem item, long now) {
    Part part = item.part();
    positions.listedOwn(part, item.read(), item.asked(), now);
    checkPosition(part, item.read());
    SeenItem.Peer peer = item.peer();
    if (peer != null) {
      Part ofPeer = new Part(part.conversation(), peer.user());
      positions.pulled(ofPeer, peer.read(), item.asked(), now);
      positions.pulledReceived(ofPeer, peer.received(), item.asked(), now);
      checkPosition(ofPeer, peer.read());
      if (peer.read() > peer.received() || peer.received() > item.newest()) {
        findings.add(
            Kind.POSITION_BEYOND_NEWEST,
            ofPeer + " read, received, newest: " + peer + ", " + item.newest());
      }
    }
    unchecked.add(item);
  }

  void counted(ReaderCount count) {
    uncheckedCounts.add(count);
  }

  /// A position is 0 or a position that the user reported. If the user joined later, it may be the
  /// sequence at which they joined.
  private void checkPosition(Part reader, long sequence) {
    if (sequence != 0
        && !positions.wasReported(reader, sequence)
        && members.isSteadySince(reader, log.firstAttempt(reader.conversation()))) {
      findings.add(Kind.POSITION_GUESSED, reader + " has read " + sequence + ", never reported");
    }
  }

  /// Checks the facts since the last check. The log must be complete by now.
  void check() {
    unchecked.forEach(this::checkItem);
    unchecked.clear();
    uncheckedCounts.forEach(this::checkCount);
    uncheckedCounts.forEach(count -> {
      if (count.readers() != null) {
        count.readers().forEach((user, read) -> noteReader(count, user, read));
      }
    });
    uncheckedCounts.clear();
  }

  private void checkItem(SeenItem item) {
    Part part = item.part();
    BitSet visible = history.visible(part);
    NavigableMap<Long, Entry> all = log.log(part.conversation());
    long newest = all.isEmpty() ? 0 : all.lastKey();
    if (item.read() > newest) {
      findings.add(
          Kind.POSITION_BEYOND_NEWEST,
          part + " has read " + item.read() + " (newest: " + newest + ")");
    }
    long unread =
        all.subMap(item.read(), false, Math.max(item.read(), item.newest()), true).values().stream()
            .filter(entry -> visible.get(Math.toIntExact(entry.sequence)))
            .filter(entry -> !log.hasExpired(entry))
            .filter(entry -> !entry.id.sender().equals(part.user()))
            .count();
    if (unread != item.unread()) {
      findings.add(Kind.UNREAD_WRONG, item + " (counted: " + unread + ")");
    }
    for (Entry entry : all.tailMap(item.newest(), false).values()) {
      if (entry.known < item.asked() && visible.get(Math.toIntExact(entry.sequence))) {
        findings.add(Kind.LOST_WRITE, item + " ends before " + entry);
      }
    }
  }

  private void checkCount(ReaderCount count) {
    Entry entry = log.at(count.conversation(), count.sequence());
    if (entry == null) {
      findings.add(Kind.PHANTOM, count + ", which nobody knows");
      return;
    }
    Set<String> audience = audience(entry);
    Map<String, Boolean> readers = count.readers();
    if (count.audience() != audience.size()
        || (readers != null && !readers.keySet().equals(audience))) {
      findings.add(
          Kind.READERS_WRONG,
          count
              + (readers == null ? "" : " of " + readers)
              + " (history shows it to "
              + audience
              + ")");
      return;
    }
    long atLeast = 0;
    long atMost = 0;
    for (String user : audience) {
      Part part = new Part(count.conversation(), user);
      boolean surely = surelyRead(part, entry, count.asked());
      boolean maybe = positions.atMost(part, count.asked()) >= count.sequence();
      atLeast += surely ? 1 : 0;
      atMost += maybe ? 1 : 0;
      if (readers != null) {
        checkReader(count, part, readers.getOrDefault(user, false), surely, maybe);
      }
    }
    long listed =
        readers == null ? count.read() : readers.values().stream().filter(read -> read).count();
    if (count.read() < atLeast || count.read() > atMost || count.read() != listed) {
      findings.add(
          Kind.READERS_WRONG,
          count + " (counted: " + atLeast + ".." + atMost + ", " + listed + ")");
    }
  }

  private Set<String> audience(Entry entry) {
    Set<String> audience = new TreeSet<>();
    for (Part part : members.parts()) {
      if (part.conversation().equals(entry.conversation)
          && !part.user().equals(entry.id.sender())
          && history.visible(part).get(Math.toIntExact(entry.sequence))) {
        audience.add(part.user());
      }
    }
    return audience;
  }

  private boolean surelyRead(Part part, Entry entry, long asked) {
    return members.isSteadySince(part, entry.attempted)
        && positions.shownBefore(part, asked) >= entry.sequence;
  }

  private void checkReader(
      ReaderCount count, Part part, boolean read, boolean surely, boolean maybe) {
    BitSet before = wereReaders.get(part);
    boolean was = before != null && before.get(Math.toIntExact(count.sequence()));
    if (!read && (surely || was)) {
      findings.add(Kind.POSITION_LOST, count + ", and not by " + part + " who had read it");
    } else if (read && !maybe) {
      findings.add(Kind.POSITION_GUESSED, count + ", also by " + part + " who had not");
    }
  }

  private void noteReader(ReaderCount count, String user, boolean read) {
    if (read) {
      wereReaders
          .computeIfAbsent(new Part(count.conversation(), user), _ -> new BitSet())
          .set(Math.toIntExact(count.sequence()));
    }
  }
}
