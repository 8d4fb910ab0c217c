package io.whaleshark.core.messaging;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.Decision;
import io.whaleshark.core.lane.Ledger;
import io.whaleshark.core.model.Block;
import java.util.List;
import java.util.Optional;

/// Decides who takes no direct messages of whom. Reads the ledger, changes nothing. Confined to the
/// lane's thread.
///
/// Nobody is told of a block: it is no news. Who is blocked finds that messages are refused, and
/// nothing else changes for them (ADR 24).
public final class Blocking {

  private Blocking() {}

  /// Blocks a user, unless too many are blocked.
  public static Decision block(Ledger ledger, Command.PutBlock put) {
    Block block = put.block();
    if (block.blocker().equals(block.blocked())) {
      return Decision.refuse(Refusal.MALFORMED, "blockedId: yourself (expected: somebody else)");
    }
    if (ledger.isInForce(block)) {
      return Decision.answer(Answer.DONE);
    }
    int blocked = ledger.blockCount(block.blocker());
    if (blocked >= Block.PER_USER_AT_MOST) {
      return Decision.refuse(
          Refusal.TOO_LARGE,
          "blockedId: one more than the %d who are blocked (expected: at most %d)"
              .formatted(blocked, Block.PER_USER_AT_MOST));
    }
    return decided(new Change.BlockPut(block, ledger.nextStamp()));
  }

  /// Ends a block, if there is one.
  public static Decision lift(Ledger ledger, Command.LiftBlock lift) {
    return ledger.isInForce(lift.block())
        ? decided(new Change.BlockLifted(lift.block(), ledger.nextStamp()))
        : Decision.answer(Answer.DONE);
  }

  private static Decision decided(Change change) {
    return new Decision(List.of(change), Answer.DONE, Optional.empty());
  }

  /// Why a user may not write to the peer; empty if they may. It says what the sender finds out
  /// anyhow, that this message is not taken, and not who decided so.
  static Optional<Decision> refusal(Ledger ledger, ConversationId.Direct direct, UserId sender) {
    return Block.against(sender, direct)
        .filter(ledger::isInForce)
        .map(_ -> Decision.refuse(Refusal.NOT_ACCEPTED, "toId: this message cannot be delivered"));
  }
}
