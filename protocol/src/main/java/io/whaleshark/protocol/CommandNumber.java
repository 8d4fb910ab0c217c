package io.whaleshark.protocol;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The command numbers of the contract: every kind of frame in either direction.
///
/// If a command is answered by a *result*, a refusal is that result with a code other than 200.
/// Every other command is refused by [#REFUSED]. MSG_P2P, MSG_GROUP, MSG_RECEIVE_ACK and PING are
/// used in both directions.
public enum CommandNumber {
  LOGIN(9000, Direction.REQUEST),
  LOGIN_ACK(9001, Direction.EVENT),
  KICKED(9002, Direction.EVENT),
  LOGOUT(9003, Direction.REQUEST),
  REFUSED(9010, Direction.EVENT),
  PING(9999, Direction.BOTH),
  MSG_P2P(1103, Direction.BOTH),
  MSG_ACK(1046, Direction.EVENT),
  MSG_GROUP(2104, Direction.BOTH),
  GROUP_MSG_ACK(2047, Direction.EVENT),
  MSG_RECEIVE_ACK(1107, Direction.BOTH),
  RECALL(1050, Direction.REQUEST),
  RECALL_ACK(1051, Direction.EVENT),
  RECALL_NOTIFY(1052, Direction.EVENT),
  EDIT(1060, Direction.REQUEST),
  EDIT_ACK(1061, Direction.EVENT),
  EDIT_NOTIFY(1062, Direction.EVENT),
  PIN(1080, Direction.REQUEST),
  PIN_ACK(1081, Direction.EVENT),
  PIN_NOTIFY(1082, Direction.EVENT),
  PIN_PULL(1083, Direction.REQUEST),
  PIN_PAGE(1084, Direction.EVENT),
  REACT(1090, Direction.REQUEST),
  REACT_ACK(1091, Direction.EVENT),
  REACTION_NOTIFY(1092, Direction.EVENT),
  REACTION_PULL(1093, Direction.REQUEST),
  REACTION_PAGE(1094, Direction.EVENT),
  REACTORS_PULL(1095, Direction.REQUEST),
  REACTORS_PAGE(1096, Direction.EVENT),
  INBOX_PULL(1200, Direction.REQUEST),
  INBOX_PAGE(1201, Direction.EVENT),
  MSG_READ(1106, Direction.REQUEST),
  MSG_READ_NOTIFY(1053, Direction.EVENT),
  MSG_READ_RECEIPT(1054, Direction.EVENT),
  GROUP_READ(2106, Direction.REQUEST),
  GROUP_READ_NOTIFY(2053, Direction.EVENT),
  GROUP_READ_RECEIPT(2054, Direction.EVENT),
  GROUP_READERS(2110, Direction.REQUEST),
  GROUP_READERS_PAGE(2111, Direction.EVENT),
  GROUP_READ_COUNTS(2112, Direction.REQUEST),
  GROUP_READ_COUNTS_PAGE(2113, Direction.EVENT),
  CONVERSATION_PULL(5100, Direction.REQUEST),
  CONVERSATION_PAGE(5101, Direction.EVENT),
  HISTORY_PULL(1210, Direction.REQUEST),
  HISTORY_PAGE(1211, Direction.EVENT),
  CONVERSATION_SET(5102, Direction.REQUEST),
  CONVERSATION_SET_ACK(5103, Direction.EVENT),
  CONVERSATION_UPDATED(5001, Direction.EVENT),
  CONVERSATION_DELETED(5000, Direction.EVENT),
  BLOCK_SET(5200, Direction.REQUEST),
  BLOCK_SET_ACK(5201, Direction.EVENT),
  BLOCK_PULL(5202, Direction.REQUEST),
  BLOCK_PAGE(5203, Direction.EVENT),
  RECEIPTS_SET(5300, Direction.REQUEST),
  RECEIPTS_SET_ACK(5301, Direction.EVENT),
  RECEIPTS_PULL(5302, Direction.REQUEST),
  RECEIPTS_STATE(5303, Direction.EVENT),
  RECEIPTS_UPDATED(5304, Direction.EVENT),
  PUSH_TOKEN_SET(5400, Direction.REQUEST),
  PUSH_TOKEN_SET_ACK(5401, Direction.EVENT),
  PUSH_TOKEN_REMOVE(5402, Direction.REQUEST),
  PUSH_TOKEN_REMOVE_ACK(5403, Direction.EVENT),
  TYPING(5500, Direction.REQUEST),
  TYPING_NOTIFY(5501, Direction.EVENT),
  GROUP_MEMBERS_ADDED(2001, Direction.EVENT),
  GROUP_RENAMED(2003, Direction.EVENT),
  GROUP_MEMBER_REMOVED(2006, Direction.EVENT),
  GROUP_DISSOLVED(2007, Direction.EVENT);

