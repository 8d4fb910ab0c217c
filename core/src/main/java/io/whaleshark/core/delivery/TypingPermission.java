package io.whaleshark.core.delivery;

import io.whaleshark.core.command.Answer;
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

  private static final TypingPermission TOLD = new TypingPermission(Optional.empty(), true);
  private static final TypingPermission UNTOLD = new TypingPermission(Optional.empty(), false);

  /// Asks the engine. Blocks while it reads: whom the peer blocks, or the group and the member.
  ///
  /// @param membersAtMost in a larger group nobody is told
  static TypingPermission of(
      Engine engine, UserId author, ConversationId conversation, int membersAtMost) {
    return switch (conversation) {
      case ConversationId.Direct direct ->
          engine.blocks().of(direct.peerOf(author)).contains(author) ? UNTOLD : TOLD;
      case ConversationId.Group id -> {
        Optional<Group> group = engine.memberships().group(id);
        List<Membership> periods = engine.memberships().periods(id, author);
        Optional<Answer.Refused> refused =
            GroupSpeech.refusal(group, periods.reversed().stream().findFirst());
        boolean isSmall = group.filter(known -> known.memberCount() <= membersAtMost).isPresent();
        yield new TypingPermission(refused, refused.isEmpty() && isSmall);
      }
    };
  }
}
