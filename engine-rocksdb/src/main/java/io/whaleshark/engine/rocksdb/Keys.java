package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Directory;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.InvalidIdException;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.PushToken;
import io.whaleshark.core.model.Reaction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Builds and parses all keys. The package documentation describes the layout.
final class Keys {

  static final byte[] FORMAT = "format".getBytes(StandardCharsets.US_ASCII);
  static final byte[] STAMP = "stamp".getBytes(StandardCharsets.US_ASCII);
  static final byte[] INTAKE = "intake".getBytes(StandardCharsets.US_ASCII);

  private static final int DIRECT = 'd';
  private static final int GROUP = 'g';
  static final int EXPECTED_BYTES = 64;

  // The kinds of rows of the journal.
  private static final int ENTRIES = 0;
  private static final int BEGIN = 1;
  private static final int FOLLOWER = 2;
  private static final int SESSIONS = 3;

  private Keys() {}

  /// `C`: the key of a conversation, and the prefix of all keys that belong to it.
  static byte[] conversation(ConversationId conversation) {
    return conversation(new Encoder(bytesOf(conversation)), conversation).toBytes();
  }

  private static int bytesOf(ConversationId conversation) {
    int fixed = Integer.BYTES + 1;
    return switch (conversation) {
      case ConversationId.Direct(UserId low, UserId high) ->
          fixed + Encoder.nameBytes(low.name()) + Encoder.nameBytes(high.name());
      case ConversationId.Group(int _, String name) -> fixed + Encoder.nameBytes(name);
    };
  }

  /// Writes `C`.
  static Encoder conversation(Encoder to, ConversationId conversation) {
    to.int4(conversation.app());
    return switch (conversation) {
      case ConversationId.Direct(UserId low, UserId high) ->
          to.int1(DIRECT).name(low.name()).name(high.name());
      case ConversationId.Group(int _, String name) -> to.int1(GROUP).name(name);
    };
  }

  /// The prefix of the keys of all groups of an app.
  static byte[] groups(int app) {
    return new Encoder(EXPECTED_BYTES).int4(app).int1(GROUP).toBytes();
  }

  /// Reads `C` and leaves the decoder positioned after it.
  static ConversationId conversation(Decoder from) {
    int app = from.int4();
    try {
      return from.int1() == DIRECT
          ? new ConversationId.Direct(from.user(app), from.user(app))
          : new ConversationId.Group(app, from.name());
    } catch (IllegalArgumentException | InvalidIdException e) {
      throw Decoder.impossible("a conversation", e);
    }
  }

  /// Leaves the decoder positioned after `C`.
  static void skipConversation(Decoder from) {
    int _ = from.int4(); // the app
    boolean isDirect = from.int1() == DIRECT;
    from.skipName();
    if (isDirect) {
      from.skipName();
    }
  }

  /// `C number`, as [#numbered(byte[], long)].
  static byte[] numbered(ConversationId conversation, long number) {
    return conversation(new Encoder(bytesOf(conversation) + Long.BYTES), conversation)
        .int8(number)
        .toBytes();
  }

  /// `C number`: a message by sequence, or one that was replaced by the stamp of that.
  static byte[] numbered(byte[] conversation, long number) {
    byte[] key = Arrays.copyOf(conversation, conversation.length + Long.BYTES);
    for (int i = key.length - 1, shift = 0; shift < Long.SIZE; i--, shift += 8) {
      key[i] = (byte) (number >>> shift);
    }
    return key;
  }

  /// The number at the end of a key.
  static long numberOf(byte[] key) {
    return new Decoder(key, key.length - Long.BYTES).int8();
  }

  /// `C sequence sign`: the prefix of all who have a sign at a message.
  static byte[] reactors(byte[] conversation, long sequence, String sign) {
    return new Encoder(conversation.length + Long.BYTES + Encoder.nameBytes(sign))
        .raw(conversation)
        .int8(sequence)
        .name(sign)
        .toBytes();
  }

  /// `C sequence sign user`.
  static byte[] reaction(byte[] conversation, Reaction reaction) {
    return inConversation(
        reactors(conversation, reaction.sequence(), reaction.sign()), reaction.user());
  }

  static byte[] sent(ClientMessageId id) {
    return user(new Encoder(bytesOf(id.sender()) + Encoder.nameBytes(id.value())), id.sender())
        .name(id.value())
        .toBytes();
  }

  /// Reads what [#sent] wrote.
  static ClientMessageId sent(byte[] key) {
    Decoder from = new Decoder(key);
    UserId sender = from.user(from.int4());
    try {
      return new ClientMessageId(sender, from.name());
    } catch (InvalidIdException e) {
      throw Decoder.impossible("an id of " + sender, e);
    }
  }

  /// `C user`: the prefix of a user's periods and of their ordinals in a conversation.
  static byte[] inConversation(byte[] conversation, UserId user) {
    return new Encoder(conversation.length + Encoder.nameBytes(user.name()))
        .raw(conversation)
        .name(user.name())
        .toBytes();
  }

