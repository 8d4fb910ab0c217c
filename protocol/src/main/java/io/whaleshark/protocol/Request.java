package io.whaleshark.protocol;

import org.jspecify.annotations.Nullable;

/// A request of a client: one record for each command of the contract, valid by construction (W2).
///
/// The constructors throw a [ProtocolException] for a value out of its bounds: ids are 1..128
/// characters without control characters, numbers 0..2^53-1, a page size 1..500 (more means 500), a
/// request id 1..64 characters.
public sealed interface Request {

  /// Starts, keeps alive or ends a session.
  sealed interface OfSession extends Request {}

  /// Changes something. Changes take effect in the order in which they were sent.
  sealed interface Change extends Request
      permits Written,
          ReplaceRequest,
          PinSet,
          React,
          ReceiveAck,
          Read,
          ConversationSet,
          BlockSet,
          ReceiptsSet,
          OfDevice {}

  /// A change that no conversation keeps: of the device that sends it, or of the moment.
  sealed interface OfDevice extends Change permits PushRequest, TypingRequest {}

  /// Queries, and changes nothing.
  sealed interface Question extends Request
      permits InboxPull,
          HistoryPull,
          PinPull,
          ReactionPull,
          ReactorsPull,
          ConversationPull,
          BlockPull,
          ReceiptsPull,
          GroupReaders,
          GroupReadCounts {}

  /// Reads the body of a frame.
  ///
  /// @param command the frame's command
  /// @param body the frame's body without padding; only PING and LOGOUT may be empty
  /// @throws ProtocolException for anything that breaks the contract; with command, request id and
  ///   message id as far as they could be read
  static Request decode(int command, byte[] body) {
    return RequestDecoder.decode(command, body);
  }

  /// The command that carries this request.
  CommandNumber command();

  /// The sender that the body names, who must be the logged-in user; null if it names none.
  @Nullable String fromId();

  /// The client's id of this request, which its answer or refusal repeats; null if it gave none.
  @Nullable String requestId();

  /// Writes the body, an object from which [#decode(int, byte[])] makes an equal request.
  default void write(JsonWriter json) {
    RequestWriter.write(json, this);
  }

  /// Logs a user in on this connection; app, client type and device come from the frame's header.
  ///
  /// @param token a JWT of at most 8192 characters; null where open login is switched on
  record LogIn(String userId, @Nullable String token, @Nullable String requestId)
      implements OfSession {
    public LogIn {
      Bounds.id(Field.USER_ID, userId);
      if (token != null) {
        Bounds.length(Field.TOKEN, token, Bounds.TOKEN_CHARS_AT_MOST);
      }
      Bounds.requestId(requestId);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.LOGIN;
    }

    @Override
    public @Nullable String fromId() {
      return null;
    }

    @Override
    public String toString() {
      return "LogIn[userId=" + userId + ", token=" + (token == null ? "none" : "hidden") + "]";
    }
  }

  /// Ends the session; the server closes the connection.
  record LogOut(@Nullable String fromId, @Nullable String requestId) implements OfSession {
    public LogOut {
      Bounds.caller(fromId, requestId);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.LOGOUT;
    }
  }

  /// Shows that the client is alive.
  ///
  /// @param reply whether the client wants a [SessionEvent.Pong]
  record Ping(boolean reply, @Nullable String requestId) implements OfSession {
    public Ping {
      Bounds.requestId(requestId);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.PING;
    }

    @Override
    public @Nullable String fromId() {
      return null;
    }
  }

  /// Sends a message to a user or a group.
  ///
  /// @param messageId the client's own id: repeating the send gets the same answer
  /// @param messageBody any JSON value but null, canonical ([CanonicalJson])
  /// @param extra a second JSON value that the server passes on unchanged, canonical
  record Send(
      Peer to,
      String fromId,
      String messageId,
      Bytes messageBody,
      @Nullable Bytes extra,
      @Nullable String requestId)
      implements Written {
    public Send {
      Bounds.id(Field.FROM_ID, fromId);
      Bounds.id(Field.MESSAGE_ID, messageId);
      Bounds.content(messageBody, extra);
      Bounds.requestId(requestId);
    }

    @Override
    public CommandNumber command() {
      return to.type() == ConversationType.DIRECT ? CommandNumber.MSG_P2P : CommandNumber.MSG_GROUP;
    }

    @Override
    public Send saying(Bytes otherBody, @Nullable Bytes otherExtra) {
      return new Send(to, fromId, messageId, otherBody, otherExtra, requestId);
    }
  }

  /// Reports that a direct message has reached a device of its receiver.
  ///
  /// @param fromId the receiver, who reports it
  /// @param toId the message's sender, who is notified
  record ReceiveAck(
      String fromId,
      String toId,
      long messageKey,
      String messageId,
      long messageSequence,
      @Nullable String requestId)
      implements Change {
    public ReceiveAck {
      Bounds.id(Field.FROM_ID, fromId);
      Bounds.id(Field.TO_ID, toId);
      Bounds.number(Field.MESSAGE_KEY, messageKey);
      Bounds.id(Field.MESSAGE_ID, messageId);
      Bounds.number(Field.MESSAGE_SEQUENCE, messageSequence);
      Bounds.requestId(requestId);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.MSG_RECEIVE_ACK;
    }
  }

