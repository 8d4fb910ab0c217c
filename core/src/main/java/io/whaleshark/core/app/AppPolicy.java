package io.whaleshark.core.app;

import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.model.LoginPolicy;
import java.time.Duration;

/// The settings of one app. Immutable.
///
/// @param inbox the bound of each user's inbox
/// @param retention how long a message is kept; at least a second
/// @param recallWindow how long after sending the author may recall a message
/// @param editWindow how long after sending the author may edit it; zero if nobody may
/// @param login which devices of a user may be logged in together
/// @param silentFor how long a user's phones stay silent in a conversation after a desktop or
///   browser of the user was active there
/// @param receiptInterval the minimum time between two group receipt frames to one author about one
///   group (P11)
/// @param membersAtMost the most members of a group
/// @param typingMembersAtMost the most members of a conversation in which others see who is
///   writing; two are in a direct one, so with less than that nobody sees it anywhere
/// @param reactionMembersAtMost the most members of a group in which others are told of a reaction
///   at once; in a larger one they ask
/// @param receipts whose receipts others see
/// @param directory what the app's directory means to its users
/// @param pins who pins messages, and how many
/// @param isPresenceTold whether somebody outside follows who comes online and goes
public record AppPolicy(
    Inboxes.Bound inbox,
    Duration retention,
    Duration recallWindow,
    Duration editWindow,
    LoginPolicy login,
    Duration silentFor,
    Duration receiptInterval,
    int membersAtMost,
    int typingMembersAtMost,
    int reactionMembersAtMost,
    ReceiptPolicy receipts,
    DirectoryPolicy directory,
    PinPolicy pins,
    boolean isPresenceTold) {

  /// The defaults, used where the operator has set nothing.
  public static final AppPolicy DEFAULT =
      new AppPolicy(
          new Inboxes.Bound(1024, 128),
          Duration.ofDays(180),
          Duration.ofMinutes(2),
          Duration.ofMinutes(15),
          LoginPolicy.ALL,
          Duration.ofSeconds(30),
          Duration.ofMillis(200),
          100_000,
          100,
          1_000,
          ReceiptPolicy.ON,
          DirectoryPolicy.DEFAULT,
          PinPolicy.DEFAULT,
          false);

  /// The same, where somebody outside follows who comes online and goes.
  public AppPolicy withPresenceTold() {
    return new AppPolicy(
        inbox,
        retention,
        recallWindow,
        editWindow,
        login,
        silentFor,
        receiptInterval,
        membersAtMost,
        typingMembersAtMost,
        reactionMembersAtMost,
        receipts,
        directory,
        pins,
        true);
  }
}
