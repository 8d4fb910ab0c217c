package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.session.Push;
import io.whaleshark.testkit.FaultyEngine.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// P4, P7, P9: a failed commit may be stored nevertheless. Each kind of command is submitted while
/// commits fail in either way, and then repeated. Everybody must be told once and in order, and
/// nobody wrongly.
class UnknownOutcomeTest {

  /// The fates of the first and of the second attempt.
  enum Course {
    STORED,
    LOST,
    STORED_TWICE,
    LOST_AND_STORED,
    STORED_AND_AWAY,
    LOST_AND_AWAY;

    /// The fault of each attempt, in order.
    private List<Fault> faults() {
      return switch (this) {
        case STORED -> List.of(Fault.COMMIT_STORED);
        case LOST -> List.of(Fault.COMMIT_LOST);
        case STORED_TWICE -> List.of(Fault.COMMIT_STORED, Fault.COMMIT_STORED);
        case LOST_AND_STORED -> List.of(Fault.COMMIT_LOST, Fault.COMMIT_STORED);
        case STORED_AND_AWAY -> List.of(Fault.COMMIT_STORED, Fault.AWAY);
        case LOST_AND_AWAY -> List.of(Fault.COMMIT_LOST, Fault.AWAY);
      };
    }
  }

  private final World world = new World();
  private final Device alice = world.phone("alice");
  private final Device bob = world.phone("bob");
  private final Device bobsDesktop = world.desktop("bob");
  private final ConversationId.Direct both = alice.with(bob);
  private final ConversationId.Group team = world.group("team", "alice", "bob");
  private final Message hi = alice.sends("hi").to(bob).message();
  private final Message all = alice.sends("all").to(team).message();

  @BeforeEach
  void nothingIsToldYet() {
    List.of(alice, bob, bobsDesktop).forEach(Device::forget);
  }

