package io.whaleshark.backend;

import java.util.List;
import java.util.Map;

/** Calls about reactions: the signs that users have set at messages. Thread-safe. */
public final class ReactionCalls {

  private static final int PAGE = 500;

  private final HttpCalls calls;

  ReactionCalls(HttpCalls calls) {
    this.calls = calls;
  }

  /**
   * Sets a sign in a user's name at a message that the user sees. What is set stays as it is.
   *
   * @param user who reacts
   * @param with the other user of a direct conversation, or the group
   * @param reaction 1 to 32 bytes of UTF-8, usually an emoji
   */
  public ReactionState set(String user, Recipient with, long messageKey, String reaction) {
    return change("PUT", user, with, messageKey, reaction);
  }

  /**
   * Takes a sign of a user back. What is not there stays as it is.
   *
   * @param user whose it is
   * @param with the other user of a direct conversation, or the group
   */
  public ReactionState takeBack(String user, Recipient with, long messageKey, String reaction) {
    return change("DELETE", user, with, messageKey, reaction);
  }

  private ReactionState change(
      String method, String user, Recipient with, long messageKey, String reaction) {
    String path =
        HttpCalls.path("messages", Long.toString(messageKey), "reactions", reaction)
            + HttpCalls.query(Map.of("userId", user, "fromId", user, with.field(), with.id()));
    return calls.ask(method, path, null, ReactionState::of);
  }

  /**
   * The reactions to messages of a conversation, as a user sees them. Messages without any are left
   * out.
   *
   * @param fromSequence the first message
   * @param toSequence the last message, at most 199 behind the first
   */
  public List<AppReactions> of(String user, Recipient with, long fromSequence, long toSequence) {
    Map<String, Object> query = with.seenBy(user);
    query.put("fromSequence", fromSequence);
    query.put("toSequence", toSequence);
    return calls.ask(
        "GET",
        "/conversations/reactions" + HttpCalls.query(query),
        null,
        fields -> fields.objects("dataList", AppReactions::of));
  }

  /**
   * The first users who have set a sign at a message, in the order of their ids; at most 500.
   *
   * @param user who would see it
   */
  public ReactorsPage reactors(String user, Recipient with, long messageSequence, String reaction) {
    return reactorsAfter(user, with, messageSequence, reaction, "");
  }

  /**
   * The users who come next; at most 500.
   *
   * @param user who would see it
   * @param lastUserId the last id of the page before
   */
  public ReactorsPage reactorsAfter(
      String user, Recipient with, long messageSequence, String reaction, String lastUserId) {
    Map<String, Object> query = with.seenBy(user);
    query.put("messageSequence", messageSequence);
    query.put("reaction", reaction);
    query.put("maxLimit", PAGE);
    if (!lastUserId.isEmpty()) {
      query.put("lastUserId", lastUserId);
    }
    return calls.ask(
        "GET", "/conversations/reactors" + HttpCalls.query(query), null, ReactorsPage::of);
  }
}
