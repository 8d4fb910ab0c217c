package io.whaleshark.server.transfer;

import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds lines that a server would refuse because of the lines before them. It knows of each
/// conversation the last message and the members, so it does not see what it would take all
/// messages to see: whether a read names one of them, and whether an id is used twice.
///
/// Of what stands on the server already nothing is known. So a conversation that the file does not
/// begin is taken as it is. Confined to one thread.
public final class OrderCheck {

  private final Map<ConversationId, State> states = new HashMap<>();

  /// What the lines so far say of a conversation.
  private static final class State {

    private @Nullable ClientMessageId last;
    private boolean isDissolved;

    /// Whether each is a member now; null of a group that the file does not create.
    private @Nullable Map<UserId, Boolean> members;

    private @Nullable UserId owner;

    boolean hasLeft(UserId user) {
      return members != null && !members.getOrDefault(user, false);
    }

    boolean wasNever(UserId user) {
      return members != null && !members.containsKey(user);
    }
  }

  /// Takes the next line.
  ///
  /// @return what is wrong with it; empty if nothing is
  public Optional<String> fault(ImportLine line) {
    return switch (line) {
      case ImportLine.OfUser _ -> Optional.empty();
      case ImportLine.InConversation in -> {
        State state = states.computeIfAbsent(in.conversation(), _ -> new State());
        Optional<String> fault = misplaced(in, state);
        yield fault.isPresent() ? fault : fault(in, state);
      }
    };
  }

  private static Optional<String> misplaced(ImportLine.InConversation line, State state) {
    if (!(line instanceof ImportLine.InPlace placed)) {
      return Optional.empty();
    }
    boolean isKnown = state.last != null || state.members != null;
    return isKnown && !placed.after().equals(Optional.ofNullable(state.last))
        ? Optional.of("after: not the last message before this line (expected: that one)")
        : Optional.empty();
  }

  private static Optional<String> fault(ImportLine.InConversation line, State state) {
    return switch (line) {
      case ImportLine.Created created -> create(created, state);
      case ImportLine.Joined joined -> join(joined.members(), state);
      case ImportLine.Left left -> leave(left.user(), state);
      case ImportLine.RoleSet set -> setRole(set, state);
      case ImportLine.Dissolved _ -> dissolve(state);
      case ImportLine.Said said -> say(said, state);
      case ImportLine.Reacted reacted -> report(reacted.user(), state);
      case ImportLine.Read read -> report(read.user(), state);
      case ImportLine.Received received -> report(received.user(), state);
      case ImportLine.Pinned _ -> behindMessage(state);
      case ImportLine.Settings settings -> notEver(settings.user(), state);
      case ImportLine.Erased erased -> erase(erased.user(), state);
    };
  }

  private static Optional<String> create(ImportLine.Created created, State state) {
    if (state.members != null) {
      return Optional.of("groupId: created before (expected: once)");
    }
    Map<UserId, Boolean> members = new HashMap<>();
    created.members().forEach(member -> members.put(member, true));
    members.put(created.owner(), true);
    state.members = members;
    state.owner = created.owner();
    return Optional.empty();
  }

  private static Optional<String> join(List<UserId> users, State state) {
    if (state.isDissolved) {
      return dissolved();
    }
    Map<UserId, Boolean> members = state.members;
    if (members != null) {
      users.forEach(user -> members.put(user, true));
    }
    return Optional.empty();
  }

  private static Optional<String> leave(UserId user, State state) {
    if (state.isDissolved) {
      return dissolved();
    }
    if (state.hasLeft(user)) {
      return Optional.of("userId: not a member of the group");
    }
    if (user.equals(state.owner)) {
      return Optional.of("userId: the owner (expected: another owner first)");
    }
    if (state.members != null) {
      state.members.put(user, false);
    }
    return Optional.empty();
  }

  private static Optional<String> setRole(ImportLine.RoleSet set, State state) {
    if (state.isDissolved) {
      return dissolved();
    }
    if (state.hasLeft(set.user())) {
      return Optional.of("userId: not a member of the group");
    }
    if (set.role() == Role.OWNER) {
      state.owner = set.user();
      return Optional.empty();
    }
    return set.user().equals(state.owner)
        ? Optional.of("role: that of the owner (expected: another owner first)")
        : Optional.empty();
  }

  private static Optional<String> dissolve(State state) {
    state.isDissolved = true;
    return Optional.empty();
  }

  private static Optional<String> say(ImportLine.Said said, State state) {
    if (state.isDissolved) {
      return dissolved();
    }
    if (state.hasLeft(said.id().sender())) {
      return Optional.of("fromId: not a member of the group");
    }
    state.last = said.id();
    return Optional.empty();
  }

  private static Optional<String> report(UserId user, State state) {
    Optional<String> never = notEver(user, state);
    return never.isPresent() ? never : behindMessage(state);
  }

  private static Optional<String> behindMessage(State state) {
    return state.members != null && state.last == null
        ? Optional.of("message: no message stands before this line")
        : Optional.empty();
  }

  private static Optional<String> notEver(UserId user, State state) {
    return state.wasNever(user)
        ? Optional.of("userId: never a member of the group")
        : Optional.empty();
  }

  private static Optional<String> erase(UserId user, State state) {
    boolean isMember =
        state.members != null && !state.isDissolved && state.members.getOrDefault(user, false);
    return isMember
        ? Optional.of("userId: a member of the group (expected: who has left it)")
        : notEver(user, state);
  }

  private static Optional<String> dissolved() {
    return Optional.of("groupId: the group was dissolved");
  }
}