  /// Runs the action while the engine fails as the course says, and once more when the engine
  /// works.
  private void repeated(Course course, Supplier<Asked> action) {
    List<Asked> asked = new ArrayList<>();
    for (Fault fault : course.faults()) {
      world.engine.failBy(fault);
      asked.add(action.get());
    }
    assertThat(asked.getFirst().refusal()).isEqualTo(Refusal.RETRY_LATER);
    world.engine.failBy(Fault.NONE);
    action.get().done();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("P3 P4 a message is pushed once, behind the entry before it")
  void messageIsPushedOnce(Course course) {
    repeated(course, () -> alice.sends("again").as("m").to(bob));
    alice.sends("later").to(bob).done();
    List<Push.InboxEntry> entries = bob.pushes(Push.InboxEntry.class);
    assertThat(entries).extracting(entry -> entry.message().sequence()).containsExactly(2L, 3L);
    assertThat(entries)
        .extracting(Push.InboxEntry::previousPosition)
        .containsExactly(all.inboxPosition(), entries.getFirst().message().inboxPosition());
    assertThat(alice.pushes()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("P4 a recall is pushed once")
  void recallIsPushedOnce(Course course) {
    repeated(course, () -> alice.recalls(hi));
    assertThat(bob.messages()).singleElement().matches(Message::isRecalled);
    assertThat(alice.pushes()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("P7 the sender learns once that a message was received")
  void receiptOfTheDeviceIsToldOnce(Course course) {
    repeated(course, () -> bob.received(hi));
    assertThat(alice.pushes(Push.Received.class)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("P7 a read of a direct conversation is told once to both sides")
  void readIsToldOnce(Course course) {
    repeated(course, () -> bob.reads(hi));
    assertThat(alice.pushes()).containsExactly(new Push.PeerRead(bob.user(), both, 1));
    assertThat(bobsDesktop.pushes()).containsExactly(new Push.OwnRead(bob.user(), both, 1, 0));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("P7 a read of a group is told once to both sides")
  void readOfAGroupIsToldOnce(Course course) {
    repeated(course, () -> bob.reads(all));
    world.passes(Duration.ofSeconds(3));
    assertThat(alice.pushes(Push.GroupRead.class)).hasSize(1);
    assertThat(bobsDesktop.pushes()).containsExactly(new Push.OwnRead(bob.user(), team, 1, 0));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("P7 settings are told once, and pushes obey them")
  void settingsAreToldOnce(Course course) {
    repeated(course, () -> bob.mutes(both, true));
    assertThat(bobsDesktop.pushes(Push.ConversationSet.class))
        .singleElement()
        .matches(push -> push.item().participation().mute());
    bobsDesktop.forget();
    alice.sends("quietly").to(bob).done();
    assertThat(bobsDesktop.pushes(Push.InboxEntry.class))
        .singleElement()
        .matches(Push.InboxEntry::silent);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("P7 a new name is told once")
  void renamingIsToldOnce(Course course) {
    repeated(course, () -> world.renames(team, "new name", "alice"));
    assertThat(bob.pushes())
        .singleElement()
        .isInstanceOfSatisfying(
            Push.GroupRenamed.class, push -> assertThat(push.group().name()).isEqualTo("new name"));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("P4 P7 who is added is told once, with the others, and misses no message")
  void additionIsToldOnce(Course course) {
    Device carol = world.phone("carol");
    repeated(course, () -> world.joins(team, "carol"));
    Message welcome = alice.sends("welcome").to(team).message();
    assertThat(carol.pushes(Push.MembersAdded.class)).hasSize(1);
    assertThat(carol.messages()).containsExactly(welcome);
    assertThat(bob.pushes(Push.MembersAdded.class)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("P7 P9 who is removed is told once, and hears nothing more")
  void removalIsToldOnce(Course course) {
    repeated(course, () -> world.leaves(team, "bob"));
    alice.sends("among us").to(team).done();
    world.renames(team, "new name", "alice").done();
    assertThat(bob.pushes()).singleElement().isInstanceOf(Push.MemberRemoved.class);
    assertThat(alice.pushes(Push.MemberRemoved.class)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("P7 the end of a group is told once")
  void endOfAGroupIsToldOnce(Course course) {
    repeated(course, () -> world.dissolves(team));
    assertThat(bob.pushes()).singleElement().isInstanceOf(Push.GroupDissolved.class);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("P4 P7 what was stored is told soon and in order, even if nobody sends anything")
  void whatWasStoredIsToldWithoutAnotherCommand(Course course) {
    for (Fault fault : course.faults()) {
      world.engine.failBy(fault);
      world.together(() -> {
        alice.sends("again").as("m").to(bob);
        bob.reads(both, 2);
        bob.mutes(both, true);
      });
    }
    world.engine.failBy(Fault.NONE);
    boolean isStored = course.faults().contains(Fault.COMMIT_STORED);
    world.passes(Duration.ofSeconds(1));
    assertThat(bobsDesktop.pushes()).hasSize(isStored ? 3 : 0);
    assertThat(alice.pushes()).hasSize(isStored ? 1 : 0);
    assertThat(bob.pushes()).hasSize(isStored ? 1 : 0);
  }

  @Test
  @DisplayName("P8 what who left has read since is told to no author, whatever was unknown before")
  void readingAfterLeavingIsNotTold() {
    alice.sends("two").to(team).done();
    alice.sends("three").to(team).done();
    world.engine.failBy(Fault.COMMIT_STORED);
    bob.reads(team, 1);
    world.leaves(team, "bob");
    bob.reads(team, 3);
    world.engine.failBy(Fault.NONE);
    world.passes(Duration.ofSeconds(3));
    assertThat(alice.pushes(Push.GroupRead.class))
        .singleElement()
        .matches(receipt -> receipt.sequence() == 1 && receipt.readCount() == 1);
  }

  @Test
  @DisplayName("P9 while it is unknown who is a member, no receipt that waits is told")
  void receiptsWaitForWhatIsUnknown() {
    Device carol = world.phone("carol");
    world.joins(team, "carol").done();
    Message fromBob = bob.sends("two").to(team).message();
    carol.reads(fromBob).done();
    Message again = bob.sends("three").to(team).message();
    carol.reads(again).done();
    assertThat(bob.pushes(Push.GroupRead.class)).as("the second one waits").hasSize(1);
    world.engine.failBy(Fault.COMMIT_STORED);
    world.leaves(team, "bob");
    world.engine.failBy(Fault.AWAY);
    world.passes(Duration.ofSeconds(3));
    world.engine.failBy(Fault.NONE);
    world.passes(Duration.ofSeconds(3));
    assertThat(bob.pushes(Push.GroupRead.class)).hasSize(1);
    assertThat(bob.pushes(Push.MemberRemoved.class)).hasSize(1);
  }
}
