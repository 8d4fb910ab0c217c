package io.whaleshark.core.delivery;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.session.OnlineUser;
import io.whaleshark.core.session.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What telling needs to know of a user, as it was read.
///
/// @param user what is muted, what was erased, and whether receipts are off
/// @param memberships all periods, those of one group in their order
/// @param ban the last one, whether it is in force or not
record LoadedUser(
    OnlineUser user, InboxEnd inbox, List<Membership> memberships, Optional<Ban> ban) {

  /// Reads it. Beside the lane.
  ///
  /// @param toldUpTo see [InboxEnd#read]
  static LoadedUser read(Engine engine, UserId user, long toldUpTo, AppPolicy policy) {
    InboxEnd inbox = InboxEnd.read(engine, user, toldUpTo, policy.inbox());
    OnlineUser loaded = new OnlineUser(user, inbox.position());
    boolean hasSwitch = policy.receipts().isByUser();
    loaded.switchReceipts(!hasSwitch || !engine.receiptSwitches().isOff(user));
    List<ConversationId.Group> groups = new ArrayList<>();
    for (Participation participation : engine.conversations().of(user)) {
      loaded.setOwn(participation);
      if (participation.conversation() instanceof ConversationId.Group group) {
        groups.add(group);
      }
    }
    List<Membership> memberships = engine.memberships().periods(groups, user);
    return new LoadedUser(loaded, inbox, memberships, engine.bans().of(user));
  }

  /// Puts the memberships and what is muted in place of what was known of the user, who is
  /// connected.
  void replace(OnlineUser online, Sessions sessions) {
    sessions.forgetMemberships(online);
    online.ownAs(user);
    sessions.enter(online, memberships);
  }
}
