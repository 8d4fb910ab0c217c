package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.InvalidIdException;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Membership.Standing;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Profile;
import io.whaleshark.core.model.Reaction;
import io.whaleshark.core.model.Tally;
import io.whaleshark.core.news.News;
import java.util.ArrayList;
import java.util.List;

/// The one place that knows how rows look: what stands in the key is not repeated in the value.
final class Rows {

  private static final int TOP = 1;
  private static final int MUTE = 2;
  private static final int ADMIN = 1;
  private static final int MUTED = 2;
  private static final int FIXED_BYTES = 96;

  private Rows() {}

  /// Where a repeat finds its message.
  record Place(ConversationId conversation, long sequence) {}

  /// The numbers of a conversation's newest expired message: what later messages count on from.
  ///
  /// @param stamp the message's
  /// @param lowSent how many of the expired are the low user's (direct conversations)
  /// @param newestPosition an inbox position that the expired reached; where an edit or a recall
  ///   took one further, that is still among what has moved
  /// @param raisedAt the stamp at which they expired; 0 where layout 1 did not say
  /// @param time the message's
  record Floor(
      long sequence, long stamp, long lowSent, long newestPosition, long raisedAt, long time) {
    static final Floor NONE = new Floor(0, 0, 0, 0, 0, 0);

    Floor raisedAt(long when) {
      return new Floor(sequence, stamp, lowSent, newestPosition, when, time);
    }
  }

  static byte[] place(byte[] conversation, long sequence) {
    return Keys.numbered(conversation, sequence);
  }

  static Place place(byte[] value) {
    return new Place(Keys.conversation(new Decoder(value)), Keys.numberOf(value));
  }

  static byte[] number(long value) {
    return new Encoder(Long.BYTES).int8(value).toBytes();
  }

  static long number(byte[] value) {
    return new Decoder(value).int8();
  }

  static byte[] membership(Membership m) {
    Encoder row =
        new Encoder(FIXED_BYTES)
            .varint(m.isOpen() ? 0 : m.left() + 1)
            .varint(m.read())
            .varint(m.received())
            .varint(m.ownAtRead())
            .varint(m.changedAt());
    // Most members are plain, and their rows look as they did before there was anything else.
    return m.standing().equals(Standing.PLAIN)
        ? row.toBytes()
        : row.int1((m.standing().admin() ? ADMIN : 0) | (m.standing().muted() ? MUTED : 0))
            .toBytes();
  }

  static Membership membership(
      ConversationId conversation, UserId user, long joined, byte[] value) {
    Decoder row = new Decoder(value);
    long left = row.varint();
    long read = row.varint();
    long received = row.varint();
    long ownAtRead = row.varint();
    long changedAt = row.varint();
    int flags = row.hasMore() ? row.int1() : 0;
    try {
      return new Membership(
          conversation,
          user,
          joined,
          left == 0 ? Membership.OPEN : left - 1,
          read,
          received,
          ownAtRead,
          new Standing((flags & ADMIN) != 0, (flags & MUTED) != 0),
          changedAt);
    } catch (IllegalArgumentException e) {
      throw Decoder.impossible(user + " in " + conversation, e);
    }
  }

  static byte[] participation(Participation p) {
    Encoder row =
        new Encoder(FIXED_BYTES)
            .int1((p.top() ? TOP : 0) | (p.mute() ? MUTE : 0))
            .varint(p.hiddenUpTo() + 1)
            .varint(p.changedAt())
            .text(p.left().groupName())
            .varint(p.left().read());
    Participation.Erased erased = p.erased();
    Participation.Unshared unshared = p.unshared();
    boolean hasUnshared = !unshared.equals(Participation.Unshared.NOTHING);
    if (hasUnshared || !erased.equals(Participation.Erased.NOTHING)) {
      row.varint(erased.upTo() + 1).varint(erased.own()).varint(erased.at());
    }
    return hasUnshared
        ? row.varint(unshared.read()).varint(unshared.own()).toBytes()
        : row.toBytes();
  }

  static Participation participation(UserId user, ConversationId conversation, byte[] value) {
    Decoder row = new Decoder(value);
    int flags = row.int1();
    long hiddenUpTo = row.varint() - 1;
    long changedAt = row.varint();
    // Layout 1 ends here.
    Participation.Left left =
        row.hasMore() ? new Participation.Left(row.text(), row.varint()) : Participation.Left.NEVER;
    Participation.Erased erased =
        row.hasMore()
            ? new Participation.Erased(row.varint() - 1, row.varint(), row.varint())
            : Participation.Erased.NOTHING;
    Participation.Unshared unshared =
        row.hasMore()
            ? new Participation.Unshared(row.varint(), row.varint())
            : Participation.Unshared.NOTHING;
    return new Participation(
        user,
        conversation,
        (flags & TOP) != 0,
        (flags & MUTE) != 0,
        hiddenUpTo,
        left,
        unshared,
        erased,
        changedAt);
  }

