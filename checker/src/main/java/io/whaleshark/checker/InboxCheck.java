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
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Checks what devices got by push and pull (P4, P5). Confined to its checker.
///
/// All devices of a user read the same inbox. So an entry that one device saw at a position must
/// not be skipped by another.
final class InboxCheck {

  /// The entry at a position of an inbox: a message as it was sent, as an edit left it, or as a
  /// tombstone.
  ///
  /// @param body tells edits of one millisecond from one another; empty of what is no edit
  private record Held(
      String conversation, long sequence, long editedTime, String body, boolean recalled) {

    static Held of(Sighting message) {
      return new Held(
          message.conversation(),
          message.sequence(),
          message.editedTime(),
          message.editedTime() > 0 ? message.body() : "",
          message.recalled());
    }
  }

  /// What one device got of one conversation: messages, their newest edits, tombstones, and
  /// reported gaps.
  private static final class Got {
    final BitSet messages = new BitSet();
    final Map<Long, Long> edits = new HashMap<>();
    final BitSet tombstones = new BitSet();
    final BitSet told = new BitSet();

    boolean has(Sighting message) {
      int sequence = Math.toIntExact(message.sequence());
      return message.recalled()
          ? tombstones.get(sequence)
          : messages.get(sequence)
              && (message.editedTime() == 0 || edited(message.sequence()) >= message.editedTime());
    }

    long edited(long sequence) {
      return edits.getOrDefault(sequence, 0L);
    }
  }

  private static final class Inbox {
    final NavigableMap<Long, Held> positions = new TreeMap<>();
    final Map<Held, Long> places = new HashMap<>();
    final Map<String, BitSet> seen = new HashMap<>();
    final Maximum ends = new Maximum();
  }

  private final Findings findings;
  private final LogFacts log;
  private final MembershipFacts members;
  private final Map<String, Inbox> inboxes = new HashMap<>();
  private final Map<Device, Map<String, Got>> got = new HashMap<>();
  private final Map<Device, Long> newestPushed = new HashMap<>();
  private final Map<Device, Long> completed = new HashMap<>();
  private final List<InboxPage> unchecked = new ArrayList<>();

  InboxCheck(Findings findings, LogFacts log, MembershipFacts members) {
    this.findings = findings;
    this.log = log;
    this.members = members;
  }

  void pushed(Device device, InboxPage.Entry entry, long now) {
    long position = entry.position();
    long newest = newestPushed.getOrDefault(device, 0L);
    Sighting message = entry.message();
    Got here = got(device, message.conversation());
    Kind wrong = Invariants.push(newest, position, here.has(message));
    if (wrong != null) {
      findings.add(wrong, device + " is pushed " + entry + " after position " + newest);
    }
    newestPushed.merge(device, position, Math::max);
    note(device, entry, 0, now);
  }

  void pulled(InboxPage page, long now) {
    long position = page.after();
    for (InboxPage.Entry entry : page.entries()) {
      Kind wrong = Invariants.pull(position, entry.position());
      if (wrong != null) {
        findings.add(
            wrong, page.device() + " got " + entry + " (expected: behind " + position + ")");
      }
      position = entry.position();
      note(page.device(), entry, page.asked(), now);
    }
    if (page.newCursor() != position) {
      findings.add(
          Kind.BACKWARDS_POLL,
          page.device() + " got the cursor " + page.newCursor() + " (expected: " + position + ")");
    }
    for (InboxPage.Gap gap : page.gaps()) {
      got(page.device(), gap.conversation())
          .told
          .set(Math.toIntExact(gap.from()), Math.toIntExact(gap.to() + 1));
    }
    if (page.completed()) {
      completed.merge(page.device(), page.asked(), Math::max);
    }
    unchecked.add(page);
  }

  void forget(Device device) {
    got.remove(device);
    completed.remove(device);
    newestPushed.remove(device);
    unchecked.removeIf(page -> page.device().equals(device));
  }

  /// A connection begins; the login told the newest position of the inbox.
  void newest(Device device, long position, long asked) {
    newestPushed.remove(device);
    long seen = inbox(device.user()).ends.at(asked);
    if (seen > position) {
      findings.add(
          Kind.BACKWARDS_POLL,
          device + " is told that the inbox ends at " + position + " (seen: " + seen + ")");
    }
  }

