package io.whaleshark.core.group;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.Names;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.Decision;
import io.whaleshark.core.lane.Ledger;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Head;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Membership.Standing;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Role;
import io.whaleshark.core.news.News;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/// Decides changes of groups. Reads the ledger, changes nothing. Confined to the lane's thread.
///
/// A group is changed by its owner and by the app's administration. Its admins add members, and
/// remove and mute those below them. Every member may leave. To everyone else, and for whatever
/// else, it looks as if there was no such group (P9).
public final class Groups {

  private final IntFunction<AppPolicy> policies;

  public Groups(IntFunction<AppPolicy> policies) {
    this.policies = policies;
  }

  /// Creates the group, or gives an existing one another name or owner. The members are those to
  /// begin with: whoever repeats a creation, not knowing what became of it, is not refused because
  /// somebody has joined or left since.
  public Decision put(Ledger ledger, Command.PutGroup put) {
    if (put.name().length() > Names.GROUP_NAME_CHARS_AT_MOST) {
      return Decision.refuse(
          Refusal.TOO_LARGE,
          "groupName: "
              + put.name().length()
              + " characters (expected: at most "
              + Names.GROUP_NAME_CHARS_AT_MOST
              + ")");
    }
    Optional<String> fault =
        put.name().isEmpty() ? Optional.empty() : Names.displayFault(put.name());
    if (fault.isPresent()) {
      return Decision.refuse(Refusal.MALFORMED, "groupName: " + fault.get());
    }
    Optional<Group> found = ledger.group(put.group());
    if (!put.actor().actsFor(found.map(Group::owner).orElse(put.owner()))) {
      return missing();
    }
    return found.isPresent() ? change(ledger, put, found.get()) : create(ledger, put);
  }

  private Decision create(Ledger ledger, Command.PutGroup put) {
    Optional<String> fault =
        Names.newIdFault("groupId", put.group().name())
            .or(() -> Names.newIdFault("ownerId", put.owner().name()))
            .or(() -> newcomerFault(ledger, put.group(), put.members()));
    if (fault.isPresent()) {
      return Decision.refuse(Refusal.MALFORMED, fault.get());
    }
    Set<UserId> members = new LinkedHashSet<>();
    members.add(put.owner());
    members.addAll(put.members());
    String name = put.name().isEmpty() ? put.group().name() : put.name();
    Group empty = new Group(put.group(), name, put.owner(), 0, false, 0);
    return admit(ledger, empty, members);
  }

  private static Decision change(Ledger ledger, Command.PutGroup put, Group group) {
    if (group.dissolved()) {
      return dissolved();
    }
    Optional<Membership> next =
        ledger.membership(group.id(), put.owner()).filter(Membership::isOpen);
    if (next.isEmpty()) {
      return Decision.refuse(Refusal.GROUP_CONFLICT, "ownerId: not a member of the group");
    }
    String name = put.name().isEmpty() ? group.name() : put.name();
    if (group.name().equals(name) && group.owner().equals(put.owner())) {
      return Decision.answer(new Answer.GroupIs(group, false));
    }
    return changed(ledger, owned(group, name, put.owner()), next.get(), Standing.PLAIN);
  }

  /// The group with another name and owner. Whoever owned it is a plain member.
  private static Group owned(Group group, String name, UserId owner) {
    return new Group(
        group.id(), name, owner, group.memberCount(), group.dissolved(), group.changedAt());
  }

  /// Notes the group and a member's standing, and tells all members that the group changed.
  private static Decision changed(
      Ledger ledger, Group group, Membership member, Standing standing) {
    List<Change> changes = new ArrayList<>(2);
    if (!member.standing().equals(standing)) {
      changes.add(new Change.MembershipPut(member.standing(standing, ledger.nextStamp())));
    }
    Group now = resized(group, group.memberCount(), ledger.nextStamp());
    changes.add(new Change.GroupPut(now));
    return new Decision(changes, new Answer.GroupIs(now, false), new News.GroupUpdated(now));
  }

