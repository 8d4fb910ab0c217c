package io.whaleshark.testkit.simulation;

import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Role;
import io.whaleshark.core.session.Push;
import io.whaleshark.testkit.simulation.Chat.Stay;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What changes of groups do to the [Model], and what is to be told of them. Confined to the
/// simulation's thread.
final class GroupDecisions {

  private final Model model;
  private final int membersAtMost;

  GroupDecisions(Model model, int membersAtMost) {
    this.model = model;
    this.membersAtMost = membersAtMost;
  }

  private static boolean mayChange(Actor actor, @Nullable UserId owner) {
    return actor.user().isEmpty() || actor.user().get().equals(owner);
  }

  Decisions.Consequence put(Asked asked, Command.PutGroup put) {
    Chat chat = model.chat(put.group());
    UserId owner = chat.isFounded ? Objects.requireNonNull(chat.owner) : put.owner();
    if (!mayChange(put.actor(), owner)) {
      return Decisions.refused(asked, Refusal.NO_SUCH_GROUP);
    }
    String name = put.name();
    if (!chat.isFounded) {
      Set<UserId> members = new LinkedHashSet<>(List.of(put.owner()));
      members.addAll(put.members());
      chat.name = name.isEmpty() ? put.group().name() : name;
      chat.owner = put.owner();
      Decisions.Consequence entered = enter(asked, chat, members, true);
      chat.isFounded = chat.isMember(put.owner());
      return entered;
    }
    if (chat.isDissolved) {
      return Decisions.refused(asked, Refusal.GROUP_DISSOLVED);
    }
    if (!chat.isMember(put.owner())) {
      return Decisions.refused(asked, Refusal.GROUP_CONFLICT);
    }
    boolean same = (name.isEmpty() || name.equals(chat.name)) && put.owner().equals(owner);
    if (same) {
      return unchanged(asked, chat);
    }
    chat.name = name.isEmpty() ? chat.name : name;
    own(chat, put.owner());
    return renamed(asked, chat);
  }

  /// Whoever owned the group is a plain member, and who owns it now can be muted by nobody.
  private static void own(Chat chat, UserId owner) {
    chat.owner = owner;
    Stay stay = chat.newestStay(owner).orElseThrow();
    stay.isAdmin = false;
    stay.isMuted = false;
  }

  /// The owner sets everything. An admin mutes plain members, who stay what they are.
  Decisions.Consequence set(Asked asked, Command.SetMember set) {
    Chat chat = model.chat(set.group());
    UserId member = set.member();
    boolean isPlain = set.role() == Role.MEMBER && chat.role(member) == Role.MEMBER;
    boolean isByOwner = mayChange(set.actor(), chat.owner);
    if (!chat.isFounded || !(isByOwner || (isPlain && standsAbove(chat, set.actor(), member)))) {
      return Decisions.refused(asked, Refusal.NO_SUCH_GROUP);
    }
    if (chat.isDissolved) {
      return Decisions.refused(asked, Refusal.GROUP_DISSOLVED);
    }
    boolean isOwner = member.equals(chat.owner);
    if (!chat.isMember(member) || (isOwner && set.role() != Role.OWNER)) {
      return Decisions.refused(asked, Refusal.GROUP_CONFLICT);
    }
    if (set.role() == Role.OWNER) {
      if (set.muted().orElse(false)) {
        return Decisions.refused(asked, Refusal.GROUP_CONFLICT);
      }
      own(chat, member);
      return isOwner ? unchanged(asked, chat) : renamed(asked, chat);
    }
    Stay stay = chat.newestStay(member).orElseThrow();
    boolean isAdmin = set.role() == Role.ADMIN;
    boolean isMuted = set.muted().orElse(stay.isMuted);
    if (stay.isAdmin == isAdmin && stay.isMuted == isMuted) {
      return unchanged(asked, chat);
    }
    stay.isAdmin = isAdmin;
    stay.isMuted = isMuted;
    return renamed(asked, chat);
  }

  /// Whether a user is above another one, or acts as the administration.
  private static boolean standsAbove(Chat chat, Actor actor, UserId other) {
    return actor
        .user()
        .map(user -> chat.isMember(user) && chat.role(user).compareTo(chat.role(other)) < 0)
        .orElse(true);
  }