  static byte[] group(Group group) {
    return new Encoder(FIXED_BYTES)
        .text(group.name())
        .name(group.owner().name())
        .varint(group.memberCount())
        .int1(group.dissolved() ? 1 : 0)
        .varint(group.changedAt())
        .toBytes();
  }

  static Group group(ConversationId.Group id, byte[] value) {
    Decoder row = new Decoder(value);
    try {
      return new Group(
          id, row.text(), row.user(id.app()), row.varint(), row.int1() != 0, row.varint());
    } catch (IllegalArgumentException e) {
      throw Decoder.impossible(id.toString(), e);
    }
  }

  static byte[] ban(Ban ban) {
    return new Encoder(FIXED_BYTES)
        .text(ban.reason())
        .varint(ban.until())
        .varint(ban.changedAt())
        .toBytes();
  }

  static Ban ban(UserId user, byte[] value) {
    Decoder row = new Decoder(value);
    return new Ban(user, row.text(), row.varint(), row.varint());
  }

  static byte[] profile(Profile profile) {
    return new Encoder(FIXED_BYTES)
        .text(profile.name())
        .text(profile.avatar())
        .text(profile.extra())
        .varint(profile.changedAt())
        .toBytes();
  }

  static Profile profile(UserId user, byte[] value) {
    Decoder row = new Decoder(value);
    return new Profile(user, row.text(), row.text(), row.text(), row.varint());
  }

  /// The key says everything.
  static Block block(byte[] key, byte[] value) {
    requireNone("a block", value);
    return Keys.block(key);
  }

  /// The key says everything.
  static Reaction reaction(byte[] key, byte[] value) {
    requireNone("a reaction", value);
    Decoder from = new Decoder(key);
    ConversationId conversation = Keys.conversation(from);
    return new Reaction(from.int8(), from.name(), from.user(conversation.app()));
  }

  /// The key says everything.
  static UserId receiptsOff(byte[] key, byte[] value) {
    requireNone("a switch of receipts", value);
    Decoder from = new Decoder(key);
    return from.user(from.int4());
  }

  private static void requireNone(String what, byte[] value) {
    if (value.length > 0) {
      throw new EngineException(
          EngineException.Kind.CORRUPT, what + " has " + value.length + " bytes (expected: none)");
    }
  }

  /// @param sessions of one user, at least one
  static byte[] sessions(List<News.LoggedIn> sessions) {
    Encoder row = new Encoder(FIXED_BYTES);
    for (News.LoggedIn session : sessions) {
      device(row, session.device())
          .int8(session.session().value())
          .int1(session.policy().number())
          .varint(session.node())
          .varint(session.stamp());
    }
    return row.toBytes();
  }

  static List<News.LoggedIn> sessions(UserId user, byte[] value) {
    Decoder row = new Decoder(value);
    List<News.LoggedIn> sessions = new ArrayList<>(1);
    try {
      do {
        sessions.add(
            new News.LoggedIn(
                user,
                device(row),
                new SessionId(row.int8()),
                LoginPolicy.of(row.int1()),
                row.varint(),
                row.varint()));
      } while (row.hasMore());
    } catch (IllegalArgumentException e) {
      throw Decoder.impossible("a session of " + user, e);
    }
    return sessions;
  }

  static Encoder device(Encoder to, DeviceId device) {
    return to.text(device.kind().name()).text(device.name());
  }

  static DeviceId device(Decoder from) {
    try {
      return new DeviceId(DeviceKind.valueOf(from.text()), from.text());
    } catch (IllegalArgumentException | InvalidIdException e) {
      throw Decoder.impossible("a device", e);
    }
  }

  static byte[] floor(Floor floor) {
    Encoder row =
        new Encoder(FIXED_BYTES)
            .varint(floor.sequence())
            .varint(floor.stamp())
            .varint(floor.lowSent())
            .varint(floor.newestPosition())
            .varint(floor.raisedAt());
    return floor.time() == floor.stamp() ? row.toBytes() : row.varint(floor.time()).toBytes();
  }

  static Floor floor(byte[] value) {
    Decoder row = new Decoder(value);
    long sequence = row.varint();
    long stamp = row.varint();
    return new Floor(
        sequence,
        stamp,
        row.varint(),
        row.varint(),
        row.hasMore() ? row.varint() : 0,
        row.hasMore() ? row.varint() : stamp);
  }

  static byte[] tally(Tally tally) {
    Encoder row = new Encoder(FIXED_BYTES);
    tally.counts().forEach(count -> row.text(count.sign()).varint(count.users()));
    return row.toBytes();
  }

  static Tally tally(long sequence, byte[] value) {
    Decoder row = new Decoder(value);
    List<Tally.Count> counts = new ArrayList<>();
    try {
      while (row.hasMore()) {
        counts.add(new Tally.Count(row.text(), row.varint()));
      }
      return new Tally(sequence, counts);
    } catch (IllegalArgumentException e) {
      throw Decoder.impossible("a tally", e);
    }
  }
}
