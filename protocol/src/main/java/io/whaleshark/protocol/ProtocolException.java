package io.whaleshark.protocol;

import org.jspecify.annotations.Nullable;

/// Input that breaks the wire contract; the command was not executed.
///
/// The message names field, offending value and expectation, as in `maxLimit: 0 (expected:
/// 1..500)`. It never contains text of the client's body (W5), so it may be sent back and logged.
/// As far as they could be read, [#command()], [#requestId()] and [#messageId()] identify the
/// refused command. The exception has no stack trace and no cause: a hostile client must not make
/// the server walk stacks.
public final class ProtocolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final RefusalCode code;
  private final int command;
  private final @Nullable String requestId;
  private final @Nullable String messageId;

  public ProtocolException(RefusalCode code, String detail) {
    this(code, detail, 0, null, null);
  }

  private ProtocolException(
      RefusalCode code,
      String detail,
      int command,
      @Nullable String requestId,
      @Nullable String messageId) {
    super(detail, null, false, false);
    this.code = code;
    this.command = command;
    this.requestId = requestId;
    this.messageId = messageId;
  }

  /// Returns the same refusal with the command and the ids that could be read from its body.
  ProtocolException of(
      int refusedCommand, @Nullable String refusedRequestId, @Nullable String refusedMessageId) {
    return new ProtocolException(
        code, detail(), refusedCommand, refusedRequestId, refusedMessageId);
  }

  static ProtocolException malformed(String detail) {
    return new ProtocolException(RefusalCode.MALFORMED, detail);
  }

  public RefusalCode code() {
    return code;
  }

  /// What was wrong and what was expected; the exception's message.
  public String detail() {
    var detail = getMessage();
    return detail == null ? "" : detail;
  }

  /// The number of the refused command, 0 if none could be read.
  public int command() {
    return command;
  }

  /// The `requestId` of the refused request, null if it had none or it couldn't be read.
  public @Nullable String requestId() {
    return requestId;
  }

  /// The `messageId` of the refused request, null if it had none or it couldn't be read.
  public @Nullable String messageId() {
    return messageId;
  }

  /// The frame that refuses the command.
  public Refused toRefused() {
    return new Refused(code.number(), detail(), command, messageId, requestId);
  }
}
