package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Loop;
import io.whaleshark.bench.load.Saying;
import io.whaleshark.bench.load.Voice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Writes to one group, alone. Its members live on the same loop. Confined to that loop's thread.
final class GroupSender extends Sender {
  private final int inFlight;
  private final List<Member> members = new ArrayList<>();
  private long delivered;

  /// @param inFlight messages under way, 0 in an open loop
  GroupSender(Loop loop, Voice voice, String user, Saying saying, int inFlight) {
    super(loop, voice, user, saying, inFlight, new Verifier());
    this.inFlight = inFlight;
  }

  /// One more member, who gets what is written from now on.
  Member newMember(Voice voice, String user) {
    var member = new Member(voice, user);
    members.add(member);
    return member;
  }

  /// A message counts as done when as many deliveries came as it and those before it have
  /// receivers: to ask each member about each would cost more than to deliver.
  @Override
  long done() {
    return Math.min(verifier().acked(), delivered / members.size());
  }

  /// What the slowest member has.
  @Override
  long settled() {
    long settled = verifier().acked();
    for (Member member : members) {
      settled = Math.min(settled, member.received.arrived());
    }
    return settled;
  }

  @Override
  public boolean isDrained() {
    return settled() >= times().sent();
  }

  private void deliveredSome() {
    if (inFlight > times().sent() - done()) {
      wake();
    }
  }

  /// Compares what was acknowledged with what came to each member. To be called at the end.
  void verifyMembers(Outcome outcome) {
    outcome.check("unanswered", times().sent() - verifier().acked());
    outcome.check("with a wrong sequence", verifier().mismatched());
    members.forEach(member -> member.verify(outcome));
  }

  /// Gets what is written to the group.
  final class Member extends Receiver {
    private final Verifier received;

    private Member(Voice voice, String user) {
      this(voice, user, new Verifier());
    }

    private Member(Voice voice, String user, Verifier received) {
      super(GroupSender.this.loop(), voice, user, GroupSender.this, received);
      this.received = received;
    }

    @Override
    public void message(long number, long sequence) {
      long before = received.arrived();
      super.message(number, sequence);
      delivered += received.arrived() - before;
    }

    @Override
    protected void turn() throws IOException {
      deliveredSome();
    }

    private void verify(Outcome outcome) {
      for (long number = 0; number < verifier().acked(); number++) {
        received.acked(number, number + 1);
      }
      outcome.verified(received.arrived());
      outcome.check("lost", received.lost());
      outcome.check("duplicated", received.duplicated());
      outcome.check("out of order", received.reordered());
      outcome.check("with a wrong sequence", received.mismatched());
    }
  }
}
