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