  private static final Map<Integer, CommandNumber> BY_NUMBER =
      Arrays.stream(values()).collect(Collectors.toMap(CommandNumber::number, Function.identity()));

  /// Requests that a result answers; the result also carries refusals.
  private static final Map<CommandNumber, CommandNumber> RESULTS =
      Map.ofEntries(
          Map.entry(LOGIN, LOGIN_ACK),
          Map.entry(MSG_P2P, MSG_ACK),
          Map.entry(MSG_GROUP, GROUP_MSG_ACK),
          Map.entry(RECALL, RECALL_ACK),
          Map.entry(EDIT, EDIT_ACK),
          Map.entry(PIN, PIN_ACK),
          Map.entry(REACT, REACT_ACK),
          Map.entry(CONVERSATION_SET, CONVERSATION_SET_ACK),
          Map.entry(BLOCK_SET, BLOCK_SET_ACK),
          Map.entry(RECEIPTS_SET, RECEIPTS_SET_ACK),
          Map.entry(PUSH_TOKEN_SET, PUSH_TOKEN_SET_ACK),
          Map.entry(PUSH_TOKEN_REMOVE, PUSH_TOKEN_REMOVE_ACK));

  /// Requests whose answer carries only success.
  private static final Map<CommandNumber, CommandNumber> PAGES =
      Map.ofEntries(
          Map.entry(PING, PING),
          Map.entry(INBOX_PULL, INBOX_PAGE),
          Map.entry(HISTORY_PULL, HISTORY_PAGE),
          Map.entry(CONVERSATION_PULL, CONVERSATION_PAGE),
          Map.entry(GROUP_READERS, GROUP_READERS_PAGE),
          Map.entry(GROUP_READ_COUNTS, GROUP_READ_COUNTS_PAGE),
          Map.entry(PIN_PULL, PIN_PAGE),
          Map.entry(REACTION_PULL, REACTION_PAGE),
          Map.entry(REACTORS_PULL, REACTORS_PAGE),
          Map.entry(BLOCK_PULL, BLOCK_PAGE),
          Map.entry(RECEIPTS_PULL, RECEIPTS_STATE));

  private final int number;
  private final Direction direction;

  CommandNumber(int number, Direction direction) {
    this.number = number;
    this.direction = direction;
  }

  private enum Direction {
    REQUEST,
    EVENT,
    BOTH
  }

  public int number() {
    return number;
  }

  /// Whether a client may send it.
  public boolean isRequest() {
    return direction != Direction.EVENT;
  }

  /// Whether the server may send it.
  public boolean isEvent() {
    return direction != Direction.REQUEST;
  }

  /// The command with this number, or null if the contract has none.
  public static @Nullable CommandNumber of(int number) {
    return BY_NUMBER.get(number);
  }

  /// What answers this request when it succeeds; null if success is silent (and for what isn't a
  /// request).
  public @Nullable CommandNumber answer() {
    var result = RESULTS.get(this);
    return result == null ? PAGES.get(this) : result;
  }

  /// The command that refuses the request with this number: its result, or [#REFUSED].
  public static CommandNumber refusalOf(int request) {
    var command = of(request);
    var result = command == null ? null : RESULTS.get(command);
    return result == null ? REFUSED : result;
  }

  /// The request that this result answers, or null if this is no result.
  @Nullable CommandNumber resultOf() {
    for (var entry : RESULTS.entrySet()) {
      if (entry.getValue() == this) {
        return entry.getKey();
      }
    }
    return null;
  }
}
