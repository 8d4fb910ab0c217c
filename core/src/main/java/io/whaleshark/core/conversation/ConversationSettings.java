package io.whaleshark.core.conversation;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.Decision;
import io.whaleshark.core.lane.Ledger;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.news.News;
import java.util.List;
import java.util.Optional;

/// Decides a user's own settings of a conversation. Reads the ledger, changes nothing. Confined to
/// the lane's thread.
public final class ConversationSettings {

  /// Sets what the command names, and nothing else. Hiding lasts until the next message. What holds
  /// already is not set again.
  public Decision set(Ledger ledger, Command.SetConversation set) {
    UserId user = set.caller().user();
    long newest = ledger.head(set.conversation()).sequence();
    Optional<Membership> membership = ledger.membership(set.conversation(), user);
    Optional<Participation> found =
        ledger
            .participation(user, set.conversation())
            .filter(known -> !known.isForgotten(membership.orElseThrow(), newest));
    if (found.isEmpty()) {
      return Decision.refuse(Refusal.NOT_A_PARTICIPANT, "conversation: you are not a participant");
    }
    Participation now = found.get();
    Command.Settings settings = set.settings();
    boolean isHidden = now.isHidden(membership.orElseThrow(), newest);
    Participation changed =
        now.set(
            settings.top().orElse(now.top()),
            settings.mute().orElse(now.mute()),
            settings
                .deleted()
                .map(hide -> hide ? newest : Participation.SHOWN)
                .orElse(now.hiddenUpTo()),
            ledger.nextStamp());
    boolean same =
        changed.top() == now.top()
            && changed.mute() == now.mute()
            && settings.deleted().map(hide -> hide == isHidden).orElse(true);
    return same
        ? Decision.answer(Answer.DONE)
        : new Decision(
            List.of(new Change.ParticipationPut(changed)),
            Answer.DONE,
            new News.ConversationSet(changed, set.caller().session()));
  }
}
