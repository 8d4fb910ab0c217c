package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Outcome;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.engine.Memberships;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.history.History;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.receipt.Readers;
import io.whaleshark.core.session.Push;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// P8 and P9: who is in a group, what they see, and what the others are told.
class GroupTest {

  private final World world = new World();
  private final Device alice = world.phone("alice");
  private final Device bob = world.phone("bob");
  private final Device carol = world.phone("carol");

  private Asked put(ConversationId.Group group, String name, Device owner, List<Device> members) {
    return world.ask(reply ->
        new Command.PutGroup(
            Actor.ADMINISTRATION,
            group,
            name,
            owner.user(),
            members.stream().map(Device::user).toList(),
            reply));
  }

  private static World small(Inboxes.Bound inbox, int membersAtMost) {
    AppPolicy usual = AppPolicy.DEFAULT;
    return new World(
        new AppPolicy(
            inbox,
            usual.retention(),
            usual.recallWindow(),
            usual.editWindow(),
            LoginPolicy.ALL,
            usual.silentFor(),
            usual.receiptInterval(),
            membersAtMost,
            usual.typingMembersAtMost(),
            usual.reactionMembersAtMost(),
            usual.receipts(),
            usual.directory(),
            usual.pins(),
            usual.isPresenceTold()));
  }

  private Outcome<History.Page> historyOf(Device reader, ConversationId conversation) {
    return world.node.history().after(reader.user(), conversation, 0, PageLimit.of(100));
  }

  private static List<Long> sequences(Outcome<History.Page> asked) {
    return asked.granted().messages().stream().map(Message::sequence).toList();
  }

