package io.whaleshark.archives.xmpp;

import io.whaleshark.archives.ChatFile;
import io.whaleshark.archives.xmpp.RoomFacts.Affiliation;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Role;
import io.whaleshark.server.transfer.ImportLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Tells a room as a group. Who belongs to the room now is a member from the beginning, since they
/// may read all of its archive. Who only wrote there joins at their first message. Who was banned
/// leaves at the end. Confined to one thread.
final class RoomLines {

  private final ConversationId.Group group;
  private final RoomFacts facts;
  private final ChatFile file;
  private final Set<String> members = new HashSet<>();
  private Optional<ClientMessageId> last = Optional.empty();

  RoomLines(ConversationId.Group group, RoomFacts facts, ChatFile file) {
    this.group = group;
    this.facts = facts;
    this.file = file;
  }

  /// Writes all lines of the room.
  void write(ConversationLines lines) throws IOException {
    create();
    for (JoinedMessage message : lines.messages()) {
      join(message.sender());
      lines.say(message, file);
      last = Optional.of(ConversationLines.named(message));
    }
    lines.mark(file, members::contains);
    setRoles();
  }

  private void create() throws IOException {
    String owner = facts.owner();
    List<String> others = new ArrayList<>(facts.belonging());
    others.remove(owner);
    file.create(group, facts.name(), ConversationLines.user(owner), users(others), last);
    members.add(owner);
    members.addAll(others);
  }

  private static List<UserId> users(List<String> names) {
    return names.stream().map(ConversationLines::user).toList();
  }

  private void join(String user) throws IOException {
    if (members.add(user)) {
      file.write(new ImportLine.Joined(group, users(List.of(user)), last));
    }
  }

  /// All owners but one become admins: a group has one owner.
  private void setRoles() throws IOException {
    List<String> admins = new ArrayList<>(facts.all(Affiliation.OWNER));
    admins.removeFirst();
    admins.addAll(facts.all(Affiliation.ADMIN));
    for (String admin : admins) {
      UserId user = ConversationLines.user(admin);
      file.write(new ImportLine.RoleSet(group, user, Role.ADMIN, Optional.empty(), last));
    }
    for (String banned : facts.all(Affiliation.OUTCAST)) {
      if (members.contains(banned)) {
        file.write(new ImportLine.Left(group, ConversationLines.user(banned), last));
      }
    }
  }
}
