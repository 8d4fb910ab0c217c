package io.whaleshark.client.sync;

import io.whaleshark.protocol.Peer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The user's read markers that the server is not known to have. The server does not answer a
/// report; the conversation list confirms it. Confined to one thread at a time.
///
/// One report of a conversation is in flight at a time. Later positions wait and are combined into
/// one. A report is repeated with exponential back-off until it is confirmed or refused for good.
/// Former members of a group get the confirmation too, because the list shows them the marker.
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

  /// The reports that are due; they are in flight from then on.
  List<ReadReport> due(long nowNanos) {
    var due = new ArrayList<ReadReport>();
    unconfirmed.forEach((in, position) -> {
      if (position.underWay == null || nowNanos - position.dueNanos >= 0) {
        ReadReport report = next(in, position);
        position.dueNanos = nowNanos + position.pauses.next().toNanos();
        due.add(report);
      }
    });
    return due;
  }

  /// The reports that were not sent yet, or wait for the one before them, for a device that won't
  /// be there any more when they are due; they are in flight from then on.
  List<ReadReport> unsent() {
    var unsent = new ArrayList<ReadReport>();
    unconfirmed.forEach((in, position) -> {
      if (position.underWay == null || position.underWay.upTo() < position.wanted) {
        unsent.add(next(in, position));
      }
    });
    return unsent;
  }

  private ReadReport next(Peer in, Position position) {
    reports++;
    var report = new ReadReport("read-" + reports, in, position.wanted);
    position.underWay = report;
    return report;
  }

  /// The server is known to have this read marker.
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

  /// The server refused a report for good; it is not repeated.
  ///
  /// @return the report's conversation; empty if that report is not in flight
  Optional<Peer> refused(String id) {
    Optional<ReadReport> refused =
        unconfirmed.values().stream()
            .flatMap(position -> Stream.ofNullable(position.underWay))
            .filter(report -> report.id().equals(id))
            .findFirst();
    refused.ifPresent(report -> confirmed(report.in(), report.upTo()));
    return refused.map(ReadReport::in);
  }

  /// Returns whether the server may not have the latest read marker of a conversation.
  boolean isUnconfirmed(Peer in) {
    return unconfirmed.containsKey(in);
  }

  /// There is a new connection: reports in flight over the last one may be lost.
  void loggedIn() {
    unconfirmed
        .values()
        .forEach(position -> {
          position.underWay = null;
          position.pauses.reset();
        });
  }

  /// Returns whether reports are in flight, so that the server must be asked.
  boolean isUnderWay() {
    return unconfirmed.values().stream().anyMatch(position -> position.underWay != null);
  }
}
