package io.whaleshark.core.messaging;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import java.util.Optional;

/// Who may say something in a group. Stateless.
public final class GroupSpeech {

  /// To who is not in a group now, or never was, or if there is no such group (P9).
  public static final Answer.Refused NOT_A_MEMBER =
      new Answer.Refused(Refusal.NOT_A_PARTICIPANT, "groupId: not a member of that group");

  private GroupSpeech() {}

  /// Why somebody may not write there; empty if they may.
  ///
  /// @param newest the newest period of the user
  public static Optional<Answer.Refused> refusal(
      Optional<Group> group, Optional<Membership> newest) {
    if (group.isEmpty() || newest.isEmpty() || !newest.get().isOpen()) {
      return Optional.of(NOT_A_MEMBER);
    }
    if (group.get().dissolved()) {
      return refused(Refusal.GROUP_DISSOLVED, "groupId: the group was dissolved");
    }
    return newest.get().standing().muted()
        ? refused(Refusal.MUTED, "groupId: you are muted in that group")
        : Optional.empty();
  }

  private static Optional<Answer.Refused> refused(Refusal refusal, String detail) {
    return Optional.of(new Answer.Refused(refusal, detail));
  }
}
