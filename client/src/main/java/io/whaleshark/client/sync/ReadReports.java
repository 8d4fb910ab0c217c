package io.whaleshark.client.sync;

import io.whaleshark.protocol.Peer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The own read markers that the server is not known to have. The server answers a report with
/// silence; the conversation list shows that it has it. Confined to one thread at a time.
///
/// Of each conversation one report is under way. What is read meanwhile waits and goes as one. A
/// report is repeated after pauses that grow, until it is confirmed or refused for good: the list
/// shows the position to former members of a group too.
final class ReadReports {
  private static final class Position {
    private long wanted;
    private final Backoff pauses;
    private @Nullable ReadReport underWay;
    private long dueNanos;

    private Position(Backoff pauses) {
      this.pauses = pauses;
    }
  }

  private final Backoff pauses;
  private final Map<Peer, Position> unconfirmed = new LinkedHashMap<>();
  private long reports;

  ReadReports(Backoff pauses) {
    this.pauses = pauses;
  }

  void read(Peer in, long upTo) {
    var position = unconfirmed.computeIfAbsent(in, _ -> new Position(pauses.afresh()));
    position.wanted = Math.max(position.wanted, upTo);
  }

  /// What is to be said now; it is under way from then on.
  List<ReadReport> due(long nowNanos) {
    var due = new ArrayList<ReadReport>();
    unconfirmed.forEach((in, position) -> {
      if (position.underWay == null || nowNanos - position.dueNanos >= 0) {
        reports++;
        var report = new ReadReport("read-" + reports, in, position.wanted);
        position.underWay = report;
        position.dueNanos = nowNanos + position.pauses.next().toNanos();
        due.add(report);
      }
    });
    return due;
  }

  /// The server is known to have this position.
  void confirmed(Peer in, long upTo) {
    var position = unconfirmed.get(in);
    if (position == null) {
      return;
    }
    if (upTo >= position.wanted) {
      unconfirmed.remove(in);
    } else if (position.underWay != null && upTo >= position.underWay.upTo()) {
      position.underWay = null;
      position.pauses.reset();
    }
  }

  /// The server refused a report for good: it is not repeated.
  ///
  /// @return the conversation that it was about; empty if that report is not under way
  Optional<Peer> refused(String id) {
    Optional<ReadReport> refused =
        unconfirmed.values().stream()
            .flatMap(position -> Stream.ofNullable(position.underWay))
            .filter(report -> report.id().equals(id))
            .findFirst();
    refused.ifPresent(report -> confirmed(report.in(), report.upTo()));
    return refused.map(ReadReport::in);
  }

  /// Whether the server is not known to have all that was read of a conversation.
  boolean isUnconfirmed(Peer in) {
    return unconfirmed.containsKey(in);
  }

  /// A new connection: what was under way over the last one may be lost.
  void loggedIn() {
    unconfirmed
        .values()
        .forEach(position -> {
          position.underWay = null;
          position.pauses.reset();
        });
  }

  /// Whether the server is to be asked what it has.
  boolean isUnderWay() {
    return unconfirmed.values().stream().anyMatch(position -> position.underWay != null);
  }
}
