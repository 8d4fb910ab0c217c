package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Outcome;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Inboxes.Slice;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.erasure.Erasure.Erased;
import io.whaleshark.core.history.History;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Role;
import io.whaleshark.core.session.Push;
import io.whaleshark.testkit.FaultyEngine.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Erasure: what is gone for the user, what is gone for all, and that whoever comes under the name
/// afterwards begins anew (ADR 25).
class ErasureTest {

  private static final UserId BOB = World.user("bob");

  private final World world = new World();
  private final Device alice = world.phone("alice");
  private final ConversationId.Direct chat = ConversationId.Direct.between(alice.user(), BOB);

  /// Takes everything from Bob's view.
  private Answer eraseViews() {
    List<ConversationId> all =
        world.engine.conversations().of(BOB).stream().map(Participation::conversation).toList();
    return world.ask(reply -> new Command.EraseViews(BOB, all, reply)).answer();
  }

  /// The whole erasure, on a thread that waits for the lane's turns.
  private Outcome<Erased> tryToErase(UserId user) throws Exception {
    return world.asksBeside(() -> world.node.erasure().erase(user));
  }

  private Erased erase(UserId user) throws Exception {
    Outcome<Erased> outcome = tryToErase(user);
    return outcome.granted();
  }

  @Test
  @DisplayName("all that a user left is gone, and is counted once")
  void allIsGoneOnce() throws Exception {
    Device bob = world.phone("bob");
    ConversationId.Group group = world.group("g", "alice", "bob");
    ConversationId.Group owned = world.group("o", "bob", "carol", "alice");
    ConversationId.Group alone = world.group("a", "bob");
    ConversationId.Group over = world.group("d", "bob", "alice");
    bob.sends("early").to(over).done();
    world.dissolves(over).done();
    bob.sends("one").to(alice).done();
    bob.sends("two").to(group).done();
    bob.sends("three").to(owned).done();
    bob.sends("four").to(alone).done();
    world.leaves(group, "bob").done();
    alice.sends("five").to("bob").done();
    world.ask(reply -> new Command.PutBlock(new Block(BOB, World.user("eve")), reply)).done();
    world.ask(reply -> new Command.PutBlock(new Block(alice.user(), BOB), reply)).done();
    alice.forget();
    assertThat(erase(BOB)).isEqualTo(new Erased(1, 2, 5, 5, 1));
    assertThat(erase(BOB)).isEqualTo(new Erased(0, 0, 0, 0, 0));
    assertThat(bob.isSignedOut()).isTrue();
    assertThat(alice.messages()).allMatch(Message::isRecalled).hasSize(4);
    for (ConversationId conversation : List.of(chat, group, owned, alone, over)) {
      assertThat(world.history(conversation))
          .filteredOn(message -> message.sender().equals(BOB))
          .isNotEmpty()
          .allMatch(Message::isRecalled);
    }
    assertThat(world.engine.memberships().group(owned).orElseThrow().owner())
        .as("the first by name, since none is an admin")
        .isEqualTo(alice.user());
    assertThat(world.engine.memberships().group(alone).orElseThrow().dissolved()).isTrue();
    assertThat(world.engine.memberships().members(owned, "", 9)).doesNotContain(BOB);
    assertThat(world.engine.blocks().of(BOB)).isEmpty();
    assertThat(world.engine.blocks().of(alice.user())).containsExactly(BOB);
    assertThat(world.inbox("bob", 0).messages()).isEmpty();
    assertThat(world.node.conversations().changedAfter(BOB, 0, 9).granted().items()).isEmpty();
  }

  @Test
  @DisplayName("an admin comes before other members as the next owner")
  void anAdminOwnsItNext() throws Exception {
    ConversationId.Group group = world.group("g", "bob", "alice", "carol");
    UserId carol = World.user("carol");
    world
        .ask(reply ->
            new Command.SetMember(
                Actor.ADMINISTRATION, group, carol, Role.ADMIN, Optional.of(true), reply))
        .done();
    assertThat(erase(BOB).groups()).isEqualTo(1);
    assertThat(world.engine.memberships().group(group).orElseThrow().owner()).isEqualTo(carol);
  }

  private void makesAdmin(ConversationId.Group group, String user) {
    world
        .ask(reply ->
            new Command.SetMember(
                Actor.ADMINISTRATION, group, World.user(user), Role.ADMIN, Optional.empty(), reply))
        .done();
  }

  private UserId owner(ConversationId.Group group) {
    return world.engine.memberships().group(group).orElseThrow().owner();
  }

