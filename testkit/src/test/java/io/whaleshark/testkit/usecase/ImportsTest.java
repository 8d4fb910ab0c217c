package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Command.ImportedState;
import io.whaleshark.core.command.CommandChain;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.StampClock;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.core.session.Push;
import io.whaleshark.testkit.FaultyEngine.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What happened on another server is taken over once, in its order, with its times.
class ImportsTest {

  private static final UserId ALICE = World.user("alice");
  private static final UserId BOB = World.user("bob");
  private static final UserId CAROL = World.user("carol");
  private static final ConversationId.Direct CHAT = ConversationId.Direct.between(ALICE, BOB);
  private static final ConversationId.Group TEAM = new ConversationId.Group(World.APP, "team");

  private final World world = new World();

  private long ago(Duration age) {
    return StampClock.microsOf(world.clock.instant().minus(age));
  }

  private static Message.Sent text(String text) {
    return new Message.Sent(Payload.ofText(text), Payload.NONE);
  }

  private static ClientMessageId id(UserId sender, String name) {
    return new ClientMessageId(sender, name);
  }

  private Asked imports(ConversationId in, UserId sender, String name, long time) {
    return world.ask(reply ->
        new Command.ImportMessage(
            in, id(sender, name), text(name), ImportedState.AS_SENT, time, reply));
  }

  private Asked importsTombstone(ConversationId in, UserId sender, String name, long time) {
    return world.ask(reply ->
        new Command.ImportMessage(
            in, id(sender, name), text("gone"), ImportedState.RECALLED, time, reply));
  }

  private Asked reports(UserId user, ConversationId in, ClientMessageId upTo, boolean isRead) {
    return world.ask(reply -> new Command.ImportReport(user, in, upTo, isRead, reply));
  }

  private Asked at(ConversationId in, Optional<ClientMessageId> after, Asked.Question then) {
    return world.ask(reply -> new Command.Placed(in, after, (Command.Decided) then.with(reply)));
  }

  private Asked joins(Optional<ClientMessageId> after, UserId user) {
    return at(
        TEAM,
        after,
        reply -> new Command.AddMembers(Actor.ADMINISTRATION, TEAM, List.of(user), reply));
  }

  private Asked leaves(Optional<ClientMessageId> after, UserId user) {
    return at(
        TEAM, after, reply -> new Command.RemoveMember(Actor.ADMINISTRATION, TEAM, user, reply));
  }

  private static Message message(Asked asked) {
    return ((Answer.Imported) asked.answer()).message();
  }

  @Test
  @DisplayName("P2 P3 messages keep their order and times, and come once")
  void onceInOrder() {
    long monday = ago(Duration.ofDays(3));
    long tuesday = ago(Duration.ofDays(2));
    Message first = message(imports(CHAT, ALICE, "first", monday));
    Message second = message(imports(CHAT, BOB, "second", tuesday));
    assertThat(first.time()).isEqualTo(monday);
    assertThat(second.time()).isEqualTo(tuesday);
    assertThat(first.sequence()).isEqualTo(1);
    assertThat(second.sequence()).isEqualTo(2);
    assertThat(second.stamp()).isGreaterThan(first.stamp());
    assertThat(imports(CHAT, ALICE, "first", monday).answer())
        .isEqualTo(new Answer.Imported(first, false));
    assertThat(world.history(CHAT)).containsExactly(first, second);
    assertThat(world.unread("alice", CHAT)).isEqualTo(1);
    assertThat(world.unread("bob", CHAT)).isEqualTo(1);
  }

  @Test
  void anotherMessageUnderTheIdIsAConflict() {
    imports(CHAT, ALICE, "first", 5).done();
    assertThat(
            world
                .ask(reply ->
                    new Command.ImportMessage(
                        CHAT, id(ALICE, "first"), text("other"), ImportedState.AS_SENT, 5, reply))
                .refusal())
        .isEqualTo(Refusal.MESSAGE_ID_CONFLICT);
    assertThat(imports(ConversationId.Direct.between(ALICE, CAROL), ALICE, "first", 5).refusal())
        .isEqualTo(Refusal.MESSAGE_ID_CONFLICT);
  }