  /// Makes a member the owner, an admin or a plain member, and mutes them or lets them speak.
  public Decision set(Ledger ledger, Command.SetMember set) {
    Optional<Group> found = ledger.group(set.group()).filter(group -> maySet(ledger, group, set));
    if (found.isEmpty()) {
      return missing();
    }
    Group group = found.get();
    if (group.dissolved()) {
      return dissolved();
    }
    Optional<Membership> member =
        ledger.membership(group.id(), set.member()).filter(Membership::isOpen);
    if (member.isEmpty()) {
      return Decision.refuse(Refusal.GROUP_CONFLICT, "userId: not a member of the group");
    }
    if (set.role() == Role.OWNER) {
      return own(ledger, group, member.get(), set.muted().orElse(false));
    }
    if (group.owner().equals(set.member())) {
      return Decision.refuse(
          Refusal.GROUP_CONFLICT, "role: that of the owner (expected: another owner first)");
    }
    boolean muted = set.muted().orElse(member.get().standing().muted());
    Standing standing = new Standing(set.role() == Role.ADMIN, muted);
    return member.get().standing().equals(standing)
        ? Decision.answer(new Answer.GroupIs(group, false))
        : changed(ledger, group, member.get(), standing);
  }

  private static Decision own(Ledger ledger, Group group, Membership member, boolean muted) {
    if (muted) {
      return Decision.refuse(Refusal.GROUP_CONFLICT, "muted: true (expected: false for the owner)");
    }
    return group.owner().equals(member.user())
        ? Decision.answer(new Answer.GroupIs(group, false))
        : changed(ledger, owned(group, group.name(), member.user()), member, Standing.PLAIN);
  }

  /// The owner sets everything. An admin mutes plain members, who stay what they are.
  private static boolean maySet(Ledger ledger, Group group, Command.SetMember set) {
    boolean isPlain = set.role() == Role.MEMBER && role(ledger, group, set.member()) == Role.MEMBER;
    return set.actor().actsFor(group.owner())
        || (isPlain && isAbove(ledger, group, set.actor(), Role.MEMBER));
  }

  /// Whether the actor stands above the members of a role. The administration stands above all.
  private static boolean isAbove(Ledger ledger, Group group, Actor actor, Role role) {
    return actor.user().isEmpty()
        || (isMember(ledger, group.id(), actor.user().get())
            && role(ledger, group, actor.user().get()).isAbove(role));
  }

  /// What a user is to the group; a plain member if they are none.
  private static Role role(Ledger ledger, Group group, UserId user) {
    return ledger
        .membership(group.id(), user)
        .filter(Membership::isOpen)
        .map(membership -> Role.of(group, membership))
        .orElse(Role.MEMBER);
  }

  /// Opens a period for everyone who is not a member yet.
  public Decision add(Ledger ledger, Command.AddMembers add) {
    Optional<Group> found =
        ledger.group(add.group()).filter(group -> isAbove(ledger, group, add.actor(), Role.MEMBER));
    if (found.isEmpty()) {
      return missing();
    }
    if (found.get().dissolved()) {
      return dissolved();
    }
    Optional<String> fault = newcomerFault(ledger, add.group(), add.members());
    return fault.isPresent()
        ? Decision.refuse(Refusal.MALFORMED, fault.get())
        : admit(ledger, found.get(), new LinkedHashSet<>(add.members()));
  }

  /// Finds the first user who is no member yet, and whose id may not come into use.
  private static Optional<String> newcomerFault(
      Ledger ledger, ConversationId.Group group, List<UserId> users) {
    for (int i = 0; i < users.size(); i++) {
      Optional<String> fault = Names.newIdFault(users.get(i).name());
      if (fault.isPresent() && !isMember(ledger, group, users.get(i))) {
        return Optional.of("members[" + i + "]: " + fault.get());
      }
    }
    return Optional.empty();
  }

  private Decision admit(Ledger ledger, Group group, Set<UserId> users) {
    ConversationId.Group id = group.id();
    boolean created = group.changedAt() == 0;
    List<UserId> newcomers = users.stream().filter(user -> !isMember(ledger, id, user)).toList();
    if (newcomers.isEmpty()) {
      return Decision.answer(new Answer.GroupIs(group, false));
    }
    int atMost = policies.apply(id.app()).membersAtMost();
    if (group.memberCount() + newcomers.size() > atMost) {
      return Decision.refuse(
          Refusal.TOO_LARGE,
          "members: "
              + (group.memberCount() + newcomers.size())
              + " (expected: 1.."
              + atMost
              + ")");
    }
    long newest = ledger.head(id).sequence();
    List<Change> changes = new ArrayList<>(2 * newcomers.size() + 1);
    List<Membership> added = new ArrayList<>(newcomers.size());
    for (UserId user : newcomers) {
      long own = ledger.sentCount(id, user, newest);
      Membership membership = Membership.open(id, user, newest, own, ledger.nextStamp());
      added.add(membership);
      changes.add(new Change.MembershipPut(membership));
      if (ledger.participation(user, id).isEmpty()) {
        changes.add(
            new Change.ParticipationPut(Participation.entered(user, id, membership.changedAt())));
      }
    }
    Group grown = resized(group, group.memberCount() + newcomers.size(), ledger.nextStamp());
    changes.add(new Change.GroupPut(grown));
    return new Decision(
        changes, new Answer.GroupIs(grown, created), new News.MembersAdded(grown, added));
  }

