package io.whaleshark.testkit.simulation;

import io.whaleshark.client.sync.InboxEffect;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;
import io.whaleshark.testkit.ReferenceEngine;
import java.util.List;

/// Where a bug can be planted in a simulated server, to see that it is found. As it stands it
/// plants none.
public class Sabotage {

  /// The engine as the node sees it.
  protected Engine engine(Engine real, ReferenceEngine.Disk disk) {
    return real;
  }

  /// What is on the disk after a crash.
  protected ReferenceEngine.Disk afterCrash(ReferenceEngine.Disk disk) {
    return disk;
  }

  /// A connection as the node sees it.
  protected Connection connection(UserId user, DeviceId device, Connection real) {
    return real;
  }

  /// The cursor with which a page of an inbox tells the client to go on.
  protected long cursor(Inboxes.Slice page, long after, long newest) {
    return page.messages().isEmpty() ? after : page.messages().getLast().inboxPosition();
  }

  /// What a device does, of what its inbox decided.
  protected List<? extends InboxEffect> device(List<? extends InboxEffect> decided) {
    return decided;
  }

  /// Whether a question waits for what the same connection sent before it.
  protected boolean questionsWait() {
    return true;
  }

  /// Sends a push past the node.
  protected static void push(Connection to, Push push) {
    to.push(push);
  }
}