  @Test
  @DisplayName("every message keeps its own time, in whatever order, and none is of the future")
  void timesAreKept() {
    imports(CHAT, ALICE, "first", 7).done();
    assertThat(message(imports(CHAT, BOB, "second", 6)).time()).isEqualTo(6);
    world.phone("alice").sends("now").to("bob").done();
    assertThat(message(imports(CHAT, BOB, "third", 8)).time()).isEqualTo(8);
    Message ahead = message(imports(CHAT, BOB, "fourth", ago(Duration.ofSeconds(-2))));
    assertThat(ahead.time()).as("of a clock that is ahead a little").isEqualTo(ahead.stamp());
    assertThat(imports(CHAT, BOB, "fifth", ago(Duration.ofDays(-1))).refusal())
        .isEqualTo(Refusal.MALFORMED);
    assertThat(imports(CHAT, BOB, "sixth", 0).refusal()).isEqualTo(Refusal.MALFORMED);
    assertThat(imports(CHAT, CAROL, "seventh", 9).refusal()).isEqualTo(Refusal.MALFORMED);
    assertThat(world.history(CHAT)).hasSize(5);
  }

  private Asked importsEdited(UserId sender, String name, String text, long edited) {
    return world.ask(reply ->
        new Command.ImportMessage(
            CHAT, id(sender, name), text(text), new ImportedState.Edited(edited), 7, reply));
  }

  @Test
  @DisplayName("an edited message comes with its time; what was edited there since is edited here")
  void edits() {
    Message edited = message(importsEdited(ALICE, "edited", "newest", 9));
    assertThat(edited.content())
        .isInstanceOfSatisfying(
            Message.Edited.class,
            content -> {
              assertThat(content.newest()).isEqualTo(text("newest"));
              assertThat(content.time()).isEqualTo(9);
              assertThat(content.at()).isGreaterThan(edited.stamp());
            });
    assertThat(importsEdited(ALICE, "edited", "newest", 9).answer())
        .isEqualTo(new Answer.Imported(edited, false));
    Message there = message(imports(CHAT, BOB, "there", 7));
    Message since = message(importsEdited(BOB, "there", "since", 8));
    assertThat(since.newest()).contains(text("since"));
    assertThat(since.sequence()).isEqualTo(there.sequence());
    assertThat(since.carries(text("there"))).isTrue();
    Message later = message(importsEdited(BOB, "there", "later", 10));
    assertThat(later.newest()).contains(text("later"));
    assertThat(importsEdited(BOB, "there", "since", 8).answer())
        .as("of an older file")
        .isEqualTo(new Answer.Imported(later, false));
    assertThat(imports(CHAT, BOB, "there", 7).answer())
        .isEqualTo(new Answer.Imported(later, false));
    assertThat(world.history(CHAT)).containsExactly(edited, later);
    assertThat(world.inbox("bob", 0).messages()).containsExactly(edited, later);
  }

  @Test
  @DisplayName(
      "no message was edited before it was sent, nor by somebody who took it over from here")
  void editsThatCannotBe() {
    assertThat(importsEdited(ALICE, "early", "1", 6).refusal()).isEqualTo(Refusal.MALFORMED);
    Message own = world.phone("alice").sends("own").as("own").to("bob").message();
    assertThat(importsEdited(ALICE, "own", "other", 9).refusal())
        .isEqualTo(Refusal.MESSAGE_ID_CONFLICT);
    message(imports(CHAT, BOB, "gone", 7));
    Message tombstone = message(importsTombstone(CHAT, BOB, "gone", 7));
    assertThat(importsEdited(BOB, "gone", "back", 8).answer())
        .isEqualTo(new Answer.Imported(tombstone, false));
    assertThat(world.history(CHAT)).containsExactly(own, tombstone);
  }

  @Test
  void whatWasEditedHereAndComesBackChangesNothing() {
    Device phone = world.phone("alice");
    Message own = phone.sends("own").as("own").to("bob").message();
    Message edited = phone.edits(own, "better").edited();
    assertThat(importsEdited(ALICE, "own", "better", 9).answer())
        .isEqualTo(new Answer.Imported(edited, false));
    Message tombstone = phone.recalls(edited).tombstone();
    assertThat(importsEdited(ALICE, "own", "better", 9).answer())
        .isEqualTo(new Answer.Imported(tombstone, false));
    assertThat(world.history(CHAT)).containsExactly(tombstone);
  }

  @Test
  @DisplayName("a tombstone comes as one; what was recalled there since is recalled here")
  void tombstones() {
    Message gone = message(importsTombstone(CHAT, ALICE, "gone", 7));
    assertThat(gone.isRecalled()).isTrue();
    assertThat(gone.time()).isEqualTo(7);
    assertThat(importsTombstone(CHAT, ALICE, "gone", 7).answer())
        .isEqualTo(new Answer.Imported(gone, false));
    Message there = message(imports(CHAT, BOB, "there", 8));
    Message tombstone = message(importsTombstone(CHAT, BOB, "there", 8));
    assertThat(tombstone.sequence()).isEqualTo(there.sequence());
    assertThat(imports(CHAT, BOB, "there", 8).answer())
        .isEqualTo(new Answer.Imported(tombstone, false));
    assertThat(world.history(CHAT)).containsExactly(gone, tombstone);
    assertThat(world.inbox("bob", 0).messages()).containsExactly(gone, tombstone);
    Message own = world.phone("alice").sends("own").as("own").to("bob").message();
    assertThat(importsTombstone(CHAT, ALICE, "own", 9).refusal())
        .isEqualTo(Refusal.MESSAGE_ID_CONFLICT);
    assertThat(world.history(CHAT)).contains(own);
  }

