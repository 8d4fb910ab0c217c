package io.whaleshark.testkit.simulation;

import io.whaleshark.core.engine.Change;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Participation.Erased;
import io.whaleshark.core.session.Push;
import java.util.List;
import java.util.Optional;

/// Bugs to plant in what an app's backend does, which no device can do.
final class BackendBugs {

  static final List<Bug> ALL =
      List.of(
          new Bug(
              "what the app recalls late is not kept", () -> Plant.changes(BackendBugs::inTime)),
          new Bug(
              "the sender's devices miss what the backend sends",
              () -> Plant.push(BackendBugs::toOthers)),
          new Bug("a ban is not kept", () -> Plant.changes(BackendBugs::unbanned)),
          new Bug("a block is not kept", () -> Plant.changes(BackendBugs::unblocked)),
          new Bug("a block never ends", () -> Plant.changes(BackendBugs::blockedForEver)),
          new Bug(
              "5203 the list lacks the last one",
              () -> Plant.blocks("of", BackendBugs::withoutLast)),
          new Bug("an erasure is not kept", () -> Plant.change(c -> erased(c, Erased.NOTHING))),
          new Bug(
              "an erasure ends one too early",
              () -> Plant.change(c -> erased(c, tooEarly(erased(c))))));

  /// Longer than the window of any plan.
  private static final long LATE_MICROS = 4_100_000;

  private BackendBugs() {}

  private static Optional<Change> inTime(Change change) {
    boolean isLate =
        change instanceof Change.MessageReplaced(var tombstone, long _)
            && tombstone.isRecalled()
            && tombstone.inboxPosition() - tombstone.stamp() > LATE_MICROS;
    return isLate ? Optional.empty() : Optional.of(change);
  }

  private static Optional<Change> unbanned(Change change) {
    return change instanceof Change.BanPut ? Optional.empty() : Optional.of(change);
  }

  private static Optional<Change> unblocked(Change change) {
    return change instanceof Change.BlockPut ? Optional.empty() : Optional.of(change);
  }

  private static Erased erased(Change change) {
    return change instanceof Change.ParticipationPut(var p) ? p.erased() : Erased.NOTHING;
  }

  private static Change erased(Change change, Erased erased) {
    return Plant.participation(change, Participation::left, Participation::unshared, _ -> erased);
  }

  private static Erased tooEarly(Erased erased) {
    return new Erased(Math.max(-1, erased.upTo() - 1), erased.own(), erased.at());
  }

  private static Optional<Change> blockedForEver(Change change) {
    return change instanceof Change.BlockLifted ? Optional.empty() : Optional.of(change);
  }

  private static Object withoutLast(Instead.Call call, Object[] a) throws Throwable {
    List<?> blocked = (List<?>) call.call(a);
    return blocked.isEmpty() ? blocked : blocked.subList(0, blocked.size() - 1);
  }

  private static Optional<Push> toOthers(Push push) {
    boolean isOwn =
        push instanceof Push.InboxEntry(var message, var owner, long _, boolean _)
            && message.sender().equals(owner)
            && message.clientId().value().startsWith(Backend.NAME);
    return isOwn ? Optional.empty() : Optional.of(push);
  }
}