  /// `user`: the prefix of a user's conversation list.
  static byte[] user(UserId user) {
    return user(new Encoder(bytesOf(user)), user).toBytes();
  }

  private static int bytesOf(UserId user) {
    return Integer.BYTES + Encoder.nameBytes(user.name());
  }

  private static Encoder user(Encoder to, UserId user) {
    return to.int4(user.app()).name(user.name());
  }

  /// Reads what [#user(UserId)] wrote.
  static UserId user(byte[] key) {
    Decoder from = new Decoder(key);
    return from.user(from.int4());
  }

  static byte[] participation(UserId user, ConversationId conversation) {
    Encoder key = new Encoder(bytesOf(user) + bytesOf(conversation));
    return conversation(user(key, user), conversation).toBytes();
  }

  /// `user blocked`: [#user] is the prefix of all whom a user blocks.
  static byte[] block(Block block) {
    return user(new Encoder(2 * EXPECTED_BYTES), block.blocker())
        .name(block.blocked().name())
        .toBytes();
  }

  /// Reads what [#block(Block)] wrote.
  static Block block(byte[] key) {
    Decoder from = new Decoder(key);
    int app = from.int4();
    return new Block(from.user(app), from.user(app));
  }

  /// `user device`: [#user] is the prefix of all push tokens of a user.
  static byte[] pushToken(UserId user, DeviceId device) {
    return device(user(new Encoder(2 * EXPECTED_BYTES), user), device).toBytes();
  }

  /// A device as a key or the end of one, in its order.
  static Encoder device(Encoder to, DeviceId device) {
    return to.name(device.kind().name()).name(device.name());
  }

  /// Reads what [#device(Encoder, DeviceId)] wrote.
  static DeviceId device(Decoder from) {
    try {
      return new DeviceId(DeviceKind.valueOf(from.name()), from.name());
    } catch (IllegalArgumentException | InvalidIdException e) {
      throw Decoder.impossible("a device", e);
    }
  }

  /// `app service token`: whose it is.
  static byte[] pushAddress(PushToken.Address address) {
    return new Encoder(4 * EXPECTED_BYTES)
        .int4(address.app())
        .name(address.service())
        .name(address.token())
        .toBytes();
  }

  /// Reads what [#pushAddress(PushToken.Address)] wrote.
  static PushToken.Address pushAddress(byte[] key) {
    Decoder from = new Decoder(key);
    return new PushToken.Address(from.int4(), from.name(), from.name());
  }

  /// `app compared user`: where a search finds a user.
  static byte[] profileName(int app, Directory.Place place) {
    return new Encoder(4 * EXPECTED_BYTES)
        .int4(app)
        .name(place.compared())
        .name(place.user())
        .toBytes();
  }

  /// The prefix of all whose compared text begins with another one.
  static byte[] profileNames(int app, String prefix) {
    return new Encoder(4 * EXPECTED_BYTES)
        .int4(app)
        .raw(prefix.getBytes(StandardCharsets.UTF_8))
        .toBytes();
  }

  /// Reads whom a search finds at a key that [#profileName] wrote.
  static UserId profileOwner(byte[] key) {
    Decoder from = new Decoder(key);
    int app = from.int4();
    var _ = from.name();
    return from.user(app);
  }

  /// The prefix of an app's entries in the journal.
  static byte[] journal(int app) {
    return new Encoder(EXPECTED_BYTES).int1(ENTRIES).int4(app).toBytes();
  }

  /// The entries of a batch.
  static byte[] journal(int app, long stamp) {
    return numbered(journal(app), stamp);
  }

  /// From which stamp on an app's journal has everything.
  static byte[] journalBegin(int app) {
    return new Encoder(EXPECTED_BYTES).int1(BEGIN).int4(app).toBytes();
  }

  /// How far a follower of the journal has got.
  static byte[] follower(int app, String name) {
    return new Encoder(EXPECTED_BYTES).raw(followers()).int4(app).name(name).toBytes();
  }

  /// The prefix of all followers.
  static byte[] followers() {
    return new byte[] {FOLLOWER};
  }

  record Follower(int app, String name) {}

  /// Reads what [#follower(int, String)] wrote.
  static Follower follower(byte[] key) {
    Decoder from = new Decoder(key, followers().length);
    return new Follower(from.int4(), from.name());
  }

  /// The sessions of a user.
  static byte[] sessions(UserId user) {
    return user(new Encoder(EXPECTED_BYTES).raw(sessions()), user).toBytes();
  }

  /// The prefix of the sessions of all users.
  static byte[] sessions() {
    return new byte[] {SESSIONS};
  }

  /// Reads what [#sessions(UserId)] wrote.
  static UserId sessionsOf(byte[] key) {
    Decoder from = new Decoder(key, sessions().length);
    return from.user(from.int4());
  }

  /// Whether a key begins with a prefix.
  static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  /// The first key after all keys that begin with the prefix. The prefix must not end with 0xFF, as
  /// those do not that end with a name.
  static byte[] behind(byte[] prefix) {
    byte[] next = prefix.clone();
    next[next.length - 1]++;
    return next;
  }
}
