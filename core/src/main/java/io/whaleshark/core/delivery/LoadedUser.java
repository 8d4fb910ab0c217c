package io.whaleshark.core.delivery;

import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.session.OnlineUser;
import io.whaleshark.core.session.Sessions;
import java.util.ArrayList;
import java.util.List;

/// What telling needs to know of a user, as it was read.
///
/// @param user where the inbox ends, and what is muted
/// @param memberships all periods, those of one group in their order
record LoadedUser(OnlineUser user, List<Membership> memberships) {

  /// Reads it. Beside the lane.
  static LoadedUser read(Engine engine, UserId user) {
    OnlineUser loaded = new OnlineUser(user, engine.inboxes().newest(user));
    List<Membership> memberships = new ArrayList<>();
    for (Participation participation : engine.conversations().of(user)) {
      loaded.setMuted(participation.conversation(), participation.mute());
      if (participation.conversation() instanceof ConversationId.Group group) {
        memberships.addAll(engine.memberships().periods(group, user));
      }
    }
    return new LoadedUser(loaded, memberships);
  }

  /// Puts it in place of what was known of the user, who is connected.
  void replace(OnlineUser online, Sessions sessions) {
    sessions.forgetMemberships(online);
    online.muteAs(user);
    online.endsAt(user.newestPosition());
    sessions.enter(online, memberships);
  }
}
