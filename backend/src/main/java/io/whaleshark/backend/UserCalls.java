package io.whaleshark.backend;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a backend may ask and change of users. Thread-safe. */
public final class UserCalls {

  private final HttpCalls calls;

  UserCalls(HttpCalls calls) {
    this.calls = calls;
  }

  /** A user as the server sees them now. One of whom nothing is known is offline. */
  public UserState get(String user) {
    return calls.ask("GET", HttpCalls.path("users", user), null, UserState::of);
  }

  /** Signs out all devices. They may log in again. */
  public void signOut(String user) {
    calls.tell("DELETE", HttpCalls.path("users", user, "devices"), null);
  }

  /** Signs out one device. */
  public void signOut(String user, UserDevice device) {
    Map<String, ?> query = Map.of("clientType", device.clientType(), "imei", device.imei());
    calls.tell("DELETE", HttpCalls.path("users", user, "devices") + HttpCalls.query(query), null);
  }

  /**
   * Bans a user until the ban is lifted: their devices are kicked, and no login succeeds.
   *
   * @param reason what the user is told, 1..256 characters
   */
  public void ban(String user, String reason) {
    calls.tell("PUT", HttpCalls.path("users", user, "ban"), Map.of("reason", reason));
  }

  /** Bans a user for a time, to the millisecond. */
  public void banUntil(String user, String reason, Instant until) {
    Map<String, ?> body = Map.of("reason", reason, "until", until.toEpochMilli());
    calls.tell("PUT", HttpCalls.path("users", user, "ban"), body);
  }

  /** Lifts a ban, if there is one. */
  public void liftBan(String user) {
    calls.tell("DELETE", HttpCalls.path("users", user, "ban"), null);
  }

  /** From now on, the user takes no direct messages of the blocked one. */
  public void block(String user, String blocked) {
    calls.tell("PUT", HttpCalls.path("blocks", user, blocked), null);
  }

  /** Lifts a block, if there is one. */
  public void liftBlock(String user, String blocked) {
    calls.tell("DELETE", HttpCalls.path("blocks", user, blocked), null);
  }

  /** Whom the user blocks. */
  public List<String> blocked(String user) {
    return calls.ask(
        "GET", HttpCalls.path("blocks", user), null, fields -> fields.texts("blockedIds"));
  }

  /** What holds of the user's receipts. */
  public ReceiptState receipts(String user) {
    return calls.ask("GET", HttpCalls.path("users", user, "receipts"), null, ReceiptState::of);
  }

  /** Switches the user's receipts on or off, where the app leaves that to its users. */
  public void setReceipts(String user, boolean on) {
    calls.tell("PUT", HttpCalls.path("users", user, "receipts"), Map.of("receiptsOn", on));
  }

  /** Where push services reach the devices of the user, at most 16. */
  public List<DevicePushToken> pushTokens(String user) {
    return calls.ask(
        "GET",
        HttpCalls.path("users", user, "push-tokens"),
        null,
        fields -> fields.objects("pushTokens", DevicePushToken::of));
  }

  /** From now on, a push service reaches a device of the user by this token, and by no other. */
  public void setPushToken(String user, DevicePushToken token) {
    calls.tell("PUT", HttpCalls.path("users", user, "push-tokens"), token.json());
  }

  /** From now on, no push service reaches any device of the user. */
  public void removePushTokens(String user) {
    calls.tell("DELETE", HttpCalls.path("users", user, "push-tokens"), null);
  }

  /** From now on, no push service reaches one device of the user. */
  public void removePushToken(String user, int clientType, String imei) {
    Map<String, ?> query = Map.of("clientType", clientType, "imei", imei);
    String path = HttpCalls.path("users", user, "push-tokens") + HttpCalls.query(query);
    calls.tell("DELETE", path, null);
  }

  /** Reports that a user has read up to a message. */
  public void read(String user, Recipient with, long messageSequence) {
    Map<String, ?> body = Map.of(with.field(), with.id(), "messageSequence", messageSequence);
    calls.tell("POST", HttpCalls.path("users", user, "reads"), body);
  }

  /**
   * The conversations of a user, those first that changed first.
   *
   * @param after the {@code sequence} of the last one of the page before; 0 for the first page
   * @param limit 1..500
   */
  public ResultPage<ConversationEntry> conversations(String user, long after, int limit) {
    return calls.ask(
        "GET",
        HttpCalls.path("users", user, "conversations")
            + HttpCalls.query(Map.of("after", after, "limit", limit)),
        null,
        fields ->
            new ResultPage<>(
                fields.objects("dataList", ConversationEntry::of), fields.flag("completed")));
  }

  /**
   * Erases a user: memberships end, their messages become tombstones, and what is theirs goes. It
   * takes as long as they have left messages, so it may take several attempts. The answer counts
   * what the last one did.
   */
  public ErasedUser erase(String user) {
    return calls.ask("DELETE", HttpCalls.path("users", user), null, ErasedUser::of);
  }
}
