package io.whaleshark.core.delivery;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.directory.Profiles;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.messaging.GroupSpeech;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import java.util.List;
import java.util.Optional;

/// Whether somebody may show in a conversation that they write. Immutable.
///
/// @param refused why they may not, as if they sent a message; empty if they may
/// @param isTold whether others are told. Who is blocked is not refused: before a message is, they
///   see what they would see without the block (ADR 24)
record TypingPermission(Optional<Answer.Refused> refused, boolean isTold) {

  /// Nobody is told, and it is not refused.
  static final TypingPermission UNTOLD = new TypingPermission(Optional.empty(), false);

  private static final TypingPermission TOLD = new TypingPermission(Optional.empty(), true);

  /// Asks the engine. Blocks while it reads: whom the peer blocks, at most
  /// [io.whaleshark.core.model.Block#PER_USER_AT_MOST] rows, and the peer's profile where one is
  /// required; or the group and the member.
  static TypingPermission of(
      Engine engine, UserId author, ConversationId conversation, AppPolicy policy) {
    return switch (conversation) {
      case ConversationId.Direct direct -> toPeer(engine, author, direct.peerOf(author), policy);
      case ConversationId.Group id -> {
        Optional<Group> group = engine.memberships().group(id);
        List<Membership> periods = engine.memberships().periods(id, author);
        Optional<Answer.Refused> refused =
            GroupSpeech.refusal(group, periods.reversed().stream().findFirst());
        boolean isSmall =
            group.filter(known -> known.memberCount() <= policy.typingMembersAtMost()).isPresent();
        yield new TypingPermission(refused, refused.isEmpty() && isSmall);
      }
    };
  }

  private static TypingPermission toPeer(
      Engine engine, UserId author, UserId peer, AppPolicy policy) {
    if (engine.blocks().of(peer).contains(author)) {
      return UNTOLD;
    }
    boolean isKnown =
        !policy.directory().required() || !engine.directory().of(List.of(peer)).isEmpty();
    return isKnown ? TOLD : new TypingPermission(Optional.of(Profiles.NOBODY), false);
  }
}
