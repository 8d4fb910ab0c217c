package io.whaleshark.archives.tables;

import io.whaleshark.cli.ReasonReport;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.Names;
import java.io.IOException;

/// Names of groups, as people see them. Stateless.
final class GroupNames {

  private GroupNames() {}

  /// The name as it may be here; empty for the group's id.
  static String shown(ConversationId.Group group, String name, ReasonReport losses)
      throws IOException {
    if (name.isEmpty() || name.equals(group.name())) {
      return "";
    }
    boolean isGood = Names.mayNameGroup(name);
    if (!isGood) {
      losses.add("group " + group.name(), "its name may be none here: it has its id as the name");
    }
    return isGood ? name : "";
  }
}