  @Test
  @DisplayName("a group that a member leaves goes on under its owner, also if there are admins")
  void aMemberTakesNothingAlong() throws Exception {
    ConversationId.Group group = world.group("g", "zoe", "alice", "bob");
    ConversationId.Group two = world.group("t", "zoe", "bob");
    makesAdmin(group, "alice");
    assertThat(erase(BOB).groups()).isEqualTo(2);
    assertThat(owner(group)).isEqualTo(World.user("zoe"));
    assertThat(owner(two)).isEqualTo(World.user("zoe"));
    assertThat(world.engine.memberships().group(two).orElseThrow().dissolved()).isFalse();
  }

  @Test
  @DisplayName("an admin who became the owner hands the group to another one")
  void nobodyInheritsFromThemselves() throws Exception {
    ConversationId.Group group = world.group("g", "bob", "alice", "carol");
    makesAdmin(group, "carol");
    erase(BOB);
    assertThat(owner(group)).isEqualTo(World.user("carol"));
    assertThat(erase(World.user("carol")).groups()).isEqualTo(1);
    assertThat(owner(group)).isEqualTo(alice.user());
  }

  @Test
  @DisplayName("more messages than one step withdraws are all withdrawn")
  void manyMessagesAreWithdrawn() throws Exception {
    Device bob = world.phone("bob");
    ConversationId.Group group = world.group("g", "alice", "bob");
    IntStream.range(0, 101)
        .forEach(_ -> {
          bob.sends("group").to(group).done();
          bob.sends("direct").to(alice).done();
        });
    assertThat(erase(BOB).messages()).isEqualTo(202);
    assertThat(world.history(group)).hasSize(101).allMatch(Message::isRecalled);
    assertThat(world.history(chat)).hasSize(101).allMatch(Message::isRecalled);
  }

  @Test
  @DisplayName("who is added to a group again and again is not called erased")
  void addedAgainAndAgain() throws Exception {
    ConversationId.Group group = world.group("g", "alice", "bob");
    world.engine.afterCommit(() -> {
      List<Membership> periods = world.engine.memberships().periods(group, BOB);
      if (!periods.getLast().isOpen()) {
        world
            .node
            .lane()
            .submitAlways(
                new Command.AddMembers(Actor.ADMINISTRATION, group, List.of(BOB), new Asked()));
      }
    });
    assertThat(((Outcome.Refused<Erased>) tryToErase(BOB)).refusal())
        .isEqualTo(Refusal.RETRY_LATER);
    world.engine.afterCommit(() -> {});
    assertThat(erase(BOB)).isEqualTo(new Erased(0, 1, 0, 1, 0));
    assertThat(world.engine.memberships().members(group, "", 9)).containsExactly(alice.user());
  }

  @Test
  @DisplayName("an erasure that could not be stored says so, and is finished by the next one")
  void aFailedErasureSaysSo() throws Exception {
    alice.sends("before").to("bob").done();
    world.engine.failBy(Fault.COMMIT_LOST);
    assertThat(tryToErase(BOB)).isInstanceOf(Outcome.Refused.class);
    world.engine.failBy(Fault.NONE);
    assertThat(erase(BOB).conversations()).isEqualTo(1);
  }

  @Test
  @DisplayName("a user of whom nothing is known is erased already, and nothing is stored of it")
  void nobodyIsErased() throws Exception {
    assertThat(erase(World.user("nobody"))).isEqualTo(new Erased(0, 0, 0, 0, 0));
  }

