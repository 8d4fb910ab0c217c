package io.whaleshark.core.retention;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Retention.Due;
import io.whaleshark.core.lane.Decision;
import io.whaleshark.core.lane.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides how floors rise. Reads the ledger, changes nothing. Confined to the lane's thread.
public final class Floors {

  /// Raises the floor of each conversation whose oldest messages are due. A floor never moves back.
  public Decision raise(Ledger ledger, Command.RaiseFloors raise) {
    List<Change> changes = new ArrayList<>(raise.due().size());
    for (Due due : raise.due()) {
      if (due.upTo() > ledger.floor(due.conversation())) {
        changes.add(new Change.FloorRaised(due.conversation(), due.upTo(), ledger.nextStamp()));
      }
    }
    return new Decision(changes, Answer.DONE, Optional.empty());
  }
}