  @Test
  @DisplayName("P8 members are those of each moment, and so are audiences and counts")
  void membersOfTheMoment() {
    Optional<ClientMessageId> none = Optional.empty();
    Asked.Question creation =
        reply ->
            new Command.PutGroup(
                Actor.ADMINISTRATION, TEAM, "Team", ALICE, List.of(ALICE, BOB), reply);
    at(TEAM, none, creation).done();
    Message first = message(imports(TEAM, BOB, "one", 1));
    Optional<ClientMessageId> one = Optional.of(first.clientId());
    leaves(one, BOB).done();
    joins(one, CAROL).done();
    Message second = message(imports(TEAM, CAROL, "two", 2));
    assertThat(imports(TEAM, BOB, "three", 3).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
    assertThat(second.audience()).isEqualTo(1);
    List<Membership> before = world.engine.memberships().periods(TEAM, BOB);
    for (Asked again :
        List.of(at(TEAM, none, creation), leaves(one, BOB), joins(one, CAROL), joins(one, BOB))) {
      assertThat(again.answer()).isEqualTo(Answer.PASSED);
    }
    assertThat(world.engine.memberships().periods(TEAM, BOB)).isEqualTo(before).hasSize(1);
    assertThat(world.unread("alice", TEAM)).isEqualTo(2);
    assertThat(world.unread("carol", TEAM)).isZero();
    assertThat(joins(Optional.of(id(BOB, "nowhere")), BOB).refusal())
        .isEqualTo(Refusal.NO_SUCH_MESSAGE);
  }

  @Test
  @DisplayName("where nothing is left, everything before has expired, and its place is now")
  void placeBeforeTheFirst() {
    world.group("team", "alice");
    assertThat(joins(Optional.of(id(ALICE, "expired")), BOB).done().group().memberCount())
        .isEqualTo(2);
    imports(TEAM, ALICE, "old", 1).done();
    assertThat(world.expires(2)).isEqualTo(1);
    assertThat(joins(Optional.of(id(ALICE, "old")), CAROL).done().group().memberCount())
        .isEqualTo(3);
  }

  @Test
  @DisplayName("P8 a place behind which somebody has written here is refused, not passed over")
  void overtaken() {
    world.group("team", "alice", "bob");
    Message old = message(imports(TEAM, ALICE, "old", 1));
    world.phone("bob").sends("now").to(TEAM).done();
    assertThat(joins(Optional.of(old.clientId()), CAROL).refusal())
        .isEqualTo(Refusal.GROUP_CONFLICT);
  }

  @Test
  @DisplayName("P6 P7 how far users had got is taken over, and never moves back")
  void reports() {
    imports(CHAT, ALICE, "one", 1).done();
    imports(CHAT, ALICE, "two", 2).done();
    imports(CHAT, ALICE, "three", 3).done();
    Device alice = world.phone("alice");
    reports(BOB, CHAT, id(ALICE, "three"), false).done();
    reports(BOB, CHAT, id(ALICE, "two"), true).done();
    reports(BOB, CHAT, id(ALICE, "one"), true).done();
    assertThat(world.unread("bob", CHAT)).isEqualTo(1);
    assertThat(alice.pushes(Push.PeerRead.class)).hasSize(1);
    Membership bob = world.engine.memberships().periods(CHAT, BOB).getFirst();
    assertThat(bob.read()).isEqualTo(2);
    assertThat(bob.received()).isEqualTo(3);
    assertThat(reports(BOB, CHAT, id(ALICE, "four"), true).refusal())
        .isEqualTo(Refusal.NO_SUCH_MESSAGE);
    assertThat(reports(CAROL, CHAT, id(ALICE, "one"), true).refusal())
        .isEqualTo(Refusal.NOT_A_PARTICIPANT);
  }

  @Test
  @DisplayName("P6 P8 a read of who has come back since then is passed, and moves nothing")
  void readsOfAnEarlierPeriod() {
    world.group("team", "alice", "bob");
    imports(TEAM, ALICE, "one", 1).done();
    ClientMessageId one = id(ALICE, "one");
    reports(BOB, TEAM, one, true).done();
    leaves(Optional.of(one), BOB).done();
    joins(Optional.of(one), BOB).done();
    List<Membership> before = world.engine.memberships().periods(TEAM, BOB);
    assertThat(reports(BOB, TEAM, one, true).answer()).isEqualTo(Answer.PASSED);
    assertThat(world.engine.memberships().periods(TEAM, BOB)).isEqualTo(before).hasSize(2);
  }

  @Test
  void nobodyReceivesInAGroup() {
    world.group("team", "alice", "bob");
    imports(TEAM, ALICE, "one", 1).done();
    assertThat(reports(BOB, TEAM, id(ALICE, "one"), false).refusal()).isEqualTo(Refusal.MALFORMED);
    reports(BOB, TEAM, id(ALICE, "one"), true).done();
    assertThat(world.unread("bob", TEAM)).isZero();
  }

  @Test
  @DisplayName("P4 who is connected is made to pull once, and is pushed nothing for each message")
  void connectedDevicesPull() {
    Device bob = world.phone("bob");
    world.together(() -> {
      for (int i = 1; i <= 20; i++) {
        imports(CHAT, ALICE, "m" + i, i);
      }
    });
    List<Push.InboxEntry> pushed = bob.pushes(Push.InboxEntry.class);
    assertThat(pushed).hasSize(1);
    assertThat(pushed.getFirst().silent()).as("nobody is rung for it").isTrue();
    assertThat(pushed.getFirst().previousPosition()).as("which no device has").isPositive();
    Message newest = world.history(CHAT).getLast();
    Message own = world.phone("alice").sends("now").to("bob").message();
    assertThat(bob.pushes(Push.InboxEntry.class).getLast().previousPosition())
        .isEqualTo(newest.stamp());
    assertThat(bob.messages().getLast()).isEqualTo(own);
    assertThat(world.inbox("bob", 0).messages()).hasSize(21);
  }

  @Test
  @DisplayName("P2 behind a line that has to be sent again, nothing of its request is done")
  void chained() {
    CommandChain chain = new CommandChain();
    Asked first = chained(chain, "one", 1);
    world.engine.failBy(Fault.COMMIT_LOST);
    Asked second = chained(chain, "two", 2);
    world.engine.failBy(Fault.NONE);
    Asked third = chained(chain, "three", 3);
    first.done();
    assertThat(second.refusal()).isEqualTo(Refusal.RETRY_LATER);
    assertThat(third.refusal()).isEqualTo(Refusal.RETRY_LATER);
    CommandChain again = new CommandChain();
    chained(again, "two", 2).done();
    chained(again, "three", 3).done();
    assertThat(world.history(CHAT))
        .extracting(message -> message.clientId().value())
        .containsExactly("one", "two", "three");
  }

  @Test
  @DisplayName("what is refused for good breaks no chain")
  void refusedForGood() {
    CommandChain chain = new CommandChain();
    assertThat(chained(chain, "later", ago(Duration.ofDays(-1))).refusal())
        .isEqualTo(Refusal.MALFORMED);
    chained(chain, "one", 1).done();
  }

  private Asked chained(CommandChain chain, String name, long time) {
    return world.ask(reply ->
        new Command.Chained(
            chain,
            new Command.ImportMessage(
                CHAT, id(ALICE, name), text(name), ImportedState.AS_SENT, time, reply)));
  }

  @Test
  @DisplayName("who is blocked or muted now has said what they said")
  void whatWasSaidWasSaid() {
    world.ask(reply -> new Command.PutBlock(new Block(BOB, ALICE), reply)).done();
    imports(CHAT, ALICE, "one", 1).done();
    assertThat(world.history(CHAT)).hasSize(1);
    assertThat(imports(TEAM, ALICE, "two", 2).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
    world.group("team", "alice", "bob");
    world.dissolves(TEAM).done();
    assertThat(imports(TEAM, ALICE, "two", 2).refusal()).isEqualTo(Refusal.GROUP_DISSOLVED);
  }

  @Test
  @DisplayName("an imported message can be recalled by its author for as long as its time allows")
  void recallWindow() {
    imports(CHAT, ALICE, "old", ago(Duration.ofDays(30))).done();
    imports(CHAT, ALICE, "new", ago(Duration.ofSeconds(1))).done();
    Device alice = world.phone("alice");
    List<Message> said = world.history(CHAT);
    assertThat(alice.recalls(said.get(0)).refusal()).isEqualTo(Refusal.RECALL_TOO_LATE);
    assertThat(alice.recalls(said.get(1)).tombstone().time()).isEqualTo(said.get(1).time());
  }
}
