package io.whaleshark.core.directory;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.Names;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.Decision;
import io.whaleshark.core.lane.Ledger;
import io.whaleshark.core.model.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides what apps say of their users. Reads the ledger, changes nothing. Confined to the lane's
/// thread.
///
/// Nobody is told of a change: it is no news. Clients ask again (ADR 36).
public final class Profiles {

  /// To who writes to somebody who has no profile in an app that requires one.
  public static final Answer.Refused NOBODY =
      new Answer.Refused(Refusal.NO_SUCH_USER, "toId: nobody in the directory has this id");

  private Profiles() {}

  /// Says all of it anew. What is said already stays as it is, with its stamp.
  public static Decision put(Ledger ledger, Command.PutProfile put) {
    Optional<String> fault =
        Names.newIdFault("userId", put.user().name())
            .or(() -> Profile.fault(put.user(), put.name(), put.avatar(), put.extra()));
    if (fault.isPresent()) {
      return Decision.refuse(Refusal.MALFORMED, fault.get());
    }
    Optional<Profile> known = ledger.profile(put.user());
    Profile profile =
        new Profile(put.user(), put.name(), put.avatar(), put.extra(), ledger.nextStamp());
    if (known.filter(profile::says).isPresent()) {
      return Decision.answer(Answer.DONE);
    }
    List<Change> changes = new ArrayList<>(2);
    known.ifPresent(before -> changes.add(new Change.ProfileRemoved(before, profile.changedAt())));
    changes.add(new Change.ProfilePut(profile));
    return new Decision(changes, Answer.DONE, Optional.empty());
  }

  /// Takes a user out of the directory, if they are there.
  public static Decision remove(Ledger ledger, Command.RemoveProfile remove) {
    List<Change> changes = removal(ledger, remove.user());
    return changes.isEmpty()
        ? Decision.answer(Answer.DONE)
        : new Decision(changes, Answer.DONE, Optional.empty());
  }

  /// What changes if a user has no profile any more.
  public static List<Change> removal(Ledger ledger, UserId user) {
    return ledger.profile(user).stream()
        .<Change>map(known -> new Change.ProfileRemoved(known, ledger.nextStamp()))
        .toList();
  }

  /// Why a user may not write to the peer in an app that requires a profile; empty if they may. To
  /// themselves everybody may.
  public static Optional<Decision> refusal(
      Ledger ledger, ConversationId.Direct direct, UserId sender) {
    return direct.isWithSelf() || ledger.profile(direct.peerOf(sender)).isPresent()
        ? Optional.empty()
        : Optional.of(Decision.answer(NOBODY));
  }
}
