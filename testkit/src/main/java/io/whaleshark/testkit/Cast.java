package io.whaleshark.testkit;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.UserId;
import java.util.ArrayList;
import java.util.List;

/// The users, devices and conversations of stories.
final class Cast {

  private static final int APP = 7;

  static final List<UserId> PEOPLE =
      List.of(new UserId(APP, "ann"), new UserId(APP, "bo"), new UserId(APP, "cy"));

  static final List<ConversationId.Group> GROUPS =
      List.of(new ConversationId.Group(APP, "crew"), new ConversationId.Group(APP, "team"));

  /// What each of them has.
  static final List<DeviceId> DEVICES =
      List.of(
          new DeviceId(DeviceKind.IOS, "phone"),
          new DeviceId(DeviceKind.MAC, "desktop"),
          new DeviceId(DeviceKind.WEB, "browser"));

  private Cast() {}

  /// All conversations that they may have, each with themselves among them.
  static List<ConversationId> conversations() {
    List<ConversationId> all = new ArrayList<>(GROUPS);
    for (UserId one : PEOPLE) {
      for (UserId other : PEOPLE) {
        if (one.compareTo(other) <= 0) {
          all.add(new ConversationId.Direct(one, other));
        }
      }
    }
    return all;
  }

  /// A conversation's name, as text for people.
  static String name(ConversationId conversation) {
    return switch (conversation) {
      case ConversationId.Group group -> group.name();
      case ConversationId.Direct direct -> direct.low().name() + "-" + direct.high().name();
    };
  }
}
