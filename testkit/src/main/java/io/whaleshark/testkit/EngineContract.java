package io.whaleshark.testkit;

import io.whaleshark.core.engine.Engine;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/// The promises of every engine, port by port. An engine must pass all of it.
///
/// A subclass says how to open one; nothing else is known about it. Each test starts with an empty
/// folder, writes through transactions alone, and reads through the ports.
public abstract class EngineContract {

  /// Opens the engine in a folder that is empty or was used by the same engine, which is closed.
  /// All data committed there must be found again.
  protected abstract Engine open(Path folder);

  @Nested
  class Append extends AppendContract {
    @Override
    Engine open(Path folder) {
      return EngineContract.this.open(folder);
    }
  }

  @Nested
  class RepeatedSends extends RepeatedSendsContract {
    @Override
    Engine open(Path folder) {
      return EngineContract.this.open(folder);
    }
  }

  @Nested
  class Reopen extends ReopenContract {
    @Override
    Engine open(Path folder) {
      return EngineContract.this.open(folder);
    }
  }

  @Nested
  class Inbox extends InboxContract {
    @Override
    Engine open(Path folder) {
      return EngineContract.this.open(folder);
    }
  }

  @Nested
  class Edits extends EditsContract {
    @Override
    Engine open(Path folder) {
      return EngineContract.this.open(folder);
    }
  }

  @Nested
  class Pinned extends PinsContract {
    @Override
    Engine open(Path folder) {
      return EngineContract.this.open(folder);
    }
  }

  @Nested
  class ReactedTo extends ReactionsContract {
    @Override
    Engine open(Path folder) {
      return EngineContract.this.open(folder);
    }
  }

  @Nested
  class InboxBound extends InboxBoundContract {
    @Override
    Engine open(Path folder) {
      return EngineContract.this.open(folder);
    }
  }

  @Nested
  class Memberships extends MembershipsContract {
    @Override
    Engine open(Path folder) {
      return EngineContract.this.open(folder);
    }
  }

  @Nested
  class ConversationLists extends ConversationListContract {
    @Override
    Engine open(Path folder) {
      return EngineContract.this.open(folder);
    }
  }

  @Nested
  class History extends HistoryContract {
    @Override
    Engine open(Path folder) {
      return EngineContract.this.open(folder);
    }
  }

  @Nested
  class Expiry extends ExpiryContract {
    @Override
    Engine open(Path folder) {
      return EngineContract.this.open(folder);
    }
  }

  @Nested
  class Imported extends ImportedContract {
    @Override
    Engine open(Path folder) {
      return EngineContract.this.open(folder);
    }
  }

  @Nested
  class ExpiredCounts extends ExpiredCountsContract {
    @Override
    Engine open(Path folder) {
      return EngineContract.this.open(folder);
    }
  }

  @Nested
  class Floors extends FloorsContract {
    @Override
    Engine open(Path folder) {
      return EngineContract.this.open(folder);
    }
  }

  @Nested
  class Bans extends BansContract {
    @Override
    Engine open(Path folder) {
      return EngineContract.this.open(folder);
    }
  }

  @Nested
  class Blocks extends BlocksContract {
    @Override
    Engine open(Path folder) {
      return EngineContract.this.open(folder);
    }
  }

  @Nested
  class Receipts extends ReceiptsContract {
    @Override
    Engine open(Path folder) {
      return EngineContract.this.open(folder);
    }
  }

  @Nested
  class Tokens extends PushTokensContract {
    @Override
    Engine open(Path folder) {
      return EngineContract.this.open(folder);
    }
  }

  @Nested
  class People extends DirectoryContract {
    @Override
    Engine open(Path folder) {
      return EngineContract.this.open(folder);
    }
  }

  @Nested
  class Erasures extends ErasureContract {
    @Override
    Engine open(Path folder) {
      return EngineContract.this.open(folder);
    }
  }

  @Nested
  class Apps extends AppsContract {
    @Override
    Engine open(Path folder) {
      return EngineContract.this.open(folder);
    }
  }
}
