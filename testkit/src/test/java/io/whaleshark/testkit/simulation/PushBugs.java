package io.whaleshark.testkit.simulation;

import io.whaleshark.core.engine.Change;
import java.util.List;
import java.util.Optional;

/// Bugs to plant in which device has which push token.
final class PushBugs {

  static final List<Bug> ALL =
      List.of(
          new Bug(
              "a push token is not taken from the former user",
              () -> Plant.transaction("pushToken", (_, _) -> Optional.empty())),
          new Bug("an erasure leaves push tokens", () -> Plant.changes(PushBugs::unerased)),
          new Bug("a push token is not kept", () -> Plant.changes(PushBugs::unkept)),
          new Bug("a push token that is removed stays", () -> Plant.changes(PushBugs::unremoved)));

  private PushBugs() {}

  /// What belongs to one user alone, and only an erasure removes.
  private static Optional<Change> unerased(Change change) {
    boolean isErased =
        change instanceof Change.PushTokenRemoved(var token, long _)
            && token.user().equals(PushSteps.ERASED);
    return isErased ? Optional.empty() : Optional.of(change);
  }

  private static Optional<Change> unkept(Change change) {
    return change instanceof Change.PushTokenPut ? Optional.empty() : Optional.of(change);
  }

  private static Optional<Change> unremoved(Change change) {
    boolean isOfPeople =
        change instanceof Change.PushTokenRemoved(var token, long _)
            && !Quiet.USERS.contains(token.user());
    return isOfPeople ? Optional.empty() : Optional.of(change);
  }
}
