package io.whaleshark.checker;

import io.whaleshark.checker.Anomaly.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/// The read position of each user, as reported by them and as shown to anyone (P6). Confined to its
/// checker.
final class PositionFacts {

  private record Observer(Device device, Part part) {}

  private record Listed(long asked, long read) {}

  private final Findings findings;
  private final Map<Part, NavigableSet<Long>> reported = new HashMap<>();
  private final Map<Part, Long> lastReport = new HashMap<>();
  private final Map<Part, Maximum> shown = new HashMap<>();
  private final Map<Part, Maximum> shownReceived = new HashMap<>();
  private final Map<Observer, Long> shownTo = new HashMap<>();
  private final Map<Part, Listed> listed = new HashMap<>();

  PositionFacts(Findings findings) {
    this.findings = findings;
  }

  void reported(Part part, long sequence, long now) {
    reported.computeIfAbsent(part, _ -> new TreeSet<>()).add(sequence);
    lastReport.put(part, now);
  }

  /// A push told a device of somebody's position. Pushes to one device arrive in order.
  void pushed(Device device, Part reader, long sequence, long now) {
    Long before = shownTo.put(new Observer(device, reader), sequence);
    if (before != null && before > sequence) {
      findings.add(
          Kind.POSITION_MOVED_BACK,
          device + " heard that " + reader + " read " + before + ", then " + sequence);
    }
    show(reader, sequence, now);
  }

  /// The owner was shown their own position.
  void listedOwn(Part part, long sequence, long asked, long now) {
    pulled(part, sequence, asked, now);
    listed.put(part, new Listed(asked, sequence));
  }

  /// Somebody pulled a position.
  void pulled(Part reader, long sequence, long asked, long now) {
    long before = shownBefore(reader, asked);
    if (sequence < before) {
      findings.add(
          Kind.POSITION_LOST, reader + " has read " + sequence + " (shown before: " + before + ")");
    }
    show(reader, sequence, now);
  }

  void pulledReceived(Part receiver, long sequence, long asked, long now) {
    Maximum ofPart = shownReceived.computeIfAbsent(receiver, _ -> new Maximum());
    if (ofPart.at(asked) > sequence) {
      findings.add(
          Kind.POSITION_LOST,
          receiver + " received " + sequence + " (shown before: " + ofPart.at(asked) + ")");
    }
    ofPart.raise(sequence, now);
  }

  private void show(Part reader, long sequence, long now) {
    shown.computeIfAbsent(reader, _ -> new Maximum()).raise(sequence, now);
  }

  /// The highest position that anyone was shown before a moment.
  long shownBefore(Part reader, long moment) {
    Maximum ofPart = shown.get(reader);
    return ofPart == null ? 0 : ofPart.at(moment);
  }

  /// Whether the user ever reported exactly this position.
  boolean wasReported(Part reader, long sequence) {
    return reported.getOrDefault(reader, new TreeSet<>()).contains(sequence);
  }

  /// The highest position that the user can have at a moment: the one in their own list if they
  /// reported nothing since, else the highest reported one.
  long atMost(Part reader, long moment) {
    NavigableSet<Long> all = reported.get(reader);
    if (all == null) {
      return 0;
    }
    Listed own = listed.get(reader);
    long last = lastReport.getOrDefault(reader, 0L);
    return own != null && last < Math.min(own.asked(), moment) ? own.read() : all.last();
  }
}
