package io.whaleshark.backend;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls the server for the backend of an app. Thread-safe; one for the whole program is enough.
 *
 * <p>Every call waits for its answer. It throws {@link BackendException} if it is refused, and if
 * there was no answer to any attempt. All calls may be repeated.
 */
public final class BackendClient {

  private static final int MESSAGES_AT_MOST = 500;
  private static final int LINES_AT_MOST = 500;

  private final HttpCalls calls;
  private final UserCalls users;
  private final GroupCalls groups;
  private final DirectoryCalls directory;
  private final ReactionCalls reactions;
  private final WebhookCalls webhooks;

  private BackendClient(HttpCalls calls) {
    this.calls = calls;
    this.users = new UserCalls(calls);
    this.groups = new GroupCalls(calls);
    this.directory = new DirectoryCalls(calls);
    this.reactions = new ReactionCalls(calls);
    this.webhooks = new WebhookCalls(calls);
  }

  /** A client of a server and an app. It does not connect yet. */
  public static BackendClient of(BackendConfig config) {
    return new BackendClient(new HttpCalls(config));
  }

  /** Calls about users. */
  public UserCalls users() {
    return users;
  }

  /** Calls about groups. */
  public GroupCalls groups() {
    return groups;
  }

  /** Calls about the directory of people. */
  public DirectoryCalls directory() {
    return directory;
  }

  /** Calls about reactions to messages. */
  public ReactionCalls reactions() {
    return reactions;
  }

  /** Calls about webhooks. */
  public WebhookCalls webhooks() {
    return webhooks;
  }

  /** Sends a message in a user's name. When this returns, it is on the disk of the server. */
  public SentMessage send(OutgoingMessage message) {
    return calls.ask("POST", "/messages", message.json(), SentMessage::of);
  }

  /**
   * Sends several messages, in their order. One that is refused changes nothing of the others.
   *
   * @param messages at most 500
   * @return a result for each, in the same order
   */
  public List<SendResult> sendAll(List<OutgoingMessage> messages) {
    if (messages.size() > MESSAGES_AT_MOST) {
      throw new IllegalArgumentException(
          "messages: " + messages.size() + " (expected: at most " + MESSAGES_AT_MOST + ")");
    }
    Map<String, ?> body = Map.of("messages", messages.stream().map(OutgoingMessage::json).toList());
    return calls.ask(
        "POST", "/messages/batch", body, fields -> fields.objects("results", SendResult::of));
  }

  /**
   * Gives a message of anybody another content, at any time. It has no {@code extra} from now on.
   *
   * @param user one of the two users of a direct conversation; of a group it does not matter
   * @param with the other user, or the group
   * @param body any JSON value but null
   */
  public EditedMessage edit(String user, Recipient with, long messageKey, Object body) {
    return edit(user, with, messageKey, body, null);
  }

  /**
   * Gives a message of anybody another content, at any time.
   *
   * @param user one of the two users of a direct conversation; of a group it does not matter
   * @param with the other user, or the group
   * @param body any JSON value but null
   * @param extra any JSON value, null for none
   */
  public EditedMessage edit(
      String user, Recipient with, long messageKey, Object body, @Nullable Object extra) {
    Map<String, Object> content = new LinkedHashMap<>(Map.of("messageBody", body));
    if (extra != null) {
      content.put("extra", extra);
    }
    return calls.ask("PUT", message(user, with, messageKey), content, EditedMessage::of);
  }

  /**
   * Recalls a message of anybody, at any time.
   *
   * @param user one of the two users of a direct conversation; of a group it does not matter
   * @param with the other user, or the group
   */
  public void recall(String user, Recipient with, long messageKey) {
    calls.tell("DELETE", message(user, with, messageKey), null);
  }

  /**
   * Pins a message for all who see it. What is pinned keeps its first time.
   *
   * @param user one of the two users of a direct conversation; of a group it does not matter
   * @param with the other user, or the group
   */
  public PinState pin(String user, Recipient with, long messageKey) {
    return calls.ask("PUT", message(user, with, messageKey, "pin"), null, PinState::of);
  }

  /**
   * Lets a message be pinned no more.
   *
   * @param user one of the two users of a direct conversation; of a group it does not matter
   * @param with the other user, or the group
   */
  public PinState unpin(String user, Recipient with, long messageKey) {
    return calls.ask("DELETE", message(user, with, messageKey, "pin"), null, PinState::of);
  }

  /** The pinned messages that a user sees in a conversation; what was pinned last comes first. */
  public List<PinnedMessage> pins(String user, Recipient with) {
    return calls.ask(
        "GET",
        "/conversations/pins" + HttpCalls.query(with.seenBy(user)),
        null,
        fields -> fields.objects("dataList", PinnedMessage::of));
  }

  private static String message(String user, Recipient with, long messageKey, String... below) {
    Map<String, String> query =
        with.isGroup() ? Map.of("groupId", with.id()) : Map.of("fromId", user, "toId", with.id());
    List<String> path = new ArrayList<>(List.of("messages", Long.toString(messageKey)));
    path.addAll(List.of(below));
    return HttpCalls.path(path.toArray(String[]::new)) + HttpCalls.query(query);
  }

  /** The newest messages of a conversation of a user, ascending; at most 500. */
  public ResultPage<AppMessage> history(String user, Recipient with, int limit) {
    return history(user, with, Map.of("maxLimit", limit));
  }

  /** Messages of a conversation of a user, ascending, that come before one; at most 500. */
  public ResultPage<AppMessage> historyBefore(
      String user, Recipient with, long messageSequence, int limit) {
    return history(user, with, Map.of("beforeSequence", messageSequence, "maxLimit", limit));
  }

  /** Messages of a conversation of a user, ascending, that come after one; at most 500. */
  public ResultPage<AppMessage> historyAfter(
      String user, Recipient with, long messageSequence, int limit) {
    return history(user, with, Map.of("afterSequence", messageSequence, "maxLimit", limit));
  }

  private ResultPage<AppMessage> history(String user, Recipient with, Map<String, ?> bounds) {
    Map<String, Object> query = with.seenBy(user);
    query.putAll(bounds);
    return calls.ask(
        "GET",
        "/conversations/messages" + HttpCalls.query(query),
        null,
        fields ->
            new ResultPage<>(fields.objects("dataList", AppMessage::of), fields.flag("completed")));
  }

  /**
   * Imports lines of a file of conversations, in their order. To import a line again changes
   * nothing. One that is refused changes nothing of the others; if its problem may be retried, it
   * and those behind it are to be sent again, in their order.
   *
   * @param lines at most 500, each with the fields that the server's document tells of its type
   * @return a result for each, in the same order
   */
  public List<ImportResult> importLines(List<? extends Map<String, ?>> lines) {
    if (lines.size() > LINES_AT_MOST) {
      throw new IllegalArgumentException(
          "lines: " + lines.size() + " (expected: at most " + LINES_AT_MOST + ")");
    }
    return calls.ask(
        "POST",
        "/import",
        Map.of("lines", List.copyOf(lines)),
        fields -> fields.objects("results", ImportResult::of));
  }

  /** Counts of the app. */
  public AppStats stats() {
    return calls.ask("GET", "/stats", null, AppStats::of);
  }
}
