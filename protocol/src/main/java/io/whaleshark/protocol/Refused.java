package io.whaleshark.protocol;

import org.jspecify.annotations.Nullable;

/// A command was not executed. Sent as the command's result if it has one, else as REFUSED (9010).
///
/// @param code a [RefusalCode]'s number, or one of a newer server
/// @param msg what was wrong and what was expected, for a person to read
/// @param refusedCommand the number of the command that was refused, 0 if none could be read
/// @param messageId if the refused command has a result: the id of its message, if it could be read
/// @param retryAfterMillis the delay after which the same request may succeed, if the server knows
///   it
public record Refused(
    int code,
    String msg,
    int refusedCommand,
    @Nullable String messageId,
    @Nullable String requestId,
    @Nullable Long retryAfterMillis)
    implements Event {
  /// The delay after which a request refused with [RefusalCode#RETRY_LATER] may be retried.
  public static final long RETRY_LATER_MILLIS = 1_000;

  public Refused {
    if (CommandNumber.refusalOf(refusedCommand) == CommandNumber.REFUSED) {
      messageId = null;
    }
  }

  /// A refusal without a known retry delay.
  public Refused(
      int code,
      String msg,
      int refusedCommand,
      @Nullable String messageId,
      @Nullable String requestId) {
    this(code, msg, refusedCommand, messageId, requestId, null);
  }

  /// Returns the same refusal with a retry delay.
  public Refused retryAfter(long millis) {
    return new Refused(code, msg, refusedCommand, messageId, requestId, millis);
  }

  /// The refusal of a decoded request.
  public static Refused of(Request request, RefusalCode code, String detail) {
    var messageId =
        switch (request) {
          case Request.Send send -> send.messageId();
          case ReplaceRequest replace -> replace.of().messageId();
          case PinSet pin -> pin.of().messageId();
          case React react -> react.of().messageId();
          case Request.LogIn _,
              Request.LogOut _,
              Request.Ping _,
              Request.ReceiveAck _,
              Request.Read _ ->
              null;
          case Request.InboxPull _, Request.HistoryPull _, Request.ConversationPull _ -> null;
          case Request.ConversationSet _, Request.BlockSet _, Request.BlockPull _ -> null;
          case Request.ReceiptsSet _, Request.ReceiptsPull _, PushRequest _ -> null;
          case Request.GroupReaders _, Request.GroupReadCounts _, TypingRequest _ -> null;
          case PinPull _, ReactionPull _, ReactorsPull _ -> null;
        };
    return new Refused(
        code.number(),
        detail,
        request.command().number(),
        messageId,
        request.requestId(),
        code == RefusalCode.RETRY_LATER ? RETRY_LATER_MILLIS : null);
  }

  /// The code if this version knows it, else null.
  public @Nullable RefusalCode refusalCode() {
    return RefusalCode.of(code);
  }

  @Override
  public CommandNumber command() {
    return CommandNumber.refusalOf(refusedCommand);
  }

  @Override
  public void write(JsonWriter json) {
    if (command() == CommandNumber.REFUSED) {
      json.startObject()
          .put(Field.CODE, code)
          .put(Field.MSG, msg)
          .put(Field.COMMAND, refusedCommand);
      json.putIfPresent(Field.RETRY_AFTER_MILLIS, retryAfterMillis);
      json.putIfPresent(Field.REQUEST_ID, requestId).endObject();
    } else {
      writeResult(json);
    }
  }

  /// Writes the refusal as a result, as over HTTP, for any command:
  /// `{"code","msg","data","ok":false}`.
  public void writeResult(JsonWriter json) {
    json.startObject().put(Field.CODE, code).put(Field.MSG, msg);
    json.name(Field.DATA).startObject().putIfPresent(Field.MESSAGE_ID, messageId);
    json.putIfPresent(Field.RETRY_AFTER_MILLIS, retryAfterMillis).endObject();
    json.put(Field.OK, false).putIfPresent(Field.REQUEST_ID, requestId).endObject();
  }
}
