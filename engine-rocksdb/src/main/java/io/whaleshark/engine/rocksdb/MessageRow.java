package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.InvalidIdException;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;

/// How the row of a message looks. What many reads need stands first, so that they read no more.
final class MessageRow {

  /// How much of a message's row [#stampOf] and [#isReplaced] need.
  static final int HEAD_BYTES = Long.BYTES + 1;

  /// How much of it [#timeOf] needs at most, too.
  static final int TIMES_BYTES = HEAD_BYTES + Long.BYTES;

  /// How much of it [#lowSentOf] needs at most, too.
  static final int NUMBERS_BYTES = TIMES_BYTES + Encoder.VARINT_BYTES_AT_MOST;

  private static final int RECALLED = 1;
  private static final int BY_HIGH = 2;
  private static final int HAS_EXTRA = 4;
  private static final int IMPORTED = 8;
  private static final int EDITED = 16;
  private static final int VETTED = 32;
  private static final int REPLACED_BYTES = 2 * Long.BYTES;

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
      case Message.Sent sent -> {
        row.int1(flags | flagOf(sent));
        messageHead(row, message, direct);
        sent(row, sent);
      }
      case Message.Vetted(Message.Sent wanted, long digest) -> {
        row.int1(flags | VETTED | flagOf(wanted));
        messageHead(row, message, direct);
        sent(row.int8(digest), wanted);
      }
      case Message.Edited(Message.Sent newest, long at, long time, long digest) -> {
        row.int1(flags | EDITED | flagOf(newest));
        messageHead(row, message, direct);
        sent(row.int8(at).int8(digest).varint(at - time), newest);
      }
      case Message.Recalled(long at, long digest) -> {
        row.int1(flags | RECALLED);
        messageHead(row, message, direct);
        row.int8(at).int8(digest);
      }
    }
    return row.toBytes();
  }

  private static int flagOf(Message.Sent sent) {
    return sent.extra().isNone() ? 0 : HAS_EXTRA;
  }

  private static void sent(Encoder row, Message.Sent sent) {
    byte[] body = sent.body().bytes();
    row.varint(body.length).raw(body).raw(sent.extra().bytes());
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
          case Message.Sent sent -> bytesOf(sent);
          case Message.Vetted vetted -> Long.BYTES + bytesOf(vetted.wanted());
          case Message.Edited edited ->
              REPLACED_BYTES
                  + Encoder.varintBytes(edited.at() - edited.time())
                  + bytesOf(edited.newest());
          case Message.Recalled _ -> REPLACED_BYTES;
        };
    return head + sender + content;
  }

  private static int bytesOf(Message.Sent sent) {
    int body = sent.body().bytes().length;
    return Encoder.varintBytes(body) + body + sent.extra().bytes().length;
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
    if ((flags & EDITED) != 0) {
      long at = row.int8();
      long digest = row.int8();
      long time = at - row.varint();
      return new Message.Edited(sent(row, flags), at, time, digest);
    }
    if ((flags & VETTED) != 0) {
      long digest = row.int8();
      return new Message.Vetted(sent(row, flags), digest);
    }
    return sent(row, flags);
  }

  private static Message.Sent sent(Decoder row, int flags) {
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

  /// Whether it was edited or recalled, and so stands elsewhere in inboxes.
  static boolean isReplaced(byte[] message) {
    return (new Decoder(message, Long.BYTES).int1() & (RECALLED | EDITED)) != 0;
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
