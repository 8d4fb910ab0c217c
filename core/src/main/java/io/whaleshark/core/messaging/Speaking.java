package io.whaleshark.core.messaging;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.directory.Profiles;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.Decision;
import io.whaleshark.core.lane.Ledger;
import java.util.Optional;
import java.util.function.IntFunction;

/// Decides whether a user may say something in a conversation, be it in a new message or in place
/// of an older one. Reads the ledger, changes nothing. Confined to the lane's thread.
final class Speaking {

  private final IntFunction<AppPolicy> policies;

  Speaking(IntFunction<AppPolicy> policies) {
    this.policies = policies;
  }

  /// Why they may not; empty if they may.
  Optional<Decision> refusal(Ledger ledger, ConversationId conversation, UserId speaker) {
    return switch (conversation) {
      case ConversationId.Direct direct -> refusal(ledger, direct, speaker);
      case ConversationId.Group id ->
          GroupSpeech.refusal(ledger.group(id), ledger.membership(id, speaker))
              .map(Decision::answer);
    };
  }

  Optional<Decision> refusal(Ledger ledger, ConversationId.Direct direct, UserId speaker) {
    return Blocking.refusal(ledger, direct, speaker)
        .or(() ->
            policies.apply(speaker.app()).directory().required()
                ? Profiles.refusal(ledger, direct, speaker)
                : Optional.empty());
  }
}
