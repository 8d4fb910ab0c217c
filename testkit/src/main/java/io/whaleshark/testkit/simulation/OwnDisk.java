package io.whaleshark.testkit.simulation;

import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.testkit.ReferenceEngine;

/// The site of a server that is alone: a disk of its own. Confined to the simulation's thread.
final class OwnDisk implements Site {

  private final Referee referee;
  private final Sabotage sabotage;
  private ReferenceEngine.Disk disk = new ReferenceEngine.Disk();

  OwnDisk(Referee referee, Sabotage sabotage) {
    this.referee = referee;
    this.sabotage = sabotage;
  }

  @Override
  public Referee referee() {
    return referee;
  }

  @Override
  public ReferenceEngine.Disk disk() {
    return disk;
  }

  @Override
  public boolean isAlone() {
    return true;
  }

  @Override
  public boolean mayGoOn(UserId user, SessionId session) {
    return true;
  }

  @Override
  public void serve(Runnable gone, Runnable heard) {
    // Nobody else is there.
  }

  @Override
  public boolean begins() {
    return true;
  }

  @Override
  public Engine engine() {
    return new ReferenceEngine(disk);
  }

  @Override
  public void lives(boolean isStoreAway) {
    // Nobody watches.
  }

  @Override
  public void ends() {
    disk = sabotage.afterCrash(disk);
  }
}
