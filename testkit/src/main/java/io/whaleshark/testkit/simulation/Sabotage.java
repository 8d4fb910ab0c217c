package io.whaleshark.testkit.simulation;

import io.whaleshark.client.sync.InboxEffect;
import io.whaleshark.core.Node;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;
import io.whaleshark.protocol.PageEvent;
import io.whaleshark.testkit.ReferenceEngine;
import java.util.List;

/// The hooks for planting bugs in a simulated server, to test that they are found. By default it
/// plants none.
public class Sabotage {

  /// Wraps the engine that the node uses.
  protected Engine engine(Engine real, ReferenceEngine.Disk disk) {
    return real;
  }

  /// Gets a node that has started.
  protected void node(Node node) {}

  /// Determines the contents of the disk after a crash.
  protected ReferenceEngine.Disk afterCrash(ReferenceEngine.Disk disk) {
    return disk;
  }

  /// Whether a node that others declared gone commits nothing any more.
  protected boolean isFenced() {
    return true;
  }

  /// Whether a node whose clock is wrong commits nothing.
  protected boolean comparesClocks() {
    return true;
  }

  /// Whether a batch commits nothing that is not stamped behind all others.
  protected boolean requiresNewer() {
    return true;
  }

  /// For how long a node has been silent: also one whose sign of life lies in the future, since the
  /// clock that says so was wrong then or is now.
  ///
  /// @param seenAt when it gave its last sign of life, by the clock of what nodes share
  /// @param ofStore what that clock shows
  /// @param ofNode what that of whoever looks shows
  protected long silence(long seenAt, long ofStore, long ofNode) {
    return Math.abs(ofStore - seenAt);
  }

  /// When a node is gone: by the clock that is behind.
  ///
  /// @param ofStore what the clock of what nodes share shows
  /// @param ofNode what that of whoever declares it shows
  protected long goneAt(long ofStore, long ofNode) {
    return Math.min(ofStore, ofNode);
  }

  /// Whether a login ends the sessions in the store that may not stay beside it.
  protected boolean endsDisplaced() {
    return true;
  }

  /// Whether it is told who goes offline with a run that is gone.
  protected boolean endsSessionsOfGone() {
    return true;
  }

  /// Wraps a connection that the node uses.
  protected Connection connection(UserId user, DeviceId device, Connection real) {
    return real;
  }

  /// Determines a page of an inbox, as a device hears it.
  ///
  /// @param newest where the inbox ends
  protected PageEvent.InboxPage page(PageEvent.InboxPage real, long newest) {
    return real;
  }

  /// Determines which of its inbox's decisions a device carries out.
  protected List<? extends InboxEffect> device(List<? extends InboxEffect> decided) {
    return decided;
  }

  /// Whether a query waits for earlier commands of the same connection.
  protected boolean questionsWait() {
    return true;
  }

  /// Sends a push that does not come from the node.
  protected static void push(Connection to, Push push) {
    to.push(push);
  }
}