  private Decisions.Consequence renamed(Asked asked, Chat chat) {
    return changed(asked, chat, new Push.GroupRenamed(chat.group()));
  }

  private Decisions.Consequence enter(Asked asked, Chat chat, Set<UserId> users, boolean created) {
    List<UserId> newcomers = users.stream().filter(user -> !chat.isMember(user)).toList();
    if (newcomers.isEmpty()) {
      return unchanged(asked, chat);
    }
    if (chat.members().size() + newcomers.size() > membersAtMost) {
      return Decisions.refused(asked, Refusal.TOO_LARGE);
    }
    newcomers.forEach(user -> model.enter(chat, user));
    Set<UserId> members = chat.members();
    model.touchAll(members, chat);
    var now = chat.group();
    return telling -> {
      telling.answer(asked, new Answer.GroupIs(now, created));
      telling.push(members, new Push.MembersAdded(now, newcomers));
    };
  }

  private static Decisions.Consequence unchanged(Asked asked, Chat chat) {
    var now = chat.group();
    return telling -> telling.answer(asked, new Answer.GroupIs(now, false));
  }

  /// The group itself changed, which all its members are told.
  private Decisions.Consequence changed(Asked asked, Chat chat, Push push) {
    Set<UserId> members = chat.members();
    model.touchAll(members, chat);
    var now = chat.group();
    return telling -> {
      telling.answer(asked, new Answer.GroupIs(now, false));
      telling.push(members, push);
    };
  }

  private static Optional<Refusal> forbidden(Chat chat, boolean isAllowed) {
    if (!chat.isFounded || !isAllowed) {
      return Optional.of(Refusal.NO_SUCH_GROUP);
    }
    return chat.isDissolved ? Optional.of(Refusal.GROUP_DISSOLVED) : Optional.empty();
  }

  Decisions.Consequence add(Asked asked, Command.AddMembers add) {
    Chat chat = model.chat(add.group());
    boolean isAllowed =
        add.actor()
            .user()
            .map(user -> chat.isMember(user) && chat.role(user) != Role.MEMBER)
            .orElse(true);
    return forbidden(chat, isAllowed)
        .map(refusal -> Decisions.refused(asked, refusal))
        .orElseGet(() -> enter(asked, chat, new LinkedHashSet<>(add.members()), false));
  }

  Decisions.Consequence remove(Asked asked, Command.RemoveMember remove) {
    Chat chat = model.chat(remove.group());
    UserId leaves = remove.member();
    boolean isAllowed =
        mayChange(remove.actor(), leaves) || standsAbove(chat, remove.actor(), leaves);
    Optional<Refusal> forbidden = forbidden(chat, isAllowed);
    if (forbidden.isPresent()) {
      return Decisions.refused(asked, forbidden.get());
    }
    if (!chat.isMember(leaves)) {
      return unchanged(asked, chat);
    }
    if (leaves.equals(chat.owner)) {
      return Decisions.refused(asked, Refusal.GROUP_CONFLICT);
    }
    chat.newestStay(leaves).orElseThrow().leave(chat);
    model.touch(leaves, chat);
    Decisions.Consequence told = changed(asked, chat, new Push.MemberRemoved(chat.group(), leaves));
    Push removed = new Push.MemberRemoved(chat.group(), leaves);
    return telling -> {
      told.tell(telling);
      telling.push(leaves, removed);
    };
  }

  Decisions.Consequence dissolve(Asked asked, Command.DissolveGroup dissolve) {
    Chat chat = model.chat(dissolve.group());
    Optional<Refusal> forbidden = forbidden(chat, mayChange(dissolve.actor(), chat.owner));
    if (forbidden.filter(refusal -> refusal == Refusal.GROUP_DISSOLVED).isPresent()) {
      return unchanged(asked, chat);
    }
    if (forbidden.isPresent()) {
      return Decisions.refused(asked, forbidden.get());
    }
    chat.isDissolved = true;
    return changed(asked, chat, new Push.GroupDissolved(chat.group()));
  }
}
