package io.whaleshark.testkit.simulation;

import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Reaction;
import io.whaleshark.core.model.Tally;
import io.whaleshark.core.model.Tally.Count;
import io.whaleshark.core.session.Push;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Bugs to plant in who has reacted to what, and in who is told of it.
final class ReactionBugs {

  static final List<Bug> ALL =
      List.of(
          new Bug("a reaction is not kept", () -> Plant.changes(ReactionBugs::unkept)),
          new Bug("what is taken back stays counted", () -> Plant.change(ReactionBugs::counted)),
          new Bug("a reaction has another sign", () -> Plant.change(ReactionBugs::otherSign)),
          new Bug("signs are not in their order", () -> Plant.change(ReactionBugs::sorted)),
          new Bug("a repeat is counted again", () -> Plant.transaction("isSet", (_, _) -> false)),
          new Bug(
              "the bound of signs is not kept",
              () -> Plant.transaction("tally", ReactionBugs::oneLess)),
          new Bug(
              "a recall keeps the reactions",
              () -> new WrittenBehind(ReactionBugs::outlivesRecall)),
          new Bug(
              "a recall keeps the rows, and not the tally",
              () -> new WrittenBehind(ReactionBugs::rowsOutliveRecall)),
          new Bug("reactions do not expire", () -> new WrittenBehind(ReactionBugs::outlivesExpiry)),
          new Bug(
              "what is shown as one's own is another's",
              () -> Plant.reactions("tallies", ReactionBugs::ofAnother)),
          new Bug("1092 is not told", () -> Plant.push(ReactionBugs::untold)));

  private ReactionBugs() {}

  private static Optional<Change> unkept(Change change) {
    return change instanceof Change.ReactionPut ? Optional.empty() : Optional.of(change);
  }

  private static Change counted(Change change) {
    return change instanceof Change.ReactionPut(var in, var reaction, var isSet, var tally, var at)
            && !isSet
            && tally.of(reaction.sign()) > 0
        ? new Change.ReactionPut(in, reaction, false, tally.with(reaction.sign()), at)
        : change;
  }

  private static Change otherSign(Change change) {
    return change instanceof Change.ReactionPut(var in, var reaction, var isSet, var tally, var at)
            && isSet
        ? new Change.ReactionPut(
            in, new Reaction(reaction.sequence(), "+1", reaction.user()), true, tally, at)
        : change;
  }

  private static Change sorted(Change change) {
    return change instanceof Change.ReactionPut(var in, var reaction, var isSet, var tally, var at)
        ? new Change.ReactionPut(
            in,
            reaction,
            isSet,
            new Tally(
                tally.sequence(),
                tally.counts().stream().sorted(Comparator.comparing(Count::sign)).toList()),
            at)
        : change;
  }

  private static Object oneLess(Instead.Call call, Object[] a) throws Throwable {
    Tally tally = (Tally) call.call(a);
    return tally.counts().size() < Tally.SIGNS_AT_MOST
        ? tally
        : new Tally(tally.sequence(), tally.counts().subList(1, Tally.SIGNS_AT_MOST));
  }

  private static Object ofAnother(Instead.Call call, Object[] a) throws Throwable {
    return call.call(a[0], Optional.of(Scene.user(Scene.USERS.getFirst())), a[2], a[3], a[4]);
  }

  private static Optional<Push> untold(Push push) {
    return push instanceof Push.MessageReacted ? Optional.empty() : Optional.of(push);
  }

  private static Optional<Change> outlivesRecall(Transaction transaction, Change change) {
    return change instanceof Change.MessageReplaced(Message message, long _) && message.isRecalled()
        ? still(transaction, message.conversation(), message.sequence(), message.inboxPosition())
        : Optional.empty();
  }

  private static Optional<Change> rowsOutliveRecall(Transaction transaction, Change change) {
    return outlivesRecall(transaction, change)
        .map(Change.ReactionPut.class::cast)
        .map(put ->
            new Change.ReactionPut(
                put.conversation(),
                put.reaction(),
                true,
                Tally.none(put.reaction().sequence()),
                put.putAt()));
  }

  private static Optional<Change> outlivesExpiry(Transaction transaction, Change change) {
    return change instanceof Change.FloorRaised(ConversationId in, long upTo, long at)
        ? still(transaction, in, upTo, at)
        : Optional.empty();
  }

  /// Who has reacted before a change has reacted after it, too.
  private static Optional<Change> still(
      Transaction transaction, ConversationId in, long sequence, long at) {
    Tally tally = transaction.tally(in, sequence);
    return tally.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Change.ReactionPut(
                in,
                new Reaction(
                    sequence, tally.counts().getFirst().sign(), Scene.user(Scene.USERS.getFirst())),
                true,
                tally,
                at));
  }
}
