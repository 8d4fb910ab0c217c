package io.whaleshark.archives.tables;

import io.whaleshark.archives.ChatFile;
import io.whaleshark.cli.ReasonReport;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.Names;
import io.whaleshark.core.id.UserId;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Ids of users and groups as they are here. What may be no id here is told once, and left out.
/// Confined to one thread.
final class SourceIds {

  private final ReasonReport losses;
  private final Set<String> refused = new HashSet<>();

  SourceIds(ReasonReport losses) {
    this.losses = losses;
  }

  /// A user; empty if the name may be none.
  Optional<UserId> user(String name) throws IOException {
    return isGood("user", name) ? Optional.of(new UserId(ChatFile.APP, name)) : Optional.empty();
  }

  /// A group; empty if the name may be none.
  Optional<ConversationId.Group> group(String name) throws IOException {
    return isGood("group", name)
        ? Optional.of(new ConversationId.Group(ChatFile.APP, name))
        : Optional.empty();
  }

  private boolean isGood(String what, String name) throws IOException {
    Optional<String> fault = Names.newIdFault(name);
    if (fault.isPresent() && refused.add(what + " " + name)) {
      losses.add(what + " " + name, "no id here, so all of it is left out: " + fault.get());
    }
    return fault.isEmpty();
  }
}
