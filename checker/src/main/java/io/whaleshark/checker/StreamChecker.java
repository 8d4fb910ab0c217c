package io.whaleshark.checker;

import io.whaleshark.checker.Anomaly.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The checker for streams that are too fast to store: one conversation with one sender, who sends
/// over one connection, and its [receivers][#receiver]. It uses the same [Invariants] and anomaly
/// names as [LogChecker]. Its memory is bounded, and a valid message allocates nothing. Confined to
/// one thread.
///
/// Message number n, counted from 0, must get sequence n + 1: nobody else writes, and answers
/// arrive in the order of requests.
public final class StreamChecker {

  private final Findings findings = new Findings();
  private final List<Receiver> receivers = new ArrayList<>();
  private long sent;
  private long acked;
  private long newestAcked;

  /// The kinds of anomalies that it can find.
  public static Set<Kind> kinds() {
    return EnumSet.of(
        Kind.PHANTOM,
        Kind.DUPLICATE,
        Kind.GAP,
        Kind.INCONSISTENT_SEQUENCE,
        Kind.BACKWARDS_POLL,
        Kind.SKIPPED_POLL,
        Kind.UNSEEN);
  }

  /// Adds a connection that must receive everything that the sender sends.
  public Receiver receiver() {
    Receiver receiver = new Receiver();
    receivers.add(receiver);
    return receiver;
  }

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
    Kind wrong = Invariants.next(newestAcked, sequence);
    if (wrong != null) {
      findings.add(wrong, "sequence " + sequence + " was acknowledged after " + newestAcked);
    }
    if (sequence > newestAcked) {
      newestAcked = sequence;
      acked++;
    }
  }

  private void place(long number, long sequence) {
    long promised = number + 1;
    Kind wrong = Invariants.place(number < acked ? promised : 0, sequence, sequence != promised);
    if (wrong != null) {
      findings.add(wrong, "message " + number + " is at sequence " + sequence);
    }
  }

  /// Whether a message with this number was ever sent.
  public boolean isSent(long number) {
    return number >= 0 && number < sent;
  }

  /// The number of sent messages.
  public long sent() {
    return sent;
  }

  /// The number of acknowledged messages.
  public long acked() {
    return acked;
  }

  /// The number of deliveries to all receivers; each receiver counts a message once.
  public long arrived() {
    return receivers.stream().mapToLong(Receiver::arrived).sum();
  }

  /// The number of messages that are acknowledged and have arrived at every receiver, if none is
  /// out of turn.
  public long settled() {
    long settled = acked;
    for (Receiver receiver : receivers) {
      settled = Math.min(settled, receiver.arrived);
    }
    return settled;
  }

  /// The number of anomalies of a kind so far. A missing message counts while it is missing: as
  /// [Kind#SKIPPED_POLL] if a later message arrived, and as [Kind#UNSEEN]. A message that was
  /// acknowledged after the last arrived one counts as [Kind#UNSEEN] only.
  public long count(Kind kind) {
    return switch (kind) {
      case SKIPPED_POLL -> receivers.stream().mapToLong(receiver -> receiver.holes.count()).sum();
      case UNSEEN -> receivers.stream().mapToLong(Receiver::unseen).sum();
      case LOST_WRITE,
          DUPLICATE,
          BACKWARDS_POLL,
          INCONSISTENT_SEQUENCE,
          GAP,
          PHANTOM,
          ALTERED,
          ACK_CHANGED,
          LOST_RECALL,
          LOST_EDIT,
          TRESPASS,
          LOST_MEMBERSHIP,
          POSITION_MOVED_BACK,
          POSITION_LOST,
          POSITION_BEYOND_NEWEST,
          POSITION_GUESSED,
          UNREAD_WRONG,
          READERS_WRONG ->
          findings.count(kind);
    };
  }

  /// The anomalies so far, limited to the first few of each kind. Call it when no message is in
  /// flight, so that a missing message is not merely late.
  public List<Anomaly> check() {
    Findings all = new Findings();
    findings.all().forEach(anomaly -> all.add(anomaly.kind(), anomaly.evidence()));
    receivers.forEach(receiver -> receiver.missing(all));
    return all.all();
  }

  /// The messages of the stream that one connection receives. Confined to the checker's thread.
  public final class Receiver {
    private final Holes holes = new Holes();
    private long arrived;
    private long newestArrived;

    private Receiver() {}

    /// A message arrived.
    public void delivered(long number, long sequence) {
      if (!isSent(number)) {
        findings.add(Kind.PHANTOM, "message " + number + " of " + sent + " came");
        return;
      }
      place(number, sequence);
      if (sequence > newestArrived) {
        if (sequence > newestArrived + 1) {
          holes.add(newestArrived + 1, sequence - 1);
        }
        newestArrived = sequence;
        arrived++;
        return;
      }
      boolean isKnown = !holes.remove(sequence);
      arrived += isKnown ? 0 : 1;
      Kind wrong = Invariants.push(newestArrived, sequence, isKnown);
      if (wrong != null) {
        findings.add(wrong, "sequence " + sequence + " came after " + newestArrived);
      }
    }

    /// The number of arrived messages, each counted once.
    public long arrived() {
      return arrived;
    }

    private long unseen() {
      return holes.count() + Math.max(0, newestAcked - newestArrived);
    }

    private void missing(Findings into) {
      if (holes.count() > 0) {
        into.add(Kind.SKIPPED_POLL, holes.count() + " never came, first " + holes.lowest());
      }
      if (unseen() > 0) {
        into.add(
            Kind.UNSEEN, unseen() + " are missing of " + newestAcked + ", last " + newestArrived);
      }
    }
  }
}
