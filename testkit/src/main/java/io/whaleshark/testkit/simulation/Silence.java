package io.whaleshark.testkit.simulation;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.session.Push;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// For whom a message of several nodes is to be silent. What a device does silences phones from
/// when their node hears of it, and that is open: so a message must be silent, must not be, or may
/// be either. Confined to the simulation's thread.
final class Silence {

  /// The last that a session did in a conversation.
  ///
  /// @param message what it wrote; null if it has read
  private record Deed(long at, @Nullable Line message) {

    /// Whether nobody hears of it: a message that was edited or recalled meanwhile comes as that
    /// alone.
    boolean mayBeUnheard() {
      return message != null && message.isReplaced();
    }
  }

  private record Setting(UserId user, ConversationId conversation) {}

  /// What is known of an entry of an inbox when it is stored.
  ///
  /// @param mutings how often its user had muted the conversation, or unmuted it
  /// @param newest the last that devices did there that silence phones; null if they did nothing
  record Foreseen(Setting of, int mutings, @Nullable Deed newest) {

    boolean isMuted() {
      return mutings % 2 == 1;
    }
  }

  private final Timeline timeline;

  /// For how many microseconds a deed silences.
  private final long lasts;

  private final Map<Promised, Map<ConversationId, Deed>> deeds = new IdentityHashMap<>();
  private final Map<Setting, Integer> mutings = new HashMap<>();

  Silence(Timeline timeline, long lasts) {
    this.timeline = timeline;
    this.lasts = lasts;
  }

  /// A session that is there did something.
  ///
  /// @param message what it wrote; null if it has read
  void did(Promised session, ConversationId conversation, @Nullable Line message) {
    if (!Online.isPhone(session.device)) {
      deeds
          .computeIfAbsent(session, _ -> new HashMap<>())
          .put(conversation, new Deed(timeline.now(), message));
    }
  }

  /// A user has set whether a conversation is muted.
  void set(UserId user, ConversationId conversation, boolean mute) {
    Setting of = new Setting(user, conversation);
    int before = mutings(of);
    if (mute != (before % 2 == 1)) {
      mutings.put(of, before + 1);
    }
  }

  private int mutings(Setting of) {
    return mutings.getOrDefault(of, 0);
  }

  /// An entry comes to a user's inbox.
  ///
  /// @param sessions those of the user
  Foreseen foresee(UserId user, ConversationId conversation, List<Promised> sessions) {
    Setting of = new Setting(user, conversation);
    Deed newest = null;
    for (Promised session : sessions) {
      Deed deed = deeds.getOrDefault(session, Map.of()).get(conversation);
      newest = newest == null || (deed != null && deed.at() > newest.at()) ? deed : newest;
    }
    return new Foreseen(of, mutings(of), newest);
  }

  /// An entry is told to a session.
  ///
  /// @return what is wrong with it; empty if nothing
  Optional<String> difference(Promised to, Foreseen foreseen, Push.InboxEntry told) {
    if (mutings(foreseen.of()) != foreseen.mutings()) {
      return Optional.empty(); // the user may have been loaded since
    }
    boolean must = foreseen.isMuted() || mustBeSilent(to, foreseen.newest());
    boolean may = must || mayBeSilent(to, foreseen.newest());
    return told.silent() ? wrong(!may, to, told) : wrong(must, to, told);
  }

  private static Optional<String> wrong(boolean isWrong, Promised to, Push.InboxEntry told) {
    return isWrong
        ? Optional.of(
            "P7 "
                + to.connection
                + " is told "
                + told
                + " (expected: silent="
                + !told.silent()
                + ")")
        : Optional.empty();
  }

  private static boolean mayBeSilent(Promised to, @Nullable Deed newest) {
    return newest != null && Online.isPhone(to.device);
  }

  private boolean mustBeSilent(Promised to, @Nullable Deed newest) {
    return mayBeSilent(to, newest)
        && !Objects.requireNonNull(newest).mayBeUnheard()
        && newest.at() > to.at.hearsFrom()
        && timeline.now() - newest.at() <= lasts;
  }
}
