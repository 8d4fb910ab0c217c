package io.whaleshark.archives.tables;

import io.whaleshark.archives.ChatFile;
import io.whaleshark.cli.ReasonReport;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Role;
import io.whaleshark.server.transfer.ImportLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Who is in a group, while its messages are told. Nobody sees more than they saw: who comes stands
/// behind the messages that were sent before.
///
/// A group here always has an owner, who is a member. The source knows its present one. While that
/// one is not there, whoever came first owns it. Confined to one thread.
final class GroupPeople {

  private final ConversationId.Group group;
  private final String name;
  private final Told told;
  private final Map<String, OwnView> views;
  private final ChatFile file;
  private final ReasonReport losses;

  /// Who is there, and from which place on; in the order in which they came.
  private final SequencedMap<UserId, Integer> present = new LinkedHashMap<>();

  private Optional<UserId> lastOwner = Optional.empty(); // the one that the source knows
  private @Nullable UserId owner; // null before the group is there
  private @Nullable UserId reluctant; // the owner who would have left if there were another

  GroupPeople(
      GroupRow.Itself row,
      ConversationId.Group group,
      Told told,
      Map<String, OwnView> views,
      ChatFile file,
      ReasonReport losses) {
    this.group = group;
    this.name = row.name();
    this.told = told;
    this.views = views;
    this.file = file;
    this.losses = losses;
  }

  /// Who owns the group at the end.
  void setLastOwner(UserId user) {
    lastOwner = Optional.of(user);
  }

  boolean has(UserId user) {
    return present.containsKey(user);
  }

  boolean isBegun() {
    return owner != null;
  }

  /// Creates the group with those who have come so far.
  void begin() throws IOException {
    if (present.isEmpty()) {
      lastOwner.ifPresent(user -> present.put(user, 0));
      if (lastOwner.isPresent()) {
        losses.add(where(), lastOwner.get().name() + " owns it and is no member: alone in it");
      }
    }
    if (present.isEmpty()) {
      losses.add(where(), "nobody is in it: left out");
      return;
    }
    UserId begins = lastOwner.filter(present::containsKey).orElse(present.firstEntry().getKey());
    owner = begins;
    List<UserId> others =
        present.sequencedKeySet().stream().filter(user -> !user.equals(begins)).toList();
    file.create(group, GroupNames.shown(group, name, losses), begins, others, told.newest());
  }

  /// Somebody comes, if they are not there.
  void come(UserId user) throws IOException {
    if (present.putIfAbsent(user, told.end()) != null) {
      if (user.equals(reluctant)) {
        reluctant = null;
      }
      return;
    }
    if (!isBegun()) {
      return;
    }
    file.write(new ImportLine.Joined(group, List.of(user), told.newest()));
    UserId leaving = reluctant;
    if (leaving != null) {
      reluctant = null;
      go(leaving);
    }
  }

  /// Somebody goes, if they are there.
  void go(UserId user) throws IOException {
    if (!present.containsKey(user)) {
      return;
    }
    if (!isBegun()) {
      present.remove(user);
      return;
    }
    if (user.equals(owner)) {
      Optional<UserId> next = nextOwner(user);
      if (next.isEmpty()) {
        reluctant = user;
        return;
      }
      handTo(next.get());
    }
    tellRead(user);
    present.remove(user);
    file.write(new ImportLine.Left(group, user, told.newest()));
  }

  private Optional<UserId> nextOwner(UserId besides) {
    return lastOwner
        .filter(last -> !last.equals(besides) && present.containsKey(last))
        .or(() ->
            present.sequencedKeySet().stream().filter(user -> !user.equals(besides)).findFirst());
  }

  private void handTo(UserId next) throws IOException {
    if (!next.equals(owner)) {
      owner = next;
      file.write(new ImportLine.RoleSet(group, next, Role.OWNER, Optional.empty(), told.newest()));
    }
  }

  /// The id that the source gave a user's view of a group.
  static String viewId(ConversationId.Group group, UserId user) {
    return "1_" + user.name() + "_" + group.name();
  }

  private OwnView view(UserId user) {
    return views.getOrDefault(viewId(group, user), OwnView.NONE);
  }

  private void tellRead(UserId user) throws IOException {
    int from = present.getOrDefault(user, 0);
    var read = told.read(view(user).read(), from);
    if (read.isPresent()) {
      file.write(new ImportLine.Read(user, group, read.get()));
    }
  }

  private String where() {
    return "group " + group.name();
  }

  private void endOwners() throws IOException {
    if (lastOwner.isPresent()) {
      UserId last = lastOwner.get();
      if (!has(last)) {
        losses.add(where(), last.name() + " owns it and is no member: comes at the end");
      } else if (last.equals(reluctant)) {
        losses.add(where(), last.name() + " left and owns it still: stays");
      }
      come(last);
      handTo(last);
    }
    UserId leaving = reluctant;
    reluctant = null;
    if (leaving != null) {
      go(leaving);
      if (has(leaving)) {
        losses.add(where(), leaving.name() + " left, and nobody else is there: stays and owns it");
      }
    }
  }

  /// Tells how it stands at the end: who is there is told already.
  ///
  /// @param standings of members, by user; others have none
  void end(boolean dissolved, Map<UserId, GroupStanding> standings) throws IOException {
    endOwners();
    for (UserId user : List.copyOf(present.sequencedKeySet())) {
      tellRead(user);
    }
    for (UserId user : present.sequencedKeySet()) {
      GroupStanding standing = standings.getOrDefault(user, GroupStanding.PLAIN);
      if (!user.equals(owner) && !standing.equals(GroupStanding.PLAIN)) {
        file.write(
            new ImportLine.RoleSet(
                group,
                user,
                standing.admin() ? Role.ADMIN : Role.MEMBER,
                standing.muted() ? Optional.of(true) : Optional.empty(),
                told.newest()));
      }
    }
    if (dissolved) {
      file.write(new ImportLine.Dissolved(group, told.newest()));
    }
    for (UserId user : new ArrayList<>(present.sequencedKeySet())) {
      var settings = view(user).settings();
      if (settings.isPresent()) {
        file.write(new ImportLine.Settings(user, group, settings.get(), told.newest()));
      }
    }
  }
}
