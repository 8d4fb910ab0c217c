package io.whaleshark.archives.tables;

import io.whaleshark.cli.ReasonReport;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// All groups of the source, one after another. Confined to one thread.
final class GroupsTold {

  private final SourceTables tables;
  private final SourceIds ids;
  private final Strays strays;
  private final GroupStory story;
  private final ReasonReport losses;

  GroupsTold(
      SourceTables tables, SourceIds ids, Strays strays, GroupStory story, ReasonReport losses) {
    this.tables = tables;
    this.ids = ids;
    this.strays = strays;
    this.story = story;
    this.losses = losses;
  }

  void tellAll() throws IOException {
    List<GroupRow> rows = new ArrayList<>(); // of one group
    tables.groups(row -> {
      if (!rows.isEmpty() && !rows.getFirst().group().equals(row.group())) {
        tell(rows);
        rows.clear();
      }
      rows.add(row);
    });
    if (!rows.isEmpty()) {
      tell(rows);
    }
    for (ConversationId.Group group : strays.left(ConversationId.Group.class)) {
      tell(List.of(new GroupRow.Speaking(group.name())));
    }
  }

  private void tell(List<GroupRow> rows) throws IOException {
    String name = rows.getFirst().group();
    Optional<ConversationId.Group> group = ids.group(name);
    if (group.isEmpty()) {
      return;
    }
    GroupRow.Itself row = new GroupRow.Itself(name, "", "", false, false);
    boolean hasRow = false;
    Map<UserId, GroupRow.Member> members = new TreeMap<>();
    for (GroupRow each : rows) {
      switch (each) {
        case GroupRow.Itself itself -> {
          row = itself;
          hasRow = true;
        }
        case GroupRow.Member member -> {
          Optional<UserId> user = ids.user(member.user());
          user.ifPresent(known -> members.put(known, member)); // of two rows, the newer one
        }
        case GroupRow.Speaking _ -> {
          // Its messages are read below.
        }
      }
    }
    if (!hasRow) {
      losses.add("group " + name, "it has no row in im_group: it is made of what else there is");
    }
    Optional<UserId> owner = row.owner().isEmpty() ? Optional.empty() : ids.user(row.owner());
    List<StoredMessage> messages = new ArrayList<>();
    tables.messages(name, messages::add);
    Map<String, OwnView> views =
        tables.views(
            Stream.concat(members.keySet().stream(), owner.stream()) // who may have no row
                .distinct()
                .map(user -> GroupPeople.viewId(group.get(), user))
                .toList());
    story.tell(
        new GroupStory.Facts(row, owner, group.get(), members),
        strays.with(group.get(), messages),
        views);
  }
}
