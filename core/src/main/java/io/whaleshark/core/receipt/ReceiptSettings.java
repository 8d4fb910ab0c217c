package io.whaleshark.core.receipt;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.app.ReceiptPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.ConversationList.Peers;
import io.whaleshark.core.engine.ReceiptSwitches;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.Decision;
import io.whaleshark.core.lane.Ledger;
import io.whaleshark.core.news.News;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/// Whose receipts others see, and who sees those of others: what the app's policy says, and the
/// user's switch. Thread-safe; what asks the engine blocks while it reads.
public final class ReceiptSettings {

  /// What holds for a user.
  ///
  /// @param shared whether others see how far the user gets
  /// @param shown whether the user sees how far others get
  /// @param changeable whether the user has a switch
  public record State(boolean shared, boolean shown, boolean changeable) {

    /// As a policy and a switch have it.
    public static State of(ReceiptPolicy policy, BooleanSupplier isOff) {
      return new State(policy.areShared(isOff), policy.areShown(isOff), policy.isByUser());
    }
  }

  private final IntFunction<AppPolicy> policies;
  private final ReceiptSwitches switches;

  public ReceiptSettings(IntFunction<AppPolicy> policies, ReceiptSwitches switches) {
    this.policies = policies;
    this.switches = switches;
  }

  /// What holds for a user now. Cost: one look-up, where users have a switch.
  public State of(UserId user) {
    return State.of(policy(user), () -> switches.isOff(user));
  }

  /// What a user sees of the others in their list. Cost: that of [#of].
  public Peers peers(UserId user) {
    return of(user).shown() ? Peers.SHOWN : Peers.HIDDEN;
  }

  /// Whether an app's users have a switch.
  public boolean areByUser(int app) {
    return policies.apply(app).receipts().isByUser();
  }

  private ReceiptPolicy policy(UserId user) {
    return policies.apply(user.app()).receipts();
  }

  /// Decides a switch: nothing that was read or received moves by it. Confined to the lane's
  /// thread.
  public Decision set(Ledger ledger, Command.SwitchReceipts set) {
    UserId user = set.caller().user();
    if (!policy(user).isByUser()) {
      return Decision.refuse(
          Refusal.RECEIPTS_FIXED, "receipts: the app decides (expected: an app with by-user)");
    }
    return ledger.hasReceiptsOff(user) == !set.on()
        ? Decision.answer(Answer.DONE)
        : new Decision(
            List.of(new Change.ReceiptsSwitched(user, set.on(), ledger.nextStamp())),
            Answer.DONE,
            new News.ReceiptsSwitched(user, set.on(), set.caller().session()));
  }
}
