package io.whaleshark.archives.tables;

import io.whaleshark.archives.ChatFile;
import io.whaleshark.cli.ReasonReport;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.server.transfer.ImportLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What holds of the users of the source outside of conversations. Confined to one thread.
final class UsersTold {

  private final SourceTables tables;
  private final SourceIds ids;
  private final ChatFile file;
  private final ReasonReport losses;

  UsersTold(SourceTables tables, SourceIds ids, ChatFile file, ReasonReport losses) {
    this.tables = tables;
    this.ids = ids;
    this.file = file;
    this.losses = losses;
  }

  void tellAll() throws IOException {
    tellBlocks();
    tellLimits();
  }

  private void tellBlocks() throws IOException {
    List<UserRow.Block> same = new ArrayList<>(); // by one user
    tables.blocks(row -> {
      boolean isNext = !same.isEmpty() && !same.getFirst().user().equals(row.user());
      if (isNext || same.size() == ImportLine.MEMBERS_AT_MOST) {
        tellBlocks(same);
        same.clear();
      }
      same.add(row);
    });
    if (!same.isEmpty()) {
      tellBlocks(same);
    }
  }

  private void tellBlocks(List<UserRow.Block> rows) throws IOException {
    Optional<UserId> user = ids.user(rows.getFirst().user());
    if (user.isEmpty()) {
      return;
    }
    List<UserId> blocked = new ArrayList<>();
    for (UserRow.Block row : rows) {
      ids.user(row.blocked()).ifPresent(blocked::add);
    }
    if (blocked.remove(user.get())) {
      losses.add("user " + user.get().name(), "blocks themselves: left out");
    }
    if (!blocked.isEmpty()) {
      file.write(new ImportLine.OfUser(user.get(), Optional.empty(), Optional.empty(), blocked));
    }
  }

  private void tellLimits() throws IOException {
    tables.limitedUsers(row -> {
      Optional<UserId> user = ids.user(row.user());
      if (user.isPresent() && (row.deleted() || row.forbidden())) {
        file.write(
            new ImportLine.OfUser(
                user.get(),
                Optional.of(new ImportLine.Banned(row.deleted() ? "deleted" : "", Ban.FOR_EVER)),
                Optional.empty(),
                List.of()));
      } else if (user.isPresent()) {
        losses.add("user " + row.user(), "may not speak anywhere: may speak");
      }
    });
  }
}
