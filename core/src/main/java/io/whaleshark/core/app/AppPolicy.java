package io.whaleshark.core.app;

import io.whaleshark.core.engine.Inboxes;
import java.time.Duration;

/// The settings of one app. Immutable.
///
/// @param inbox the bound of each user's inbox
/// @param retention how long a message is kept; at least a second
/// @param recallWindow how long after sending the author may recall a message
/// @param login which devices of a user may be logged in together
/// @param silentFor for how long after a desktop or browser was active in a conversation its user's
///   phones stay silent
/// @param receiptInterval at most one group receipt frame per author and group in this time (P11)
/// @param membersAtMost the most members of a group
public record AppPolicy(
    Inboxes.Bound inbox,
    Duration retention,
    Duration recallWindow,
    LoginPolicy login,
    Duration silentFor,
    Duration receiptInterval,
    int membersAtMost) {

  /// What holds where the operator has set nothing.
  public static final AppPolicy DEFAULT =
      new AppPolicy(
          new Inboxes.Bound(1024, 128),
          Duration.ofDays(180),
          Duration.ofMinutes(2),
          LoginPolicy.ALL,
          Duration.ofSeconds(30),
          Duration.ofMillis(200),
          100_000);
}
