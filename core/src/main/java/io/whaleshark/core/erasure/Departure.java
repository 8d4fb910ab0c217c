package io.whaleshark.core.erasure;

import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Role;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Lets a user leave a group, in the name of the app. An owner cannot leave, so another one comes
/// first: an admin, or if there is none any member, of several the first by name. A group of which
/// nobody else is a member is dissolved.
///
/// @param lane carries out a command, and brings its answer
record Departure(
    Engine engine,
    Function<Function<Reply, Command>, Answer> lane,
    UserId user,
    ConversationId.Group group) {

  /// How often it looks again because the group was changed meanwhile.
  private static final int TRIES = 3;

  /// Ends the membership.
  ///
  /// @return whether there was one in a group that went on. It may last if others keep changing the
  ///   group
  boolean leave() {
    boolean was = isMember();
    boolean is = was;
    for (int i = 0; is && i < TRIES; i++) {
      Optional<UserId> next = isOwner() ? successor() : Optional.empty();
      if (next.isPresent()) {
        UserId owner = next.get();
        Answer _ =
            lane.apply(reply ->
                new Command.SetMember(
                    Actor.ADMINISTRATION, group, owner, Role.OWNER, Optional.of(false), reply));
      } else if (isOwner()) {
        Answer _ =
            lane.apply(reply -> new Command.DissolveGroup(Actor.ADMINISTRATION, group, reply));
      }
      Answer _ =
          lane.apply(reply -> new Command.RemoveMember(Actor.ADMINISTRATION, group, user, reply));
      is = isMember();
    }
    return was && !is;
  }

  private boolean isMember() {
    List<Membership> periods = engine.memberships().periods(group, user);
    return !periods.isEmpty()
        && periods.getLast().isOpen()
        && engine.memberships().group(group).filter(there -> !there.dissolved()).isPresent();
  }

  private boolean isOwner() {
    return engine.memberships().group(group).map(Group::owner).filter(user::equals).isPresent();
  }

  /// Who owns it next. Looks at all members if none of them is an admin, a page at a time.
  private Optional<UserId> successor() {
    Optional<UserId> first = Optional.empty();
    String after = "";
    List<Membership> page = present(after);
    while (!page.isEmpty()) {
      for (Membership member : page) {
        boolean isOther = !member.user().equals(user);
        if (isOther && member.standing().admin()) {
          return Optional.of(member.user());
        }
        first = isOther && first.isEmpty() ? Optional.of(member.user()) : first;
      }
      after = page.getLast().user().name();
      page = present(after);
    }
    return first;
  }

  private List<Membership> present(String after) {
    return engine.memberships().present(group, after, PageLimit.ENTRIES_AT_MOST);
  }
}
