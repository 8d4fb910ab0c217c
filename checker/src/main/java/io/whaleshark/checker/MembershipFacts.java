package io.whaleshark.checker;

import io.whaleshark.checker.Anomaly.Kind;
import io.whaleshark.checker.LogFacts.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who was a member at which moment, as far as an observer can know. Confined to its checker.
///
/// Between the request for a change and its answer, the state is unknown. So a message is certainly
/// visible if the join was answered before the message was attempted, and the leave was requested
/// after the message was known. It is certainly invisible in the opposite case.
final class MembershipFacts {

  private static final long NEVER = LogFacts.NEVER;

  private static final class Span {
    final long joining;
    long joined = NEVER;
    long leaving = NEVER;
    long left = NEVER;

    Span(long joining) {
      this.joining = joining;
    }
  }

  private final Findings findings;
  private final Map<Part, List<Span>> spans = new HashMap<>();

  MembershipFacts(Findings findings) {
    this.findings = findings;
  }

  void joining(Part part, long now) {
    List<Span> all = spans.computeIfAbsent(part, _ -> new ArrayList<>());
    if (all.isEmpty() || all.getLast().left != NEVER) {
      all.add(new Span(now));
    }
  }

  void joined(Part part, long now) {
    Span span = newest(part);
    span.joined = Math.min(span.joined, now);
  }

  void leaving(Part part, long now) {
    Span span = newest(part);
    span.leaving = Math.min(span.leaving, now);
  }

  void left(Part part, long now) {
    Span span = newest(part);
    span.left = Math.min(span.left, now);
  }

  private Span newest(Part part) {
    List<Span> all = spans.get(part);
    if (all == null) {
      throw new IllegalStateException(part + ": no member yet (expected: joining reported first)");
    }
    return all.getLast();
  }

  /// Every user for whom a join was ever requested.
  Set<Part> parts() {
    return spans.keySet();
  }

  boolean surelySees(Part part, Entry message) {
    return spans.getOrDefault(part, List.of()).stream()
        .anyMatch(span -> span.joined < message.attempted && message.known < span.leaving);
  }

  boolean mayHaveSeen(Part part, Entry message) {
    return spans.getOrDefault(part, List.of()).stream()
        .anyMatch(span -> span.joining < message.known && message.attempted < span.left);
  }

  /// Whether the sender of a message may have been a member between the send and its answer. True
  /// for everyone in conversations without reports about members.
  boolean maySpeak(Entry message) {
    return mayHaveSeen(new Part(message.conversation, message.id.sender()), message)
        || spans.keySet().stream()
            .noneMatch(part -> part.conversation().equals(message.conversation));
  }

  /// Whether the user was a member before this moment, and nobody ever requested that they leave.
  boolean isSteadySince(Part part, long moment) {
    List<Span> all = spans.getOrDefault(part, List.of());
    return all.size() == 1 && all.getFirst().joined < moment && all.getFirst().leaving == NEVER;
  }

  /// Compares a list of members with the changes that were answered before it was requested.
  void listed(String conversation, Set<String> members, long asked) {
    spans.forEach((part, all) -> {
      Span span = all.getLast();
      boolean there = members.contains(part.user());
      boolean here = part.conversation().equals(conversation);
      if (here && !there && span.joined < asked && span.leaving == NEVER) {
        findings.add(Kind.LOST_MEMBERSHIP, part + " joined and is not there");
      } else if (here && there && span.left < asked) {
        findings.add(Kind.LOST_MEMBERSHIP, part + " left and is still there");
      }
    });
  }
}
