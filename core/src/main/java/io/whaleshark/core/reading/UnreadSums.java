package io.whaleshark.core.reading;

import io.whaleshark.core.engine.ConversationList.Unread;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Participation;
import java.util.List;

/// Sums up what is not read in one user's list, and asks no more of a conversation than that needs:
/// of most of them all is read, and their end says so. Confined to the thread that asks.
public final class UnreadSums {

  private long ringing;
  private long muted;

  /// Adds a conversation.
  ///
  /// @param periods the owner's, oldest first; at least one
  public void add(Participation participation, List<Membership> periods, ListRows rows) {
    long unread = ListedConversation.unread(participation, periods.getLast(), rows);
    if (unread > 0 && !isHidden(participation, periods, rows)) {
      if (participation.mute()) {
        muted += unread;
      } else {
        ringing += unread;
      }
    }
  }

  /// As an item is deleted.
  private static boolean isHidden(
      Participation participation, List<Membership> periods, ListRows rows) {
    long newest = ListedConversation.newestSeen(periods, rows.head().sequence());
    return newest <= participation.hiddenUpTo();
  }

  /// The sums of all that was added.
  public Unread sums() {
    return new Unread(ringing, muted);
  }
}
