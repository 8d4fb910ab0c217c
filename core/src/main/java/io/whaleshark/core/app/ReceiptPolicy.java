package io.whaleshark.core.app;

import java.util.function.BooleanSupplier;

/// Whose receipts others see in an app: how far somebody has received and read. Immutable.
///
/// @param sharing who decides
/// @param othersShown with [Sharing#BY_USER]: whether who has switched theirs off sees those of
///   others
public record ReceiptPolicy(Sharing sharing, boolean othersShown) {

  /// Everybody's, as it was before there was a choice.
  public static final ReceiptPolicy ON = new ReceiptPolicy(Sharing.ON, false);

  /// Who decides whether receipts are shared.
  public enum Sharing {
    /// All are.
    ON,
    /// None is: nobody sees anybody's.
    OFF,
    /// Each user has a switch.
    BY_USER
  }

  /// Whether users have a switch.
  public boolean isByUser() {
    return sharing == Sharing.BY_USER;
  }

  /// Whether others see the receipts of a user.
  ///
  /// @param isOff the user's switch; asked only where it matters
  public boolean areShared(BooleanSupplier isOff) {
    return switch (sharing) {
      case ON -> true;
      case OFF -> false;
      case BY_USER -> !isOff.getAsBoolean();
    };
  }

  /// Whether a user sees those receipts of others that are shared.
  ///
  /// @param isOff the user's switch; asked only where it matters
  public boolean areShown(BooleanSupplier isOff) {
    return switch (sharing) {
      case ON -> true;
      case OFF -> false;
      case BY_USER -> othersShown || !isOff.getAsBoolean();
    };
  }
}
