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

  /// What is not read in one conversation.
  ///
  /// @param periods the owner's, oldest first; at least one
  public static Unread of(Participation participation, List<Membership> periods, ListRows rows) {
    long unread = ListedConversation.unread(participation, periods.getLast(), rows);
    if (unread == 0 || isHidden(participation, periods, rows)) {
      return Unread.NONE;
    }
    return participation.mute() ? new Unread(0, unread) : new Unread(unread, 0);
  }

  /// As an item is deleted.
  private static boolean isHidden(
      Participation participation, List<Membership> periods, ListRows rows) {
    long newest = ListedConversation.newestSeen(participation, periods, rows.head().sequence());
    return newest <= participation.hiddenUpTo();
  }

  /// Adds what is not read in a conversation.
  public void add(Unread unread) {
    ringing += unread.ringing();
    muted += unread.muted();
  }

  /// The sums of all that was added.
  public Unread sums() {
    return new Unread(ringing, muted);
  }
}
