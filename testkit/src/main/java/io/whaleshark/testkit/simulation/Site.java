package io.whaleshark.testkit.simulation;

import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.testkit.ReferenceEngine;

/// What a simulated server finds around it: where it stores, and who judges it. Confined to the
/// simulation's thread.
interface Site {

  Referee referee();

  /// The server's clock.
  WrongClock clock();

  /// What is stored.
  ReferenceEngine.Disk disk();

  /// Whether nobody else uses what is stored.
  boolean isAlone();

  /// Whether a session may go on, as all know who are there; or nobody can say so yet.
  boolean mayGoOn(UserId user, SessionId session);

  /// Says what to do from now on.
  ///
  /// @param gone when others have declared the server gone, and it finds out
  /// @param heard when it may have something to do
  void serve(Runnable gone, Runnable heard);

  /// A run of the server wants to begin.
  ///
  /// @return false if it has to wait
  boolean begins();

  /// The engine of the run that has begun.
  Engine engine();

  /// The run is alive and does what is due.
  ///
  /// @param isStoreAway whether it cannot reach what it stores in
  void lives(boolean isStoreAway);

  /// The run has crashed.
  void ends();
}
