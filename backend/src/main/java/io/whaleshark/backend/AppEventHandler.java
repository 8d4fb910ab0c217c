package io.whaleshark.backend;

/**
 * What a program does when it is told of something. A method that throws makes the event come
 * again. Events come at least once, so a method may be called twice for one event: derive the ids
 * of what it makes from {@link AppEvent#id}.
 *
 * <p>The server waits 10 seconds for an answer. The next event of a conversation comes when the one
 * before is done; those of different conversations come side by side, on threads of the program.
 */
public interface AppEventHandler {

  /** A message was committed. */
  default void onMessageSent(AppEvent.MessageSent event) throws Exception {}

  /** A message was edited. */
  default void onMessageEdited(AppEvent.MessageEdited event) throws Exception {}

  /** A message was pinned, or is pinned no more. */
  default void onMessagePinned(AppEvent.MessagePinned event) throws Exception {}

  /** A user has set a sign at a message, or has taken it back. */
  default void onMessageReaction(AppEvent.MessageReaction event) throws Exception {}

  /** A message was recalled. */
  default void onMessageRecalled(AppEvent.MessageRecalled event) throws Exception {}

  /** A message has a receiver whom no device tells: the place for push notifications. */
  default void onMessageOffline(AppEvent.MessageOffline event) throws Exception {}

  /** A user has read up to a message. */
  default void onConversationRead(AppEvent.ConversationRead event) throws Exception {}

  /** A group was created or changed. */
  default void onGroupChanged(AppEvent.GroupChanged event) throws Exception {}

  /** A user has come online, or gone. */
  default void onPresenceChanged(AppEvent.PresenceChanged event) throws Exception {}

  /** Events are gone before they could be told. */
  default void onEventsLost(AppEvent.EventsLost event) throws Exception {}

  /** The operator tests the webhook. */
  default void onWebhookTest(AppEvent.WebhookTest event) throws Exception {}

  /** Something of a type that this version does not know. */
  default void onOther(AppEvent.Other event) throws Exception {}

  /** Calls the method for the type of an event. */
  default void onEvent(AppEvent event) throws Exception {
    if (event instanceof AppEvent.MessageSent sent) {
      onMessageSent(sent);
    } else if (event instanceof AppEvent.MessageEdited edited) {
      onMessageEdited(edited);
    } else if (event instanceof AppEvent.MessagePinned pinned) {
      onMessagePinned(pinned);
    } else if (event instanceof AppEvent.MessageReaction reaction) {
      onMessageReaction(reaction);
    } else if (event instanceof AppEvent.MessageRecalled recalled) {
      onMessageRecalled(recalled);
    } else if (event instanceof AppEvent.MessageOffline offline) {
      onMessageOffline(offline);
    } else if (event instanceof AppEvent.ConversationRead read) {
      onConversationRead(read);
    } else if (event instanceof AppEvent.GroupChanged changed) {
      onGroupChanged(changed);
    } else if (event instanceof AppEvent.PresenceChanged changed) {
      onPresenceChanged(changed);
    } else if (event instanceof AppEvent.EventsLost lost) {
      onEventsLost(lost);
    } else if (event instanceof AppEvent.WebhookTest test) {
      onWebhookTest(test);
    } else if (event instanceof AppEvent.Other other) {
      onOther(other);
    }
  }
}
