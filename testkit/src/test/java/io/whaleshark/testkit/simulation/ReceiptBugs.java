package io.whaleshark.testkit.simulation;

import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.ConversationList.Peers;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Participation.Unshared;
import java.util.List;
import java.util.Optional;

/// Bugs to plant in what others see of who has switched their receipts off.
final class ReceiptBugs {

  static final List<Bug> ALL =
      List.of(
          new Bug("a switch of receipts is not kept", () -> Plant.changes(c -> kept(c, true))),
          new Bug("receipts are never on again", () -> Plant.changes(c -> kept(c, false))),
          new Bug("what is read unseen is lost", () -> Plant.change(ReceiptBugs::lost)),
          new Bug(
              "who has switched off is shown the list of who has not",
              () -> Plant.list("changedAfter", ReceiptBugs::shown)),
          new Bug(
              "a question does not know of the switch",
              () -> Plant.receiptSwitches("isOff", (_, _) -> false)),
          new Bug(
              "a decision does not know of the switch",
              () -> Plant.transaction("hasReceiptsOff", (_, _) -> false)));

  private ReceiptBugs() {}

  /// @param on the switches that are kept
  private static Optional<Change> kept(Change change, boolean on) {
    return change instanceof Change.ReceiptsSwitched switched && switched.on() != on
        ? Optional.empty()
        : Optional.of(change);
  }

  private static Change lost(Change change) {
    return Plant.participation(
        change, Participation::left, _ -> Unshared.NOTHING, Participation::erased);
  }

  private static Object shown(Instead.Call call, Object[] a) throws Throwable {
    return call.call(a[0], a[1], a[2], Peers.SHOWN);
  }
}
