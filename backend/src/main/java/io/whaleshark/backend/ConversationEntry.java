package io.whaleshark.backend;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as one user sees it.
 *
 * @param with the peer, or the group
 * @param sequence when it changed last: the next page begins after the last one of these
 * @param readSequence up to which message the user has read
 * @param messageSequence the newest message that the user sees
 * @param unreadCount how many messages the user has not read
 * @param muted whether the user has muted it
 * @param pinned whether the user has pinned it
 * @param hidden whether the user has hidden it
 * @param last the newest message, null if it is not retained
 */
public record ConversationEntry(
    Recipient with,
    long sequence,
    long readSequence,
    long messageSequence,
    long unreadCount,
    boolean muted,
    boolean pinned,
    boolean hidden,
    @Nullable AppMessage last) {

  private static final int GROUP = 1;

  static ConversationEntry of(JsonFields fields) {
    return new ConversationEntry(
        new Recipient(fields.count("conversationType") == GROUP, fields.text("toId")),
        fields.number("sequence"),
        fields.number("readSequence"),
        fields.number("messageSequence"),
        fields.number("unreadCount"),
        fields.flag("isMute"),
        fields.flag("isTop"),
        fields.flag("isDeleted"),
        fields.has("lastMessage") ? AppMessage.of(fields.object("lastMessage")) : null);
  }

  /** The newest message; empty if it is not retained. */
  public Optional<AppMessage> lastMessage() {
    return Optional.ofNullable(last);
  }
}
