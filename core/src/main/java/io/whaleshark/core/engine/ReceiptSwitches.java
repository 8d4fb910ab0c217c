package io.whaleshark.core.engine;

import io.whaleshark.core.id.UserId;

/// Who has switched their receipts off. It means something only where the app lets them.
@FunctionalInterface
public interface ReceiptSwitches {

  /// Whether a user has switched them off; false of whom nothing is known. Cost: one look-up.
  boolean isOff(UserId user);
}