  @Test
  @DisplayName("who comes back begins anew, and what is said then comes and counts")
  void beginsAnew() {
    Device bob = world.phone("bob");
    Message first = alice.sends("before").to("bob").message();
    assertThat(eraseViews()).isEqualTo(new Answer.ViewsErased(1, 0));
    assertThat(eraseViews()).isEqualTo(new Answer.ViewsErased(0, 0));
    assertThat(bob.isSignedOut()).isTrue();
    Device next = world.device("bob", DeviceKind.IOS, "phone");
    assertThat(next.logsIn().answer()).isEqualTo(new Answer.LoggedIn(0));
    assertThat(eraseViews()).isEqualTo(new Answer.ViewsErased(0, 0));
    assertThat(next.isSignedOut()).as("nothing was taken from them").isFalse();
    assertThat(next.mutes(chat, true).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
    assertThat(next.reads(first).done().answer()).isEqualTo(Answer.DONE);
    assertThat(next.received(first).answer()).isEqualTo(Answer.DONE);
    assertThat(world.engine.memberships().periods(chat, BOB).getFirst().received()).isZero();
    alice.recalls(first).done();
    assertThat(next.pushes()).as("what was erased moves nowhere").isEmpty();
    Message second = alice.sends("after").to("bob").message();
    assertThat(next.messages()).containsExactly(second);
    assertThat(world.inbox("bob", 0)).isEqualTo(new Slice(List.of(second), true, false, List.of()));
    assertThat(world.unread("bob", chat)).isEqualTo(1);
    next.mutes(chat, true).done();
    next.reads(second).done();
    assertThat(world.unread("bob", chat)).isZero();
    assertThat(alice.pushes(Push.PeerRead.class))
        .extracting(Push.PeerRead::sequence)
        .containsExactly(2L);
  }

  @Test
  @DisplayName("history begins behind it; a group that was left is as if it had never been")
  void historyBeginsBehindIt() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    alice.sends("before").to("bob").done();
    alice.sends("before").to(group).done();
    world.leaves(group, "bob").done();
    assertThat(eraseViews()).isEqualTo(new Answer.ViewsErased(2, 0));
    Message after = alice.sends("after").to("bob").message();
    PageLimit page = PageLimit.of(9);
    var whole = new Outcome.Granted<>(new History.Page(List.of(after), true));
    assertThat(world.node.history().after(BOB, chat, 0, page)).isEqualTo(whole);
    assertThat(world.node.history().before(BOB, chat, Long.MAX_VALUE, page)).isEqualTo(whole);
    assertThat(world.node.history().after(BOB, group, 0, page)).isInstanceOf(Outcome.Refused.class);
    world.joins(group, "bob").done();
    assertThat(world.node.history().after(BOB, group, 0, page))
        .isEqualTo(new Outcome.Granted<>(new History.Page(List.of(), true)));
    assertThat(world.node.readers().audience(BOB, group, 1, "", 9))
        .isInstanceOf(Outcome.Refused.class);
  }

  @Test
  @DisplayName("receipts of what was erased reach nobody")
  void receiptsOfItReachNobody() {
    Device bob = world.phone("bob");
    Message own = bob.sends("own").to(alice).message();
    eraseViews();
    Device next = world.phone("bob");
    alice.received(own).done();
    alice.reads(own).done();
    assertThat(next.pushes()).isEmpty();
  }

  @Test
  @DisplayName("who was erased and has come back to a group hears of no receipt from before")
  void receiptsFromBefore() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    Device bob = world.phone("bob");
    Message own = bob.sends("own").to(group).message();
    world.leaves(group, "bob").done();
    eraseViews();
    world.joins(group, "bob").done();
    Device next = world.phone("bob");
    alice.reads(own).done();
    assertThat(next.pushes()).isEmpty();
    Message later = next.sends("later").as("later").to(group).message();
    alice.reads(later).done();
    world.passes(Duration.ofSeconds(1));
    assertThat(next.pushes(Push.GroupRead.class)).hasSize(1);
  }

  @Test
  @DisplayName("a member of a group that goes on is left as they are")
  void membersStay() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    alice.sends("said").to(group).done();
    assertThat(eraseViews()).isEqualTo(new Answer.ViewsErased(0, 1));
    assertThat(world.inbox("bob", 0).messages()).hasSize(1);
    world.dissolves(group).done();
    assertThat(eraseViews()).isEqualTo(new Answer.ViewsErased(1, 0));
    assertThat(world.inbox("bob", 0).messages()).isEmpty();
    assertThat(world.node.conversations().changedAfter(BOB, 0, 9).granted().items()).isEmpty();
  }

  @Test
  @DisplayName("P3 a repeat of an erased message gets the answer of its tombstone")
  void repeatsAreAnswered() throws Exception {
    Device bob = world.phone("bob");
    Message sent = bob.sends("own").as("m").to(alice).message();
    erase(BOB);
    Device next = world.phone("bob");
    Message repeated = next.sends("own").as("m").to(alice).message();
    assertThat(repeated.isRecalled()).isTrue();
    assertThat(repeated.stamp()).isEqualTo(sent.stamp());
    assertThat(next.sends("another").as("m").to(alice).refusal())
        .isEqualTo(Refusal.MESSAGE_ID_CONFLICT);
  }

  @Test
  @DisplayName("a login that waits is refused, and the next one has loaded what is left")
  void loginsMeanwhile() {
    Message first = alice.sends("before").to("bob").message();
    world.holdsQuestions();
    Device early = world.device("bob", DeviceKind.IOS, "phone");
    Asked login = early.logsIn();
    eraseViews();
    assertThat(login.refusal()).isEqualTo(Refusal.RETRY_LATER);
    Device late = world.device("bob", DeviceKind.MAC, "desktop");
    Asked second = late.logsIn();
    world.asks();
    assertThat(second.answer()).isEqualTo(new Answer.LoggedIn(0));
    alice.recalls(first).done();
    world.asks();
    assertThat(late.pushes()).isEmpty();
  }
}
