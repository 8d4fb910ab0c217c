package io.whaleshark.backend;

import java.util.List;

/**
 * A user as the server sees them now.
 *
 * @param userId the user
 * @param online whether a device is logged in
 * @param devices those that are logged in, in the order of their logins
 * @param unreadCount the number of a badge
 * @param mutedUnreadCount the same of muted conversations
 * @param banned whether a ban is in force
 * @param receiptsOn whether others see how far the user has read
 */
public record UserState(
    String userId,
    boolean online,
    List<UserDevice> devices,
    long unreadCount,
    long mutedUnreadCount,
    boolean banned,
    boolean receiptsOn) {

  /** Copies the devices. */
  public UserState {
    devices = List.copyOf(devices);
  }

  static UserState of(JsonFields fields) {
    return new UserState(
        fields.text("userId"),
        fields.flag("online"),
        fields.objects("devices", UserDevice::of),
        fields.number("unreadCount"),
        fields.number("mutedUnreadCount"),
        fields.flag("banned"),
        fields.flag("receiptsOn"));
  }
}
