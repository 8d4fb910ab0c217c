package io.whaleshark.core.erasure;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.directory.Profiles;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.Decision;
import io.whaleshark.core.lane.Ledger;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.presence.SessionNews;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides what an erased user sees no more. Reads the ledger, changes nothing. Confined to the
/// lane's thread.
public final class Views {

  private Views() {}

  /// Takes conversations from the user's view, with all that they have set there, their switch of
  /// receipts, the push tokens of their devices, and their profile. What is forgotten already stays
  /// as it is, and so does a group of which the user is a member: that has to end first.
  ///
  /// It is told as the end of the user's sessions. So whoever is connected afterwards, on any node,
  /// has loaded what is left.
  public static Decision erase(Ledger ledger, Command.EraseViews erase) {
    UserId user = erase.user();
    List<Change> changes = new ArrayList<>(erase.conversations().size());
    int kept = 0;
    for (ConversationId conversation : erase.conversations()) {
      Optional<Participation> known = ledger.participation(user, conversation);
      if (known.isEmpty()) {
        continue;
      }
      Membership membership = ledger.membership(conversation, user).orElseThrow();
      long newest = ledger.head(conversation).sequence();
      if (isMember(ledger, membership)) {
        kept++;
      } else if (!known.get().isForgotten(membership, newest)) {
        long own = ledger.sentCount(conversation, user, newest);
        changes.add(
            new Change.ParticipationPut(known.get().erased(newest, own, ledger.nextStamp())));
      }
    }
    Answer answer = new Answer.ViewsErased(changes.size(), kept);
    if (ledger.hasReceiptsOff(user)) {
      changes.add(new Change.ReceiptsSwitched(user, true, ledger.nextStamp()));
    }
    changes.addAll(Change.PushTokenRemoved.all(ledger.pushTokens(user), ledger.nextStamp()));
    changes.addAll(Profiles.removal(ledger, user));
    return changes.isEmpty()
        ? Decision.answer(answer)
        : new Decision(
            changes,
            answer,
            SessionNews.signedOut(
                ledger, user, Optional.empty(), Optional.empty(), ledger.nextStamp()));
  }

  /// Whether it is a period in a group that goes on.
  private static boolean isMember(Ledger ledger, Membership membership) {
    return membership.isOpen()
        && membership.conversation() instanceof ConversationId.Group group
        && !ledger.group(group).map(Group::dissolved).orElse(true);
  }
}
