package io.whaleshark.protocol;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The reason of a refusal, as a stable number. The families are HTTP statuses times 100; numbers
/// are never reused.
public enum RefusalCode {
  /// The frame or its body breaks the wire contract; sending the same again can't succeed.
  MALFORMED(40000, Retry.NEVER),
  /// The frame's version or message type is one that this server doesn't speak.
  UNSUPPORTED(40001, Retry.NEVER),
  /// The number is no command that a client may send.
  UNKNOWN_COMMAND(40002, Retry.NEVER),
  /// Nothing but LOGIN and PING is accepted before a login.
  LOGIN_REQUIRED(40100, Retry.NEVER),
  /// The token is missing, wrong or expired, or the app is unknown.
  LOGIN_REFUSED(40101, Retry.NEVER),
  /// `fromId` isn't the user who is logged in on this connection.
  NOT_YOURSELF(40300, Retry.NEVER),
  /// The user doesn't take part in the conversation, or didn't when the message was sent.
  NOT_A_PARTICIPANT(40301, Retry.NEVER),
  /// The app's time window for recalling the message has passed.
  RECALL_TOO_LATE(40302, Retry.NEVER),
  /// The origin of the web page, or the host that it names, isn't allowed (HTTP).
  ORIGIN_REFUSED(40303, Retry.NEVER),
  /// The sender is muted in the group.
  MUTED(40304, Retry.NEVER),
  /// The app has banned the user.
  BANNED(40305, Retry.NEVER),
  /// The receiver takes no direct messages of the sender.
  NOT_ACCEPTED(40306, Retry.NEVER),
  /// The app leaves its users no choice whether others see their receipts.
  RECEIPTS_FIXED(40307, Retry.NEVER),
  /// The app doesn't let its users search its directory (HTTP).
  DIRECTORY_CLOSED(40308, Retry.NEVER),
  /// The app's time window for editing the message has passed.
  EDIT_TOO_LATE(40309, Retry.NEVER),
  /// In this group only those who run it pin messages.
  PIN_NOT_ALLOWED(40310, Retry.NEVER),
  /// There is no such group in this app.
  NO_SUCH_GROUP(40400, Retry.NEVER),
  /// There is no such message in the conversation.
  NO_SUCH_MESSAGE(40401, Retry.NEVER),
  /// There is nothing at this path (HTTP).
  NO_SUCH_PATH(40402, Retry.NEVER),
  /// The app's directory, which has everybody, has nobody of this id.
  NO_SUCH_USER(40403, Retry.NEVER),
  /// The path does not support this method (HTTP).
  METHOD_NOT_ALLOWED(40500, Retry.NEVER),
  /// The head or the body of the request took too long to come (HTTP).
  TOO_SLOW(40800, Retry.LATER),
  /// The same sender has used this message id for a message with another content.
  MESSAGE_ID_CONFLICT(40900, Retry.NEVER),
  /// A user logs in once per connection.
  ALREADY_LOGGED_IN(40901, Retry.NEVER),
  /// The group exists with another owner, or the change contradicts its present state.
  GROUP_CONFLICT(40902, Retry.NEVER),
  /// The group has been dissolved; its history remains, nothing can be sent any more.
  GROUP_DISSOLVED(41000, Retry.NEVER),
  /// The message was recalled: it can be neither edited nor pinned any more.
  MESSAGE_RECALLED(41001, Retry.NEVER),
  /// A frame, a body, an id list, a group or a list of pins is larger than its bound.
  TOO_LARGE(41300, Retry.NEVER),
  /// The request target is longer than its bound (HTTP).
  TARGET_TOO_LONG(41400, Retry.NEVER),
  /// The body has an unsupported encoding or character set (HTTP).
  UNSUPPORTED_ENCODING(41500, Retry.NEVER),
  /// A read or receive position lies beyond the newest message of the conversation.
  READ_AHEAD(41600, Retry.NEVER),
  /// The request's `Expect` header asks for something unsupported (HTTP).
  EXPECTATION_FAILED(41700, Retry.NEVER),
  /// The app does not want the message to be sent.
  DENIED(42200, Retry.NEVER),
  /// This path supports only WebSocket (HTTP).
  UPGRADE_REQUIRED(42600, Retry.NEVER),
  /// A rate limit for commands, connections or logins is exceeded; slow down and try again.
  TOO_MANY(42900, Retry.LATER),
  /// The headers of the request are larger than their bound (HTTP).
  HEADERS_TOO_LARGE(43100, Retry.NEVER),
  /// The server failed unexpectedly; the outcome of the command is unknown.
  INTERNAL(50000, Retry.LATER),
  /// Storage is unavailable or overloaded; retry with the same message id, which is idempotent.
  RETRY_LATER(50300, Retry.LATER),
  /// The HTTP version of the request isn't supported (HTTP).
  UNSUPPORTED_VERSION(50500, Retry.NEVER);

  /// The code of a result that isn't a refusal.
  public static final int SUCCESS = 200;

  private static final Map<Integer, RefusalCode> BY_NUMBER =
      Arrays.stream(values()).collect(Collectors.toMap(RefusalCode::number, Function.identity()));

  private final int number;
  private final Retry retry;

  RefusalCode(int number, Retry retry) {
    this.number = number;
    this.retry = retry;
  }

  /// Whether the same command may succeed when it is sent again.
  public enum Retry {
    /// The command must be changed first.
    NEVER,
    /// The same command, unchanged, may succeed after a pause.
    LATER
  }

  public int number() {
    return number;
  }

  public Retry retry() {
    return retry;
  }

  /// The code with this number, or null for a number of a newer server.
  public static @Nullable RefusalCode of(int number) {
    return BY_NUMBER.get(number);
  }
}