  /// Closes a member's period. The owner stays until somebody else is.
  public Decision remove(Ledger ledger, Command.RemoveMember remove) {
    ConversationId.Group id = remove.group();
    Optional<Group> found = ledger.group(id).filter(group -> mayRemove(ledger, group, remove));
    if (found.isEmpty()) {
      return missing();
    }
    Group group = found.get();
    if (group.dissolved()) {
      return dissolved();
    }
    Optional<Membership> membership =
        ledger.membership(id, remove.member()).filter(Membership::isOpen);
    if (membership.isEmpty()) {
      return Decision.answer(new Answer.GroupIs(group, false));
    }
    if (group.owner().equals(remove.member())) {
      return Decision.refuse(
          Refusal.GROUP_CONFLICT,
          "member: the owner cannot be removed (expected: another owner first, or dissolve)");
    }
    Head head = ledger.head(id);
    List<Change> changes = new ArrayList<>(3);
    Participation kept = ledger.participation(remove.member(), id).orElseThrow();
    // A later period tells nothing of what this one saw.
    long stamp = ledger.nextStamp();
    Participation shown =
        kept.hasComeBack(membership.get(), head.sequence()) ? kept.shown(stamp) : kept;
    changes.add(new Change.ParticipationPut(shown.left(group.name(), stamp)));
    Membership closed = membership.get().close(head.sequence(), ledger.nextStamp());
    changes.add(new Change.MembershipPut(closed));
    Group shrunk = resized(group, group.memberCount() - 1, ledger.nextStamp());
    changes.add(new Change.GroupPut(shrunk));
    return new Decision(
        changes, new Answer.GroupIs(shrunk, false), new News.MemberRemoved(shrunk, closed));
  }

  /// Whoever stands above the member, and a member who leaves. Who has left already is told what a
  /// repeat is told, and everyone else that there is no such group.
  private static boolean mayRemove(Ledger ledger, Group group, Command.RemoveMember remove) {
    boolean isOwnPlace =
        remove.actor().actsFor(remove.member())
            && ledger.membership(group.id(), remove.member()).isPresent();
    return isOwnPlace
        || isAbove(ledger, group, remove.actor(), role(ledger, group, remove.member()));
  }

  /// Ends the group: nothing more can be said there.
  public Decision dissolve(Ledger ledger, Command.DissolveGroup dissolve) {
    Optional<Group> found = find(ledger, dissolve.group(), dissolve.actor());
    if (found.isEmpty()) {
      return missing();
    }
    Group group = found.get();
    if (group.dissolved()) {
      return Decision.answer(new Answer.GroupIs(group, false));
    }
    Group ended =
        new Group(
            group.id(), group.name(), group.owner(), group.memberCount(), true, ledger.nextStamp());
    return new Decision(
        List.of(new Change.GroupPut(ended)),
        new Answer.GroupIs(ended, false),
        new News.GroupDissolved(ended));
  }

  private static Optional<Group> find(Ledger ledger, ConversationId.Group id, Actor actor) {
    return ledger.group(id).filter(group -> actor.actsFor(group.owner()));
  }

  private static Group resized(Group group, long memberCount, long stamp) {
    return new Group(
        group.id(), group.name(), group.owner(), memberCount, group.dissolved(), stamp);
  }

  private static boolean isMember(Ledger ledger, ConversationId.Group group, UserId user) {
    return ledger.membership(group, user).filter(Membership::isOpen).isPresent();
  }

  private static Decision missing() {
    return Decision.refuse(Refusal.NO_SUCH_GROUP, "groupId: no such group");
  }

  private static Decision dissolved() {
    return Decision.refuse(Refusal.GROUP_DISSOLVED, "groupId: the group was dissolved");
  }
}