  @Test
  void membersAreToldOfTheGroup() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    for (Device member : List.of(alice, bob)) {
      assertThat(member.pushes(Push.MembersAdded.class))
          .singleElement()
          .extracting(Push.MembersAdded::members)
          .isEqualTo(List.of(alice.user(), bob.user()));
    }
    assertThat(carol.pushes()).isEmpty();
    assertThat(world.engine.memberships().group(group).orElseThrow().memberCount()).isEqualTo(2);
  }

  @Test
  void ownerIsAMemberEvenIfNotNamed() {
    var group = new ConversationId.Group(World.APP, "g");
    assertThat(put(group, "name", alice, List.of(bob)).group().memberCount()).isEqualTo(2);
    alice.sends("hi").to(group).done();
  }

  @Test
  void puttingAGroupAgain() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    alice.forget();
    bob.forget();
    Asked same = put(group, "g", alice, List.of(bob, alice));
    assertThat(same.group().changedAt())
        .isEqualTo(world.engine.memberships().group(group).orElseThrow().changedAt());
    assertThat(bob.pushes()).isEmpty();
    put(group, "other", bob, List.of()).done();
    assertThat(bob.pushes(Push.GroupRenamed.class)).hasSize(1);
    assertThat(put(group, "x", carol, List.of()).refusal()).isEqualTo(Refusal.GROUP_CONFLICT);
  }

  @Test
  void aCreationMayBeRepeatedAfterSomebodyJoinedOrLeft() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    world.joins(group, "carol");
    world.leaves(group, "bob");
    List.of(alice, bob, carol).forEach(Device::forget);
    assertThat(put(group, "g", alice, List.of(alice, bob)).group().memberCount()).isEqualTo(2);
    assertThat(alice.pushes()).isEmpty();
    assertThat(world.engine.memberships().members(group, "", 10))
        .containsExactly(alice.user(), carol.user());
    put(group, "other", alice, List.of(alice, bob)).done();
    assertThat(carol.pushes(Push.GroupRenamed.class)).hasSize(1);
    assertThat(bob.pushes()).isEmpty();
  }

  @Test
  void addingAndRemovingAreIdempotent() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    long before = world.joins(group, "carol").group().changedAt();
    alice.forget();
    assertThat(world.joins(group, "carol").group().changedAt()).isEqualTo(before);
    assertThat(alice.pushes()).isEmpty();
    assertThat(world.leaves(group, "carol").group().memberCount()).isEqualTo(2);
    assertThat(carol.pushes(Push.MemberRemoved.class)).hasSize(1);
    alice.forget();
    assertThat(world.leaves(group, "carol").group().memberCount()).isEqualTo(2);
    assertThat(world.leaves(group, "dave").group().memberCount()).isEqualTo(2);
    assertThat(alice.pushes()).isEmpty();
  }

  @Test
  void ownerStaysUntilSomebodyElseIs() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    assertThat(world.leaves(group, "alice").refusal()).isEqualTo(Refusal.GROUP_CONFLICT);
    put(group, "g", bob, List.of()).done();
    assertThat(world.leaves(group, "alice").group().memberCount()).isEqualTo(1);
  }

  @Test
  @DisplayName("P9 a group is its owner's to change; to others it looks as if it was not there")
  void groupsAreTheirOwners() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    List<UserId> dave = List.of(World.user("dave"));
    Actor asAlice = Actor.of(alice.user());
    Actor asBob = Actor.of(bob.user());
    world.ask(reply -> new Command.AddMembers(asAlice, group, dave, reply)).done();
    List<Asked> refused =
        List.of(
            world.ask(reply -> new Command.AddMembers(asBob, group, dave, reply)),
            world.ask(reply -> new Command.RemoveMember(asBob, group, dave.getFirst(), reply)),
            world.ask(reply -> new Command.PutGroup(asBob, group, "mine", bob.user(), dave, reply)),
            world.ask(reply -> new Command.DissolveGroup(asBob, group, reply)));
    assertThat(refused).extracting(Asked::refusal).containsOnly(Refusal.NO_SUCH_GROUP);
    var other = new ConversationId.Group(World.APP, "other");
    assertThat(
            world
                .ask(reply -> new Command.PutGroup(asBob, other, "", alice.user(), dave, reply))
                .refusal())
        .isEqualTo(Refusal.NO_SUCH_GROUP);
  }

  @Test
  @DisplayName("P9 a member leaves by themselves; to who was never one there is no such group")
  void aMemberLeaves() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    UserId dave = World.user("dave");
    Actor asBob = Actor.of(bob.user());
    Actor asDave = Actor.of(dave);
    assertThat(world.ask(reply -> new Command.RemoveMember(asDave, group, dave, reply)).refusal())
        .isEqualTo(Refusal.NO_SUCH_GROUP);
    for (int times = 0; times < 2; times++) {
      world.ask(reply -> new Command.RemoveMember(asBob, group, bob.user(), reply)).done();
    }
    assertThat(world.leaves(group, "bob").group().memberCount()).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "P9 who was the owner when they asked, and is no more when it is decided, is refused")
  void anOwnerOfBeforeIsRefused() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    List<Asked> asked = new ArrayList<>();
    world.together(() -> {
      asked.add(put(group, "g", bob, List.of()));
      asked.add(
          world.ask(reply ->
              new Command.PutGroup(
                  Actor.of(alice.user()), group, "g", alice.user(), List.of(), reply)));
    });
    asked.getFirst().done();
    assertThat(asked.getLast().refusal()).isEqualTo(Refusal.NO_SUCH_GROUP);
  }

  @Test
  void groupsThatAreNotThere() {
    var none = new ConversationId.Group(World.APP, "none");
    assertThat(world.joins(none, "bob").refusal()).isEqualTo(Refusal.NO_SUCH_GROUP);
    assertThat(world.leaves(none, "bob").refusal()).isEqualTo(Refusal.NO_SUCH_GROUP);
    assertThat(world.dissolves(none).refusal()).isEqualTo(Refusal.NO_SUCH_GROUP);
    assertThat(bob.sends("hi").to(none).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
    assertThat(bob.reads(none, 1).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
  }

  @Test
  @DisplayName("P10 a group has as many members as the app allows, and not one more")
  void groupsAreBounded() {
    World small = small(AppPolicy.DEFAULT.inbox(), 3);
    ConversationId.Group group = small.group("g", "alice", "bob");
    assertThat(small.joins(group, "carol").group().memberCount()).isEqualTo(3);
    assertThat(small.joins(group, "dave").refusal()).isEqualTo(Refusal.TOO_LARGE);
    small.joins(group, "bob").done();
    small.leaves(group, "bob").done();
    small.joins(group, "dave").done();
  }

  @Test
  @DisplayName("P9 strangers neither write, nor read, nor see")
  void strangersAreKeptOut() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    alice.sends("hi").to(group).done();
    assertThat(carol.sends("hi").to(group).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
    assertThat(carol.reads(group, 1).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
    assertThat(carol.mutes(group, true).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
    assertThat(historyOf(carol, group)).isInstanceOf(Outcome.Refused.class);
    assertThat(world.node.readers().audience(carol.user(), group, 1, "", 9))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(world.node.readers().counts(carol.user(), group, 1, 1))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(carol.pushes()).isEmpty();
    assertThat(world.inbox("carol", 0).messages()).isEmpty();
  }

  @Test
  @DisplayName("P9 a member sees what was sent in their periods, before, between and after not")
  void membersSeeTheirPeriods() {
    ConversationId.Group group = world.group("g", "alice");
    alice.sends("1").to(group).done();
    world.joins(group, "bob").done();
    alice.sends("2").to(group).done();
    world.leaves(group, "bob").done();
    alice.sends("3").to(group).done();
    world.joins(group, "bob").done();
    alice.sends("4").to(group).done();
    assertThat(sequences(historyOf(bob, group))).containsExactly(2L, 4L);
    assertThat(bob.messages()).extracting(Message::sequence).containsExactly(2L, 4L);
    assertThat(world.inbox("bob", 0).messages())
        .extracting(Message::sequence)
        .containsExactly(2L, 4L);
    assertThat(bob.reads(group, 3).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
    bob.reads(group, 4).done();
  }

  @Test
  @DisplayName("P9 one who left hears nothing more: no message, no member, no name, no readers")
  void leaverHearsNothing() {
    ConversationId.Group group = world.group("g", "alice", "bob", "carol");
    Message bobs = bob.sends("mine").to(group).message();
    world.leaves(group, "bob").done();
    bob.forget();
    alice.sends("hi").to(group).done();
    alice.reads(bobs).done();
    put(group, "renamed", alice, List.of()).done();
    world.leaves(group, "carol").done();
    world.passes(Duration.ofSeconds(1));
    world.dissolves(group).done();
    assertThat(bob.pushes()).isEmpty();
    assertThat(world.node.readers().audience(bob.user(), group, 1, "", 9))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(bob.sends("hi").to(group).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
    assertThat(bob.reads(group, 2).refusal()).isEqualTo(Refusal.READ_AHEAD);
    assertThat(bob.recalls(bobs).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
  }

  @Test
  @DisplayName("what an answer shows as a group's name is what is stored: anything else is refused")
  void namesThatCannotBeShownAreRefused() {
    ConversationId.Group group = world.group("team", "alice");
    for (String name : List.of("\uD83D", "x\uDE00", "a\u0000b", "a\u007F", "\u0085", "a\nb")) {
      assertThat(put(group, name, alice, List.of()).refusal()).isEqualTo(Refusal.MALFORMED);
    }
    assertThat(put(group, "n".repeat(257), alice, List.of()).refusal())
        .isEqualTo(Refusal.TOO_LARGE);
    String widest = "\uD83D\uDE00".repeat(128);
    assertThat(put(group, widest, alice, List.of()).group().name()).isEqualTo(widest);
    assertThat(world.engine.memberships().group(group).orElseThrow().name()).isEqualTo(widest);
  }

  @Test
  @DisplayName("P6 P8 who left clears the own badge, and nobody else learns or counts it")
  void whoLeftReadsForThemselves() {
    ConversationId.Group group = world.group("team", "alice", "bob");
    Message first = alice.sends("1").to(group).message();
    alice.sends("2").to(group).done();
    bob.sends("3").to(group).done();
    alice.sends("4").to(group).done();
    world.leaves(group, "bob").done();
    alice.sends("5").to(group).done();
    Device bobsDesktop = world.desktop("bob");
    alice.forget();
    bob.forget();
    bob.reads(group, 2).done();
    assertThat(bobsDesktop.pushes()).containsExactly(new Push.OwnRead(bob.user(), group, 2, 1));
    assertThat(world.unread("bob", group)).isEqualTo(1);
    long newest = world.engine.newestStamp();
    bob.reads(group, 2).done();
    bob.reads(group, 1).done();
    assertThat(world.engine.newestStamp()).as("a repeat changes nothing").isEqualTo(newest);
    assertThat(bob.reads(group, 5).refusal()).isEqualTo(Refusal.READ_AHEAD);
    assertThat(world.unread("bob", group)).isEqualTo(1);
    bob.reads(group, 4).done();
    assertThat(world.unread("bob", group)).isZero();
    assertThat(world.engine.conversations().item(bob.user(), group).orElseThrow().read())
        .isEqualTo(4);
    world.passes(Duration.ofSeconds(1));
    assertThat(alice.pushes()).isEmpty();
    assertThat(world.engine.memberships().readCount(first)).isZero();
    assertThat(world.engine.memberships().audience(first, "", 9))
        .containsExactly(new Memberships.Reader(bob.user(), false));
    world.joins(group, "bob").done();
    alice.sends("6").to(group).done();
    assertThat(world.unread("bob", group)).isEqualTo(1);
    assertThat(bob.reads(group, 4).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
  }

  @Test
  @DisplayName("P6 who left cannot have displayed what had expired")
  void whoLeftReadsNothingThatHasExpired() {
    ConversationId.Group group = world.group("team", "alice", "bob");
    alice.sends("1").to(group).done();
    world.leaves(group, "bob").done();
    world.everythingExpires();
    assertThat(bob.reads(group, 1).refusal()).isEqualTo(Refusal.NO_SUCH_MESSAGE);
  }

  @Test
  @DisplayName("P9 of a range a member is told the counts of what they see")
  void countsAreOfWhatIsSeen() {
    ConversationId.Group group = world.group("team", "alice", "bob");
    alice.sends("1").to(group).done();
    world.joins(group, "carol").done();
    Message seen = alice.sends("2").to(group).message();
    assertThat(world.node.readers().counts(World.user("carol"), group, 1, 2))
        .isEqualTo(
            new Outcome.Granted<>(
                new Readers.ReadCounts(
                    world.engine.memberships().group(group).orElseThrow(),
                    List.of(new Readers.ReadCount(seen, 0)))));
  }

  @Test
  void whoComesBackFindsTheSettingsOfBefore() {
    ConversationId.Group group = world.group("team", "alice", "bob");
    bob.mutes(group, true).done();
    world.leaves(group, "bob").done();
    world.joins(group, "bob").done();
    assertThat(world.engine.conversations().item(bob.user(), group).orElseThrow().participation())
        .matches(Participation::mute);
  }

  @Test
  void whatCameBackBeforeLeavingStaysShown() {
    ConversationId.Group group = world.group("team", "alice", "bob");
    bob.hides(group).done();
    alice.sends("back").to(group).done();
    world.leaves(group, "bob").done();
    world.joins(group, "bob").done();
    assertThat(world.engine.conversations().item(bob.user(), group).orElseThrow())
        .matches(item -> !item.isDeleted());
    bob.hides(group).done();
    assertThat(world.engine.conversations().item(bob.user(), group).orElseThrow())
        .matches(ConversationList.Item::isDeleted);
  }

  @Test
  void aGroupWithoutANameIsNamedByItsId() {
    var named = new ConversationId.Group(World.APP, "named");
    var nameless = new ConversationId.Group(World.APP, "nameless");
    assertThat(world.renames(named, "a name", "alice").group().name()).isEqualTo("a name");
    assertThat(world.renames(nameless, "", "alice").group().name()).isEqualTo("nameless");
  }

  @Test
  @DisplayName("P4 who left still learns that a message they had was recalled")
  void leaverLearnsOfARecall() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    Message seen = alice.sends("oops").to(group).message();
    world.leaves(group, "bob").done();
    Message unseen = alice.sends("oops too").to(group).message();
    world.joins(group, "bob").done();
    bob.forget();
    Message tombstone = alice.recalls(seen).tombstone();
    alice.recalls(unseen).done();
    assertThat(bob.messages()).containsExactly(tombstone);
    assertThat(world.inbox("bob", seen.stamp()).messages()).containsExactly(tombstone);
  }

  @Test
  @DisplayName("P8 leaving, joining and coming back change no old count")
  void countsAreFrozen() {
    ConversationId.Group group = world.group("g", "alice", "bob", "carol");
    Message message = alice.sends("hi").to(group).message();
    bob.reads(message).done();
    world.leaves(group, "bob").done();
    world.joins(group, "dave").done();
    world.joins(group, "bob").done();
    assertThat(message.audience()).isEqualTo(2);
    assertThat(readCount(alice, message)).isEqualTo(1);
    Message next = alice.sends("again").to(group).message();
    assertThat(next.audience()).isEqualTo(3);
    assertThat(world.unread("bob", group)).isEqualTo(1);
    carol.reads(next).done();
    assertThat(readCount(alice, message)).isEqualTo(2);
    assertThat(readCount(alice, next)).isEqualTo(1);
    alice.reads(next).done();
    assertThat(readCount(alice, next)).isEqualTo(1);
  }

  private long readCount(Device asker, Message message) {
    var group = (ConversationId.Group) message.conversation();
    var asked =
        world.node.readers().counts(asker.user(), group, message.sequence(), message.sequence());
    return asked.granted().counts().getFirst().readCount();
  }

  @Test
  @DisplayName("P8 leaving and coming back within one batch")
  void membershipChangesInOneBatch() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    bob.forget();
    world.together(() -> {
      alice.sends("1").to(group);
      world.leaves(group, "bob");
      alice.sends("2").to(group);
      world.joins(group, "bob");
      alice.sends("3").to(group);
    });
    assertThat(bob.messages()).extracting(Message::sequence).containsExactly(1L, 3L);
    assertThat(sequences(historyOf(bob, group))).containsExactly(1L, 3L);
    assertThat(world.history(group)).extracting(Message::audience).containsExactly(1L, 0L, 1L);
  }

  @Test
  void dissolvedGroupIsReadOnly() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    Message message = alice.sends("hi").to(group).message();
    bob.forget();
    assertThat(world.dissolves(group).group().dissolved()).isTrue();
    assertThat(bob.pushes(Push.GroupDissolved.class)).hasSize(1);
    bob.forget();
    world.dissolves(group).done();
    assertThat(bob.pushes()).isEmpty();
    assertThat(alice.sends("more").to(group).refusal()).isEqualTo(Refusal.GROUP_DISSOLVED);
    assertThat(world.joins(group, "carol").refusal()).isEqualTo(Refusal.GROUP_DISSOLVED);
    assertThat(world.leaves(group, "bob").refusal()).isEqualTo(Refusal.GROUP_DISSOLVED);
    assertThat(put(group, "again", alice, List.of()).refusal()).isEqualTo(Refusal.GROUP_DISSOLVED);
    assertThat(sequences(historyOf(bob, group))).containsExactly(1L);
    bob.reads(message).done();
    assertThat(world.unread("bob", group)).isZero();
  }

  @Test
  @DisplayName("P5 what the inbox dropped is named, and can be read in history")
  void gapIsFilledFromHistory() {
    World small = small(new Inboxes.Bound(4, 2), 9);
    ConversationId.Group busy = small.group("busy", "alice", "bob");
    Device sender = small.phone("alice");
    Message quiet = sender.sends("quiet").to("bob").message();
    for (int i = 0; i < 10; i++) {
      sender.sends("noise").to(busy).done();
    }
    Inboxes.Slice slice = small.inbox("bob", 0);
    assertThat(slice.messages()).hasSize(4).startsWith(quiet);
    assertThat(slice.gaps()).containsExactly(new Inboxes.Gap(busy, 1, 7));
    var history = small.node.history().after(World.user("bob"), busy, 0, PageLimit.of(7));
    assertThat(sequences(history)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
  }
}
