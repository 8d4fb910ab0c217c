package io.whaleshark.core.model;

import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/// One message of a conversation's log. Immutable; an edit replaces it by one with another content,
/// and a recall by its tombstone.
///
/// @param conversation whose log it stands in
/// @param sequence its place there: 1, 2, 3 … without gaps (P2)
/// @param stamp when it was committed, in microseconds since 1970, unique in the node and growing;
///   also its place in every participant's inbox, unless it was replaced
/// @param time when it was sent, in microseconds since 1970: its stamp, or earlier if it was sent
///   on another server and imported
/// @param clientId who sent it, and under which id of their own
/// @param content what it carries
/// @param senderOrdinal the how-manyth message of its sender in this conversation, from 1: unread
///   counts are made of it
/// @param audience how many were to read it when it was sent, the sender left out; frozen for ever
///   (P8)
public record Message(
    ConversationId conversation,
    long sequence,
    long stamp,
    long time,
    ClientMessageId clientId,
    Content content,
    long senderOrdinal,
    long audience) {

  /// @throws IllegalArgumentException if its numbers cannot be those of a stored message
  public Message {
    boolean sound =
        sequence >= 1
            && 1 <= time
            && time <= stamp
            && 1 <= senderOrdinal
            && senderOrdinal <= sequence
            && audience >= 0
            && (!(content instanceof Replaced replaced) || replaced.at() > stamp)
            && (!(content instanceof Edited edited) || edited.time() >= time);
    if (!sound) {
      throw new IllegalArgumentException(
          "message: sequence %d, stamp %d, time %d, ordinal %d, audience %d, %s"
              .formatted(sequence, stamp, time, senderOrdinal, audience, content));
    }
  }

  /// A message that was sent here, at the moment that its stamp says.
  public Message(
      ConversationId conversation,
      long sequence,
      long stamp,
      ClientMessageId clientId,
      Content content,
      long senderOrdinal,
      long audience) {
    this(conversation, sequence, stamp, stamp, clientId, content, senderOrdinal, audience);
  }

  /// What a message carries: the body and what the client added to it, or what has taken the place
  /// of them.
  public sealed interface Content {}

  /// The content as sent.
  ///
  /// @param body the body, never empty
  /// @param extra what the client wanted carried along; [Payload#NONE] if nothing
  public record Sent(Payload body, Payload extra) implements Content {}

  /// What the app has put in the place of the content that was sent, before anybody saw that.
  ///
  /// @param wanted by the app
  /// @param digest of the content that was sent: all that stays of it, so that a repeated send is
  ///   still told from a conflict
  public record Vetted(Sent wanted, long digest) implements Content {

    public static Vetted of(Sent wanted, Sent sent) {
      return new Vetted(wanted, Message.digest(sent));
    }
  }

  /// What has taken the place of the content that was sent. Of that only the digest stays, so that
  /// a repeated send is still told from a conflict.
  public sealed interface Replaced extends Content {

    /// The stamp of the newest replacement: the message's place in every inbox from then on.
    long at();

    /// Of the content that was sent.
    long digest();
  }

  /// The content of the newest edit.
  ///
  /// @param time when it was edited, in microseconds since 1970: `at`, or earlier if it was edited
  ///   on another server
  public record Edited(Sent newest, long at, long time, long digest) implements Replaced {

    /// @throws IllegalArgumentException if it was edited later than it was stored
    public Edited {
      if (time < 1 || time > at) {
        throw new IllegalArgumentException("edit: time " + time + " (expected: 1.." + at + ")");
      }
    }
  }

  /// The tombstone: the content is gone.
  public record Recalled(long at, long digest) implements Replaced {}

  /// Whether it was sent on another server.
  public boolean isImported() {
    return time != stamp;
  }

  public UserId sender() {
    return clientId.sender();
  }

  public boolean isRecalled() {
    return content instanceof Recalled;
  }

  public boolean isEdited() {
    return content instanceof Edited;
  }

  /// Whether it was edited or recalled, and so stands elsewhere in inboxes than when it was sent.
  public boolean isReplaced() {
    return content instanceof Replaced;
  }

  /// The place in the inboxes of those who can see it: the stamp of its newest edit or its recall,
  /// if there was one, else its own.
  public long inboxPosition() {
    return switch (content) {
      case Sent _, Vetted _ -> stamp;
      case Replaced replaced -> replaced.at();
    };
  }

  /// The newest content; empty of a tombstone.
  public Optional<Sent> newest() {
    return switch (content) {
      case Sent own -> Optional.of(own);
      case Vetted vetted -> Optional.of(vetted.wanted());
      case Edited edited -> Optional.of(edited.newest());
      case Recalled _ -> Optional.empty();
    };
  }

  /// Whether a send of this content is this message sent again, rather than another one under the
  /// same id (P3).
  public boolean carries(Sent sent) {
    return switch (content) {
      case Sent own -> own.equals(sent);
      case Vetted vetted -> vetted.digest() == digest(sent);
      case Replaced replaced -> replaced.digest() == digest(sent);
    };
  }

  /// The message that an edit leaves. It must not be recalled.
  ///
  /// @param at the stamp of the edit
  /// @param time when it was edited; see [Edited]
  public Message edited(Sent newest, long at, long time) {
    return with(new Edited(newest, at, time, originalDigest()));
  }

  /// The tombstone that a recall at the given stamp leaves.
  public Message recalledAt(long recallStamp) {
    return isRecalled() ? this : with(new Recalled(recallStamp, originalDigest()));
  }

  private Message with(Replaced replaced) {
    return new Message(
        conversation, sequence, stamp, time, clientId, replaced, senderOrdinal, audience);
  }

  private long originalDigest() {
    return switch (content) {
      case Sent own -> digest(own);
      case Vetted vetted -> vetted.digest();
      case Replaced replaced -> replaced.digest();
    };
  }

  /// An estimate of what the message costs in memory and on the wire, in bytes.
  public int sizeBytes() {
    return OVERHEAD_BYTES
        + newest().map(now -> now.body().bytes().length + now.extra().bytes().length).orElse(0);
  }

  private static final int OVERHEAD_BYTES = 256;

  private static long digest(Sent sent) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(sent.body().bytes().length).array());
      sha.update(sent.body().bytes());
      return ByteBuffer.wrap(sha.digest(sent.extra().bytes())).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