  private void note(Device device, InboxPage.Entry entry, long asked, long now) {
    Sighting message = entry.message();
    log.seen(message, asked, now);
    Inbox inbox = inbox(device.user());
    inbox.ends.raise(entry.position(), now);
    Held held = Held.of(message);
    Held there = inbox.positions.putIfAbsent(entry.position(), held);
    if (there != null && !there.equals(held)) {
      findings.add(
          Kind.DUPLICATE,
          device.user() + " has at " + entry.position() + " " + there + " and " + held);
    }
    Long place = inbox.places.putIfAbsent(held, entry.position());
    if (place != null && place != entry.position()) {
      findings.add(
          Kind.DUPLICATE,
          device.user() + " has " + message + " at " + place + " and at " + entry.position());
    }
    int sequence = Math.toIntExact(message.sequence());
    inbox.seen.computeIfAbsent(message.conversation(), _ -> new BitSet()).set(sequence);
    Got ofDevice = got(device, message.conversation());
    ofDevice.messages.set(sequence);
    ofDevice.edits.merge(message.sequence(), message.editedTime(), Math::max);
    ofDevice.tombstones.set(sequence, message.recalled() || ofDevice.tombstones.get(sequence));
  }

  /// Whether any device of the user got the message.
  boolean hasSeen(Part part, long sequence) {
    BitSet seen = inbox(part.user()).seen.get(part.conversation());
    return seen != null && seen.get(Math.toIntExact(sequence));
  }

  private Inbox inbox(String user) {
    return inboxes.computeIfAbsent(user, _ -> new Inbox());
  }

  private Got got(Device device, String conversation) {
    return got.computeIfAbsent(device, _ -> new HashMap<>())
        .computeIfAbsent(conversation, _ -> new Got());
  }

  /// Checks the pulls since the last check, and whether devices that pulled to the end have
  /// everything.
  ///
  /// @param inHistory whether history shows a sequence to a user
  void check(BiPredicate<Part, Long> inHistory) {
    unchecked.forEach(this::checkSkipped);
    unchecked.clear();
    completed.forEach((device, asked) -> checkUnseen(device, asked, inHistory));
  }

  private void checkSkipped(InboxPage page) {
    Set<Long> brought =
        page.entries().stream().map(InboxPage.Entry::position).collect(Collectors.toSet());
    inbox(page.device().user())
        .positions
        .tailMap(page.after(), false)
        .forEach((position, held) -> {
          boolean covered =
              position <= page.newCursor() || (page.completed() && knownAt(held) < page.asked());
          if (covered && !brought.contains(position) && !isExcused(page, held)) {
            findings.add(
                Kind.SKIPPED_POLL,
                page.device()
                    + " pulled "
                    + page.after()
                    + ".."
                    + page.newCursor()
                    + " without "
                    + held
                    + " at "
                    + position);
          }
        });
  }

  private long knownAt(Held held) {
    Entry entry = log.at(held.conversation(), held.sequence());
    if (entry == null) {
      return LogFacts.NEVER;
    }
    return held.recalled()
        ? entry.recallKnown
        : held.editedTime() > 0 ? entry.edited.since(held.editedTime()) : entry.known;
  }

  /// Whether a page may lack an entry: it was dropped and reported as a gap, it has expired, or an
  /// edit or a recall may have moved it to another position.
  private boolean isExcused(InboxPage page, Held held) {
    Entry entry = log.at(held.conversation(), held.sequence());
    return mayHaveMoved(entry, held)
        || (entry != null && log.hasExpired(entry))
        || page.gaps().stream().anyMatch(gap -> gap.holds(held.conversation(), held.sequence()));
  }

  /// An edit that is the newest known may be overtaken by one of which nobody has heard.
  private static boolean mayHaveMoved(@Nullable Entry entry, Held held) {
    if (entry == null || held.recalled()) {
      return false;
    }
    return entry.recallAttempted
        || (held.editedTime() == 0 ? !entry.edits.isEmpty() : entry.edits.size() > 1);
  }

  private void checkUnseen(Device device, long asked, BiPredicate<Part, Long> inHistory) {
    for (Part part : members.parts()) {
      if (!part.user().equals(device.user())) {
        continue;
      }
      Got here = got(device, part.conversation());
      for (Entry entry : log.log(part.conversation()).values()) {
        int sequence = Math.toIntExact(entry.sequence);
        boolean canRead = inHistory.test(part, entry.sequence);
        BitSet pushedOrPulled = entry.recallKnown < asked ? here.tombstones : here.messages;
        boolean has = pushedOrPulled.get(sequence) || (canRead && here.told.get(sequence));
        boolean isDue = entry.known < asked && !log.hasExpired(entry);
        if (!has && isDue && (canRead || members.surelySees(part, entry))) {
          boolean recall = here.messages.get(sequence);
          findings.add(
              Kind.UNSEEN, device + " never got " + (recall ? "the recall of " : "") + entry);
        }
        boolean isEditDue = isDue && has && entry.recallKnown == LogFacts.NEVER;
        boolean isTold = canRead && here.told.get(sequence);
        if (isEditDue && !isTold && here.edited(entry.sequence) < entry.edited.at(asked)) {
          findings.add(Kind.LOST_EDIT, device + " never got the newest edit of " + entry);
        }
      }
    }
  }
}
