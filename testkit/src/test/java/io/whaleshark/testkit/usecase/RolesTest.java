package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Membership.Standing;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Role;
import io.whaleshark.core.session.Push;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What the owner, the admins and the members of a group may do. Goal: each may do what their role
/// allows, and nothing else. Method: by what people do, over the reference engine.
class RolesTest {

  private final World world = new World();
  private final Device alice = world.phone("alice");
  private final Device bob = world.phone("bob");
  private final Device carol = world.phone("carol");
  private final ConversationId.Group group = world.group("g", "alice", "bob", "carol", "dave");

  @BeforeEach
  void forgetTheCreation() {
    List.of(alice, bob, carol).forEach(Device::forget);
  }

  private Asked sets(Actor actor, String member, Role role, Optional<Boolean> muted) {
    return world.ask(
        reply -> new Command.SetMember(actor, group, World.user(member), role, muted, reply));
  }

  private Asked makes(String member, Role role) {
    return sets(Actor.ADMINISTRATION, member, role, Optional.empty());
  }

  private Asked mutes(Device by, String member, boolean muted) {
    return sets(Actor.of(by.user()), member, Role.MEMBER, Optional.of(muted));
  }

  private Asked removes(Device by, String member) {
    return world.ask(
        reply -> new Command.RemoveMember(Actor.of(by.user()), group, World.user(member), reply));
  }

  private Role role(String user) {
    Group now = world.engine.memberships().group(group).orElseThrow();
    return Role.of(now, membership(user));
  }

  private Membership membership(String user) {
    return world.engine.memberships().periods(group, World.user(user)).getLast();
  }

  @Test
  void adminsAddAndRemoveMembersButNotOneAnother() {
    makes("bob", Role.ADMIN).done();
    makes("carol", Role.ADMIN).done();
    Actor asBob = Actor.of(bob.user());
    world
        .ask(reply -> new Command.AddMembers(asBob, group, List.of(World.user("eve")), reply))
        .done();
    removes(bob, "eve").done();
    assertThat(removes(bob, "carol").refusal()).isEqualTo(Refusal.NO_SUCH_GROUP);
    assertThat(removes(bob, "alice").refusal()).isEqualTo(Refusal.NO_SUCH_GROUP);
    removes(alice, "carol").done();
    removes(bob, "bob").done();
    assertThat(removes(bob, "dave").refusal()).isEqualTo(Refusal.NO_SUCH_GROUP);
  }

  @Test
  void adminsMuteMembersAndSetNothingElse() {
    makes("bob", Role.ADMIN).done();
    mutes(bob, "dave", true).done();
    List<Asked> refused =
        List.of(
            sets(Actor.of(bob.user()), "dave", Role.ADMIN, Optional.empty()),
            sets(Actor.of(bob.user()), "bob", Role.OWNER, Optional.empty()),
            mutes(bob, "bob", true),
            mutes(bob, "alice", true),
            mutes(carol, "dave", false));
    assertThat(refused).extracting(Asked::refusal).containsOnly(Refusal.NO_SUCH_GROUP);
    assertThat(membership("dave").standing()).isEqualTo(new Standing(false, true));
  }

  @Test
  @DisplayName("a muted member reads on, and what they send is refused until they may speak again")
  void mutedMembersOnlyRead() {
    Message before = carol.sends("before").to(group).message();
    mutes(alice, "carol", true).done();
    assertThat(carol.sends("muted").to(group).refusal()).isEqualTo(Refusal.MUTED);
    Message said = alice.sends("hi").to(group).message();
    carol.reads(said).done();
    carol.recalls(before).done();
    assertThat(carol.sends("still").to(group).refusal())
        .as("reading lets nobody speak")
        .isEqualTo(Refusal.MUTED);
    carol.sends("elsewhere").to(alice).done();
    mutes(alice, "carol", false).done();
    carol.sends("again").to(group).done();
  }

  @Test
  @DisplayName("P3 a repeat gets the first answer, also of who has been muted since")
  void repeatsOfTheMutedAreAnswered() {
    Message said = carol.sends("hi").as("c1").to(group).message();
    mutes(alice, "carol", true).done();
    assertThat(carol.sends("hi").as("c1").to(group).message()).isEqualTo(said);
  }

  @Test
  void adminsRecallWhatOthersSaidAtAnyTime() {
    Message said = carol.sends("rude").to(group).message();
    assertThat(bob.recalls(said).refusal()).isEqualTo(Refusal.NOT_YOURSELF);
    makes("bob", Role.ADMIN).done();
    world.clock.advance(AppPolicy.DEFAULT.recallWindow().multipliedBy(2));
    assertThat(carol.recalls(said).refusal()).isEqualTo(Refusal.RECALL_TOO_LATE);
    carol.forget();
    bob.recalls(said).done();
    assertThat(carol.messages())
        .singleElement()
        .satisfies(m -> assertThat(m.isRecalled()).isTrue());
    Message direct = carol.sends("rude").to(bob).message();
    assertThat(bob.recalls(direct).refusal()).isEqualTo(Refusal.NOT_YOURSELF);
  }

  @Test
  void ownershipIsHandedOver() {
    makes("bob", Role.ADMIN).done();
    sets(Actor.ADMINISTRATION, "bob", Role.ADMIN, Optional.of(true)).done();
    sets(Actor.of(alice.user()), "bob", Role.OWNER, Optional.empty()).done();
    assertThat(role("bob")).isEqualTo(Role.OWNER);
    assertThat(role("alice")).isEqualTo(Role.MEMBER);
    bob.sends("an owner speaks").to(group).done();
    assertThat(mutes(alice, "carol", true).refusal()).isEqualTo(Refusal.NO_SUCH_GROUP);
    assertThat(makes("bob", Role.MEMBER).refusal()).isEqualTo(Refusal.GROUP_CONFLICT);
    assertThat(sets(Actor.ADMINISTRATION, "bob", Role.OWNER, Optional.of(true)).refusal())
        .isEqualTo(Refusal.GROUP_CONFLICT);
    world.renames(group, "g", "alice").done();
    assertThat(role("bob")).isEqualTo(Role.MEMBER);
  }

  @Test
  void membersAreToldOnceOfEachChange() {
    makes("bob", Role.ADMIN).done();
    assertThat(carol.pushes(Push.GroupRenamed.class)).hasSize(1);
    carol.forget();
    makes("bob", Role.ADMIN).done();
    makes("alice", Role.OWNER).done();
    assertThat(carol.pushes()).isEmpty();
  }

  @Test
  void whoComesBackIsAPlainMember() {
    sets(Actor.ADMINISTRATION, "bob", Role.ADMIN, Optional.of(true)).done();
    world.leaves(group, "bob").done();
    assertThat(makes("bob", Role.ADMIN).refusal()).isEqualTo(Refusal.GROUP_CONFLICT);
    world.joins(group, "bob").done();
    assertThat(membership("bob").standing()).isEqualTo(Standing.PLAIN);
  }

  @Test
  void dissolvedGroupsHaveNoRolesToGive() {
    world.dissolves(group).done();
    assertThat(makes("bob", Role.ADMIN).refusal()).isEqualTo(Refusal.GROUP_DISSOLVED);
  }
}
