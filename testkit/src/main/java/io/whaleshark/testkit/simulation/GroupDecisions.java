package io.whaleshark.testkit.simulation;

import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.session.Push;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// What changes of groups do to the [Model], and what is to be told of them. Confined to the
/// simulation's thread.
final class GroupDecisions {

  private final Model model;
  private final int membersAtMost;

  GroupDecisions(Model model, int membersAtMost) {
    this.model = model;
    this.membersAtMost = membersAtMost;
  }

  private static boolean mayChange(Actor actor, UserId owner) {
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
    chat.owner = put.owner();
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

  private Optional<Refusal> forbidden(Chat chat, Actor actor) {
    if (!chat.isFounded || !mayChange(actor, Objects.requireNonNull(chat.owner))) {
      return Optional.of(Refusal.NO_SUCH_GROUP);
    }
    return chat.isDissolved ? Optional.of(Refusal.GROUP_DISSOLVED) : Optional.empty();
  }

  Decisions.Consequence add(Asked asked, Command.AddMembers add) {
    Chat chat = model.chat(add.group());
    return forbidden(chat, add.actor())
        .map(refusal -> Decisions.refused(asked, refusal))
        .orElseGet(() -> enter(asked, chat, new LinkedHashSet<>(add.members()), false));
  }

  Decisions.Consequence remove(Asked asked, Command.RemoveMember remove) {
    Chat chat = model.chat(remove.group());
    UserId leaves = remove.member();
    Optional<Refusal> forbidden = forbidden(chat, remove.actor());
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
    Optional<Refusal> forbidden = forbidden(chat, dissolve.actor());
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
