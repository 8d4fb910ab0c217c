package io.whaleshark.checker;

import io.whaleshark.checker.Anomaly.Kind;
import io.whaleshark.checker.LogFacts.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who was a member when, as far as it can be told from outside. Confined to its checker.
///
/// Between asking for a change and its answer, nobody knows; so a message is surely visible if the
/// answer to joining came before it was attempted and leaving was asked for after it was known, and
/// surely not if the other way round.
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

  /// Everyone who ever was to join.
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

  /// Whether the sender of a message may have been a member between sending it and its answer; in
  /// conversations of whose members nothing was told, everyone may.
  boolean maySpeak(Entry message) {
    return mayHaveSeen(new Part(message.conversation, message.id.sender()), message)
        || spans.keySet().stream()
            .noneMatch(part -> part.conversation().equals(message.conversation));
  }

  /// Whether the user was there before that moment and was never asked to leave.
  boolean isSteadySince(Part part, long moment) {
    List<Span> all = spans.getOrDefault(part, List.of());
    return all.size() == 1 && all.getFirst().joined < moment && all.getFirst().leaving == NEVER;
  }

  /// Compares the list of members with what was answered before it was asked for.
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
