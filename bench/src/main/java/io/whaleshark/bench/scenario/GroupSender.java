package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Loop;
import io.whaleshark.bench.load.Saying;
import io.whaleshark.bench.load.Voice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The only sender of a group. Its members run on the same loop. Confined to that loop's thread.
final class GroupSender extends Sender {
  private final int inFlight;
  private final List<Member> members = new ArrayList<>();
  private long delivered;

  /// @param inFlight the number of messages in flight, 0 in an open loop
  GroupSender(Loop loop, Voice voice, String user, Saying saying, int inFlight) {
    super(loop, voice, user, saying, inFlight);
    this.inFlight = inFlight;
  }

  /// Adds a member, who receives messages from now on.
  Member newMember(Voice voice, String user) {
    var member = new Member(voice, user);
    members.add(member);
    return member;
  }

  /// A message counts as done when the number of deliveries reaches the number of receivers of it
  /// and all messages before it: checking each member for each message would cost more than the
  /// delivery.
  @Override
  long done() {
    return Math.min(stream().acked(), delivered / members.size());
  }

  /// The progress of the slowest member.
  @Override
  long settled() {
    long settled = stream().acked();
    for (Member member : members) {
      settled = Math.min(settled, member.arrived());
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

  /// A receiver of the group's messages.
  final class Member extends StreamReceiver {

    private Member(Voice voice, String user) {
      super(GroupSender.this.loop(), voice, user, GroupSender.this);
    }

    @Override
    public void message(long number, long sequence) {
      long before = arrived();
      super.message(number, sequence);
      delivered += arrived() - before;
    }

    @Override
    protected void turn() throws IOException {
      deliveredSome();
    }
  }
}
