package io.whaleshark.core.model;

import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// One message of a conversation's log. Immutable; a recall replaces it by its tombstone.
///
/// @param conversation whose log it stands in
/// @param sequence its place there: 1, 2, 3 … without gaps (P2)
/// @param stamp when it was committed, in microseconds since 1970, unique in the node and growing;
///   also its place in every participant's inbox, unless it was recalled
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
            && (!(content instanceof Recalled recalled) || recalled.recalledAt() > stamp);
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

  /// What a message carries: the body and what the client added to it, or what a recall left of
  /// them.
  public sealed interface Content {}

  /// The content as sent.
  ///
  /// @param body the body, never empty
  /// @param extra what the client wanted carried along; [Payload#NONE] if nothing
  public record Sent(Payload body, Payload extra) implements Content {}

  /// The tombstone: the content is gone, its digest stays, so that a repeated send is still told
  /// from a conflict.
  ///
  /// @param recalledAt the stamp of the recall: the tombstone's place in every inbox from then on
  /// @param digest of the content that was sent
  public record Recalled(long recalledAt, long digest) implements Content {}

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

  /// The place in the inboxes of those who can see it: the stamp of its recall, if there was one,
  /// else its own.
  public long inboxPosition() {
    return switch (content) {
      case Sent _ -> stamp;
      case Recalled recalled -> recalled.recalledAt();
    };
  }

  /// Whether a send of this content is this message sent again, rather than another one under the
  /// same id (P3).
  public boolean carries(Sent sent) {
    return switch (content) {
      case Sent own -> own.equals(sent);
      case Recalled recalled -> recalled.digest() == digest(sent);
    };
  }

  /// The tombstone that a recall at the given stamp leaves.
  public Message recalledAt(long recallStamp) {
    return switch (content) {
      case Sent own ->
          new Message(
              conversation,
              sequence,
              stamp,
              time,
              clientId,
              new Recalled(recallStamp, digest(own)),
              senderOrdinal,
              audience);
      case Recalled _ -> this;
    };
  }

  /// An estimate of what the message costs in memory and on the wire, in bytes.
  public int sizeBytes() {
    return switch (content) {
      case Sent own -> own.body().bytes().length + own.extra().bytes().length + OVERHEAD_BYTES;
      case Recalled _ -> OVERHEAD_BYTES;
    };
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
