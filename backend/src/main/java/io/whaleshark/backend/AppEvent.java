package io.whaleshark.backend;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a webhook tells. An interface for the event types of this version; a later server may tell
 * types that it does not know, as {@link Other}.
 */
public interface AppEvent {

  /** What is the same of all events. */
  Head head();

  /** The id of the event: the same at each attempt, and of no other event. */
  default String id() {
    return head().id();
  }

  /**
   * What is the same of all events.
   *
   * @param id the same at each attempt, and of no other event
   * @param type such as {@code message.sent}
   * @param timestamp when it happened
   * @param data all fields as they came, also those that this version does not know
   */
  record Head(String id, String type, Instant timestamp, Map<String, @Nullable Object> data) {}

  /** A message was committed. */
  record MessageSent(Head head, AppMessage message) implements AppEvent {}

  /** A message was edited; it has its newest content. */
  record MessageEdited(Head head, AppMessage message) implements AppEvent {}

  /**
   * A message was pinned, or is pinned no more.
   *
   * @param users the two users of a direct conversation; empty of a group
   * @param groupId the group, null of a direct conversation
   * @param fromId who did it, null if the app did
   * @param pin how the message stands since then
   */
  record MessagePinned(
      Head head,
      List<String> users,
      @Nullable String groupId,
      @Nullable String fromId,
      PinState pin)
      implements AppEvent {}

  /**
   * A user has set a sign at a message, or has taken it back.
   *
   * @param users the two users of a direct conversation; empty of a group
   * @param groupId the group, null of a direct conversation
   * @param fromId who did it
   * @param reaction how the sign stands since then
   */
  record MessageReaction(
      Head head,
      List<String> users,
      @Nullable String groupId,
      String fromId,
      ReactionState reaction)
      implements AppEvent {}

  /** A message was recalled; its content is gone. */
  record MessageRecalled(Head head, AppMessage message) implements AppEvent {}

  /**
   * A message has a receiver whom no device tells.
   *
   * @param receiverId whom to notify
   * @param unreadCount the number of the receiver's badge
   * @param mutedUnreadCount the same of muted conversations
   * @param silent whether to make no sound
   */
  record MessageOffline(
      Head head,
      AppMessage message,
      String receiverId,
      long unreadCount,
      long mutedUnreadCount,
      boolean silent)
      implements AppEvent {}

  /**
   * A user has read up to a message.
   *
   * @param readerId who
   * @param with the peer of the reader, or the group
   * @param messageSequence up to which message
   * @param previousMessageSequence up to which one before
   * @param unreadCount what is left for the reader in this conversation
   */
  record ConversationRead(
      Head head,
      String readerId,
      Recipient with,
      long messageSequence,
      long previousMessageSequence,
      long unreadCount)
      implements AppEvent {}

  /**
   * A group was created or changed.
   *
   * @param change such as {@code members-added}
   * @param groupName its name now
   * @param ownerId its owner now
   * @param memberCount how many members it has now
   * @param members whom the change is about
   */
  record GroupChanged(
      Head head,
      String groupId,
      String change,
      String groupName,
      String ownerId,
      long memberCount,
      List<String> members)
      implements AppEvent {}

  /**
   * The first device of a user has logged in, or the last one has gone.
   *
   * @param online which of both
   * @param clientType the kind of the device
   * @param imei its name
   */
  record PresenceChanged(
      Head head, String userId, boolean online, int clientType, String imei, Instant time)
      implements AppEvent {}

  /**
   * Events are gone before they could be told. What happened between these times is found by
   * reading.
   */
  record EventsLost(Head head, Instant after, Instant upTo) implements AppEvent {}

  /** The operator tests the webhook. */
  record WebhookTest(Head head, String webhook) implements AppEvent {}

  /** An event of a type that this version does not know. */
  record Other(Head head) implements AppEvent {}
}