  /// Reports that everything up to a message has been displayed.
  ///
  /// @param messageSequence inclusive
  record Read(Peer in, String fromId, long messageSequence, @Nullable String requestId)
      implements Change {
    public Read {
      Bounds.id(Field.FROM_ID, fromId);
      Bounds.number(Field.MESSAGE_SEQUENCE, messageSequence);
      Bounds.requestId(requestId);
    }

    @Override
    public CommandNumber command() {
      return in.type() == ConversationType.DIRECT
          ? CommandNumber.MSG_READ
          : CommandNumber.GROUP_READ;
    }
  }

  /// Pulls new entries of the user's own inbox.
  ///
  /// @param lastSequence the cursor, exclusive: the newest inbox sequence that the client has
  record InboxPull(
      long lastSequence, int maxLimit, @Nullable String fromId, @Nullable String requestId)
      implements Question {
    public InboxPull {
      Bounds.number(Field.LAST_SEQUENCE, lastSequence);
      maxLimit = Bounds.limit(maxLimit);
      Bounds.caller(fromId, requestId);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.INBOX_PULL;
    }
  }

  /// Pulls messages of one conversation: those just above or just below a sequence, or the newest.
  ///
  /// @param beforeSequence exclusive; not together with `afterSequence`
  /// @param afterSequence exclusive; not together with `beforeSequence`
  record HistoryPull(
      Peer of,
      @Nullable Long beforeSequence,
      @Nullable Long afterSequence,
      int maxLimit,
      @Nullable String fromId,
      @Nullable String requestId)
      implements Question {
    public HistoryPull {
      Bounds.numberIfPresent(Field.BEFORE_SEQUENCE, beforeSequence);
      Bounds.numberIfPresent(Field.AFTER_SEQUENCE, afterSequence);
      if (beforeSequence != null && afterSequence != null) {
        throw Bounds.refusal(Field.AFTER_SEQUENCE, "given with beforeSequence", "one of them");
      }
      maxLimit = Bounds.limit(maxLimit);
      Bounds.caller(fromId, requestId);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.HISTORY_PULL;
    }
  }

  /// Pulls the conversations that changed.
  ///
  /// @param lastSequence the cursor, exclusive: the newest `sequence` that the client has
  record ConversationPull(
      long lastSequence, int maxLimit, @Nullable String fromId, @Nullable String requestId)
      implements Question {
    public ConversationPull {
      Bounds.number(Field.LAST_SEQUENCE, lastSequence);
      maxLimit = Bounds.limit(maxLimit);
      Bounds.caller(fromId, requestId);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.CONVERSATION_PULL;
    }
  }

  /// Pins, mutes or hides a conversation for this user only; null leaves a setting unchanged.
  record ConversationSet(
      Peer of,
      @Nullable Boolean isTop,
      @Nullable Boolean isMute,
      @Nullable Boolean isDeleted,
      @Nullable String fromId,
      @Nullable String requestId)
      implements Change {
    public ConversationSet {
      if (isTop == null && isMute == null && isDeleted == null) {
        throw Bounds.refusal(Field.IS_TOP, "missing", "isTop, isMute or isDeleted");
      }
      Bounds.caller(fromId, requestId);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.CONVERSATION_SET;
    }
  }

  /// Blocks a user, whose direct messages are refused from then on, or lifts the block.
  record BlockSet(
      String blockedId, boolean isBlocked, @Nullable String fromId, @Nullable String requestId)
      implements Change {
    public BlockSet {
      Bounds.id(Field.BLOCKED_ID, blockedId);
      Bounds.caller(fromId, requestId);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.BLOCK_SET;
    }
  }

  /// Queries whom the user blocks, all at once.
  record BlockPull(@Nullable String fromId, @Nullable String requestId) implements Question {
    public BlockPull {
      Bounds.caller(fromId, requestId);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.BLOCK_PULL;
    }
  }

  /// Lets others see how far the user gets from now on, or not.
  record ReceiptsSet(boolean receiptsOn, @Nullable String fromId, @Nullable String requestId)
      implements Change {
    public ReceiptsSet {
      Bounds.caller(fromId, requestId);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.RECEIPTS_SET;
    }
  }

  /// Queries whether others see how far the user gets.
  record ReceiptsPull(@Nullable String fromId, @Nullable String requestId) implements Question {
    public ReceiptsPull {
      Bounds.caller(fromId, requestId);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.RECEIPTS_PULL;
    }
  }

  /// Queries which users of a group message's audience have read it, ordered by user id.
  ///
  /// @param lastUserId the cursor, exclusive: the last user of the page before; null for the first
  record GroupReaders(
      String groupId,
      long messageSequence,
      @Nullable String lastUserId,
      int maxLimit,
      @Nullable String fromId,
      @Nullable String requestId)
      implements Question {
    public GroupReaders {
      Bounds.id(Field.GROUP_ID, groupId);
      Bounds.number(Field.MESSAGE_SEQUENCE, messageSequence);
      Bounds.idIfPresent(Field.LAST_USER_ID, lastUserId);
      maxLimit = Bounds.limit(maxLimit);
      Bounds.caller(fromId, requestId);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.GROUP_READERS;
    }
  }

  /// Queries the read counts of a range of the user's own group messages.
  ///
  /// @param fromSequence inclusive
  /// @param toSequence inclusive, at most 199 above `fromSequence`
  record GroupReadCounts(
      String groupId,
      long fromSequence,
      long toSequence,
      @Nullable String fromId,
      @Nullable String requestId)
      implements Question {
    public GroupReadCounts {
      Bounds.id(Field.GROUP_ID, groupId);
      Bounds.range(fromSequence, toSequence);
      Bounds.caller(fromId, requestId);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.GROUP_READ_COUNTS;
    }
  }
}
