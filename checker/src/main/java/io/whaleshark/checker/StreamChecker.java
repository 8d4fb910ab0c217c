package io.whaleshark.checker;

import io.whaleshark.checker.Anomaly.Kind;
import java.util.ArrayList;
import java.util.List;

/// The checker for streams too fast to remember: one conversation, whose only sender sends over one
/// connection, and one connection of its receiver. Names anomalies as [LogChecker] does, by the
/// same [Rules]; its memory is bounded, and a sound message allocates nothing. Confined to one
/// thread.
///
/// Message number n, counted from 0, must become sequence n + 1: nobody else writes, and answers
/// come in the order of requests.
public final class StreamChecker {

  private final Findings findings = new Findings();
  private final Holes holes = new Holes();
  private long sent;
  private long acked;
  private long arrived;
  private long newestAcked;
  private long newestArrived;

  /// The sender is about to send the next message.
  public void sending() {
    sent++;
  }

  /// An acknowledgement came.
  public void acked(long number, long sequence) {
    if (!isSent(number)) {
      findings.add(Kind.PHANTOM, "an ack for message " + number + " of " + sent);
      return;
    }
    place(number, sequence);
    Kind wrong = Rules.next(newestAcked, sequence);
    if (wrong != null) {
      findings.add(wrong, "sequence " + sequence + " was acknowledged after " + newestAcked);
    }
    if (sequence > newestAcked) {
      newestAcked = sequence;
      acked++;
    }
  }

  /// A message came to the receiver.
  public void delivered(long number, long sequence) {
    if (!isSent(number)) {
      findings.add(Kind.PHANTOM, "message " + number + " of " + sent + " came");
      return;
    }
    place(number, sequence);
    if (sequence == newestArrived + 1) {
      newestArrived = sequence;
      arrived++;
      return;
    }
    if (sequence > newestArrived) {
      holes.add(newestArrived + 1, sequence - 1);
      newestArrived = sequence;
      arrived++;
      return;
    }
    boolean isKnown = !holes.remove(sequence);
    arrived += isKnown ? 0 : 1;
    Kind wrong = Rules.push(newestArrived, sequence, isKnown);
    if (wrong != null) {
      findings.add(wrong, "sequence " + sequence + " came after " + newestArrived);
    }
  }

  private void place(long number, long sequence) {
    long promised = number + 1;
    Kind wrong = Rules.place(number < acked ? promised : 0, sequence, sequence != promised);
    if (wrong != null) {
      findings.add(wrong, "message " + number + " is at sequence " + sequence);
    }
  }

  /// Whether a message of this number was ever sent.
  public boolean isSent(long number) {
    return number >= 0 && number < sent;
  }

  /// How many were sent.
  public long sent() {
    return sent;
  }

  /// How many were acknowledged.
  public long acked() {
    return acked;
  }

  /// How many came to the receiver, each counted once.
  public long arrived() {
    return arrived;
  }

  /// How often a kind of anomaly has shown so far. What is missing counts as long as it is missing:
  /// [Kind#SKIPPED_POLL] if a later message came, [Kind#UNSEEN] as well, as is what was
  /// acknowledged after the last one that came.
  public long count(Kind kind) {
    return switch (kind) {
      case SKIPPED_POLL -> holes.count();
      case UNSEEN -> holes.count() + Math.max(0, newestAcked - newestArrived);
      default -> findings.count(kind);
    };
  }

  /// The anomalies so far, of each kind the first few. To be called when nothing is under way: what
  /// is missing then is not late.
  public List<Anomaly> check() {
    List<Anomaly> all = new ArrayList<>(findings.all());
    if (holes.count() > 0) {
      all.add(
          new Anomaly(Kind.SKIPPED_POLL, holes.count() + " never came, first " + holes.lowest()));
    }
    if (count(Kind.UNSEEN) > 0) {
      all.add(
          new Anomaly(
              Kind.UNSEEN,
              count(Kind.UNSEEN) + " are missing of " + newestAcked + ", last " + newestArrived));
    }
    return all;
  }
}
