package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Change;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntUnaryOperator;

/// Tells whoever remembers what they have read of a conversation whether it has changed since.
///
/// A version is odd while a commit that changes the conversation is under way, and another one
/// afterwards. So whoever reads a version, and then takes a snapshot, holds what is true as long as
/// the version is the same and even. Conversations share versions by their hash: one may seem to
/// have changed that has not.
///
/// The lane's thread changes versions, any thread reads them.
final class ConversationVersions {

  private static final int VERSIONS = 1 << 16;

  private final AtomicIntegerArray versions = new AtomicIntegerArray(VERSIONS);

  /// What a conversation is to all who take part.
  int of(ConversationId conversation) {
    return versions.getAcquire(place(conversation));
  }

  /// Which conversations are in a user's list, and how they are set.
  int of(UserId user) {
    return versions.getAcquire(place(user));
  }

  /// Whether no commit under way changes what has this version.
  static boolean isSettled(int version) {
    return (version & 1) == 0;
  }

  /// The versions of all conversations, as they are now or were since the call began.
  Copy copy() {
    int[] now = new int[VERSIONS];
    for (int i = 0; i < VERSIONS; i++) {
      now[i] = versions.getAcquire(i);
    }
    return new Copy(now);
  }

  /// See [#copy].
  static final class Copy {

    private final int[] versions;

    private Copy(int[] versions) {
      this.versions = versions;
    }

    int of(ConversationId conversation) {
      return versions[place(conversation)];
    }
  }

  /// These are about to be written.
  void changing(List<Change> changes) {
    update(changes, version -> version | 1);
  }

  /// They are written. Not to be called if the outcome is unknown: what they change stays unsettled
  /// then until the next change that is written.
  void changed(List<Change> changes) {
    update(changes, version -> isSettled(version) ? version : version + 1);
  }

  private void update(List<Change> changes, IntUnaryOperator next) {
    for (Change change : changes) {
      switch (change) {
        case Change.MessageAppended appended -> update(appended.message().conversation(), next);
        case Change.MessageReplaced replaced -> update(replaced.message().conversation(), next);
        case Change.MembershipPut put -> update(put.membership().conversation(), next);
        case Change.ParticipationPut put -> {
          update(put.participation().conversation(), next);
          update(put.participation().user(), next);
        }
        case Change.GroupPut put -> update(put.group().id(), next);
        case Change.FloorRaised raised -> update(raised.conversation(), next);
        case Change.PinsPut _,
            Change.ReactionPut _,
            Change.BanPut _,
            Change.BlockPut _,
            Change.BlockLifted _,
            Change.ReceiptsSwitched _,
            Change.PushTokenPut _,
            Change.PushTokenRemoved _,
            Change.ProfilePut _,
            Change.ProfileRemoved _ -> {
          // No count of a conversation changes.
        }
      }
    }
  }

  private void update(Object named, IntUnaryOperator next) {
    int place = place(named);
    versions.setRelease(place, next.applyAsInt(versions.getPlain(place)));
  }

  private static int place(Object named) {
    int hash = named.hashCode();
    return (hash ^ hash >>> Short.SIZE) & VERSIONS - 1;
  }
}
