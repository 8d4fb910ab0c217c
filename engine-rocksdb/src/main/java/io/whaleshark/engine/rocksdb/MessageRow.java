package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.InvalidIdException;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;

/// How the row of a message looks. What many reads need stands first, so that they read no more.
final class MessageRow {

  /// How much of a message's row [#stampOf] and [#isRecalled] need.
  static final int HEAD_BYTES = Long.BYTES + 1;

  /// How much of it [#timeOf] needs at most, too.
  static final int TIMES_BYTES = HEAD_BYTES + Long.BYTES;

  /// How much of it [#lowSentOf] needs at most, too.
  static final int NUMBERS_BYTES = TIMES_BYTES + Encoder.VARINT_BYTES_AT_MOST;

  private static final int RECALLED = 1;
  private static final int BY_HIGH = 2;
  private static final int HAS_EXTRA = 4;
  private static final int IMPORTED = 8;

  private MessageRow() {}

  static byte[] message(Message message) {
    int flags = 0;
    Encoder row = new Encoder(bytesOf(message));
    row.int8(message.stamp());
    boolean direct = message.conversation() instanceof ConversationId.Direct;
    if (message.conversation() instanceof ConversationId.Direct d
        && !d.low().equals(message.sender())) {
      flags |= BY_HIGH;
    }
    if (message.isImported()) {
      flags |= IMPORTED;
    }
    switch (message.content()) {
      case Message.Sent(Payload body, Payload extra) -> {
        row.int1(flags | (extra.isNone() ? 0 : HAS_EXTRA));
        messageHead(row, message, direct);
        row.varint(body.bytes().length).raw(body.bytes()).raw(extra.bytes());
      }
      case Message.Recalled(long recalledAt, long digest) -> {
        row.int1(flags | RECALLED);
        messageHead(row, message, direct);
        row.int8(recalledAt).int8(digest);
      }
    }
    return row.toBytes();
  }

  /// Its exact size, where names are ASCII.
  private static int bytesOf(Message message) {
    int head =
        (message.isImported() ? TIMES_BYTES : HEAD_BYTES)
            + Encoder.varintBytes(message.senderOrdinal())
            + Encoder.varintBytes(message.audience())
            + Encoder.nameBytes(message.clientId().value());
    int sender =
        message.conversation() instanceof ConversationId.Direct
            ? 0
            : Encoder.nameBytes(message.sender().name());
    int content =
        switch (message.content()) {
          case Message.Sent(Payload body, Payload extra) ->
              Encoder.varintBytes(body.bytes().length) + body.bytes().length + extra.bytes().length;
          case Message.Recalled _ -> 2 * Long.BYTES;
        };
    return head + sender + content;
  }

  private static void messageHead(Encoder row, Message message, boolean direct) {
    if (message.isImported()) {
      row.int8(message.time());
    }
    row.varint(message.senderOrdinal()).varint(message.audience());
    if (!direct) {
      row.name(message.sender().name());
    }
    row.name(message.clientId().value());
  }

  static Message message(ConversationId conversation, long sequence, byte[] value) {
    Decoder row = new Decoder(value);
    long stamp = row.int8();
    int flags = row.int1();
    long time = (flags & IMPORTED) == 0 ? stamp : row.int8();
    long ordinal = row.varint();
    long audience = row.varint();
    UserId sender =
        switch (conversation) {
          case ConversationId.Direct(UserId low, UserId high) ->
              (flags & BY_HIGH) == 0 ? low : high;
          case ConversationId.Group group -> row.user(group.app());
        };
    try {
      ClientMessageId id = new ClientMessageId(sender, row.name());
      return new Message(
          conversation, sequence, stamp, time, id, content(row, flags), ordinal, audience);
    } catch (IllegalArgumentException | InvalidIdException e) {
      throw Decoder.impossible("message " + sequence + " of " + conversation, e);
    }
  }

  private static Message.Content content(Decoder row, int flags) {
    if ((flags & RECALLED) != 0) {
      return new Message.Recalled(row.int8(), row.int8());
    }
    Payload body = Payload.of(row.raw((int) row.varint()));
    return new Message.Sent(body, (flags & HAS_EXTRA) == 0 ? Payload.NONE : Payload.of(row.rest()));
  }

  static long stampOf(byte[] message) {
    return new Decoder(message).int8();
  }

  /// When a message was sent, of which this row is.
  static long timeOf(byte[] message) {
    Decoder row = new Decoder(message);
    long stamp = row.int8();
    return (row.int1() & IMPORTED) == 0 ? stamp : row.int8();
  }

  static boolean isRecalled(byte[] message) {
    return (new Decoder(message, Long.BYTES).int1() & RECALLED) != 0;
  }

  /// Of a message's row in a direct conversation: how many up to it are the low user's, its
  /// sequence given.
  static long lowSentOf(byte[] message, long sequence) {
    Decoder row = new Decoder(message, Long.BYTES);
    int flags = row.int1();
    skipTime(row, flags);
    long ordinal = row.varint();
    return (flags & BY_HIGH) == 0 ? ordinal : sequence - ordinal;
  }

  /// Of a message's row in a group: whose it is.
  static UserId senderOf(ConversationId.Group group, byte[] message) {
    Decoder row = new Decoder(message, Long.BYTES);
    skipTime(row, row.int1());
    row.varint();
    row.varint();
    return row.user(group.app());
  }

  private static void skipTime(Decoder row, int flags) {
    if ((flags & IMPORTED) != 0) {
      row.int8();
    }
  }
}
