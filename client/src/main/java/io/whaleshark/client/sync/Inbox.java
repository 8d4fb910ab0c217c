package io.whaleshark.client.sync;

import io.whaleshark.client.sync.InboxEffect.Acknowledge;
import io.whaleshark.protocol.Bytes;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.ConversationType;
import io.whaleshark.protocol.MessageEvent.MessagePush;
import io.whaleshark.protocol.MessageEvent.RecallNotify;
import io.whaleshark.protocol.PageEvent.Gap;
import io.whaleshark.protocol.PageEvent.HistoryPage;
import io.whaleshark.protocol.PageEvent.InboxEntry;
import io.whaleshark.protocol.PageEvent.InboxPage;
import io.whaleshark.protocol.Peer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A device's view of its user's inbox: decides what is applied, and that it is applied once (C3).
/// Confined to one thread at a time.
///
/// **Chain.** The cursor is the newest inbox sequence up to which everything has been applied. An
/// entry at or below it is a repeat. A push names the inbox sequence before it. If that is the
/// cursor, nothing was missed, and the cursor moves to the push. Otherwise the inbox is pulled from
/// the cursor, and the pull returns the push again, in its place. A pull also covers this device's
/// own messages, which are entries of the inbox but are not pushed to this device.
///
/// **Early.** A push that doesn't continue the chain is shown at once if all entries between it and
/// what was shown of its conversation are own messages of this device. So in a dialogue nobody
/// waits for the pull.
///
/// **Once.** A message is identified by its conversation and sequence, however often it arrives. A
/// recall is an entry in the place of its message: it marks the sequence as shown. So is an edit,
/// and a message that comes again with a newer one is shown as edited.
public final class Inbox {
  private static final int RECALLS_REMEMBERED = 10_000;
  private static final int EDITS_REMEMBERED = 10_000;

  private record Place(Peer in, long sequence) {}

  /// A gap that is being filled from history.
  ///
  /// @param after the message before the next one that is fetched
  private record Filling(Gap gap, long after) {}

  private final String user;
  private final int fetchedOfGap;
  private final Predicate<String> sentHere;
  private final Map<Peer, SequenceSet> shown = new HashMap<>();
  private final Map<Peer, SequenceSet> own = new HashMap<>();
  private final Newest<Place> recalled = new Newest<>(RECALLS_REMEMBERED);
  private final Edits<Place> edited = new Edits<>(EDITS_REMEMBERED);

  /// The last message of each conversation that was left out. What is before it was shown or left
  /// out, and stays so: a gap comes again if the connection breaks, and then may be another one.
  private final Map<Peer, Long> leftOutUpTo = new HashMap<>();

  private final Acknowledgements acknowledgements;

  private long cursor;

  /// Where an earlier run of this device ended: it has shown what was sent up to here.
  private long shownBefore;

  /// The newest inbox sequence that this device knows of.
  private long heard;

  /// The value of [#heard] when the pending pull was requested.
  private long heardBefore;

  /// The newest page was not the last one.
  private boolean hasMore;

  /// A question is pending.
  private boolean asking;

  /// A page that waits until its gaps are filled; its first gap is being filled.
  private @Nullable InboxPage page;

  private final Deque<Gap> gaps = new ArrayDeque<>();
  private @Nullable Filling filling;

  /// @param cursor where an earlier run of this device ended; 0 for the whole inbox
  /// @param fetchedOfGap the maximum number of messages of one gap that are fetched from history,
  ///   the newest ones
  /// @param sentHere whether this device sent the message with this id and already shows it
  /// @param pauses the back-off before a refused acknowledgement is repeated
  public Inbox(
      String user, long cursor, int fetchedOfGap, Predicate<String> sentHere, Backoff pauses) {
    this.user = user;
    this.cursor = cursor;
    this.shownBefore = cursor;
    this.heard = cursor;
    this.fetchedOfGap = fetchedOfGap;
    this.sentHere = sentHere;
    this.acknowledgements = new Acknowledgements(pauses.afresh());
  }

  /// Everything up to here has been applied.
  public long cursor() {
    return cursor;
  }

  /// Returns whether everything known has been applied.
  public boolean isComplete() {
    return !asking && page == null && !hasMore && heard <= cursor;
  }

  // --- events ---

  /// The device has logged in over a new connection; questions pending on the last one are dropped.
  ///
  /// @param newest the newest inbox sequence, as the server says
  /// @return the acknowledgements that may have been lost
  public List<Acknowledge> loggedIn(long newest) {
    asking = false;
    page = null;
    filling = null;
    gaps.clear();
    hasMore = false;
    if (newest < cursor) {
      // An inbox sequence never decreases, so this is another inbox: the server lost its data, or
      // was restored.
      cursor = 0;
      shownBefore = 0;
      shown.clear();
      own.clear();
      leftOutUpTo.clear();
    }
    heard = newest;
    return acknowledgements.loggedIn();
  }

  /// A message was pushed, or an edit of one.
  public List<InboxEffect> pushed(MessagePush push) {
    var effects = new ArrayList<InboxEffect>();
    if (push.inboxSequence() > cursor) {
      heard = Math.max(heard, push.inboxSequence());
      ChatMessage message = push.message();
      Peer in = message.seenBy(push.owner());
      boolean isSilent = push.silent() || message.isEdited(); // an edit alerts nobody
      if (push.previousInboxSequence() == cursor) {
        apply(in, message, Origin.LIVE, isSilent, effects);
        cursor = push.inboxSequence();
      } else if (followsWhatIsShown(in, message.messageSequence())) {
        apply(in, message, Origin.LIVE, isSilent, effects);
      }
    }
    return effects;
  }

  /// A recall was pushed.
  public List<InboxEffect> recalled(RecallNotify notify) {
    var effects = new ArrayList<InboxEffect>();
    if (notify.inboxSequence() > cursor) {
      heard = Math.max(heard, notify.inboxSequence());
      if (notify.previousInboxSequence() == cursor) {
        boolean received =
            notify.to().type() == ConversationType.DIRECT
                && notify.owner().equals(notify.to().id());
        Peer in = received ? Peer.direct(notify.fromId()) : notify.to();
        recall(in, notify.messageSequence(), effects);
        cursor = notify.inboxSequence();
      }
    }
    return effects;
  }

  /// A message of this device was acknowledged, so its user already sees it.
  public void sent(Peer to, long sequence) {
    own.computeIfAbsent(to, _ -> new SequenceSet()).add(sequence);
  }

  /// This device has recalled a message, so its user already knows.
  public void recalledHere(Peer in, long sequence) {
    recall(in, sequence, new ArrayList<>());
  }

  /// This device has edited a message, so its user already sees that.
  public void editedHere(
      Peer in, long sequence, long editedTime, Bytes body, @Nullable Bytes extra) {
    boolean _ = edited.note(new Place(in, sequence), editedTime, body, extra);
  }

  private boolean followsWhatIsShown(Peer in, long sequence) {
    var ownHere = own.get(in);
    long before = ownHere == null ? sequence - 1 : ownHere.missingBelow(sequence);
    return before == 0 || isIn(shown, in, before);
  }

  // --- questions ---

  /// The next question for the server, over the newest connection; empty if there is none, or if
  /// one is pending. The caller must pass in its answer.
  public Optional<InboxQuestion> question() {
    if (asking) {
      return Optional.empty();
    }
    Optional<InboxQuestion> question = Optional.empty();
    if (filling != null) {
      question = Optional.of(new InboxQuestion.History(filling.gap().of(), filling.after()));
    } else if (hasMore || heard > cursor) {
      heardBefore = heard;
      question = Optional.of(new InboxQuestion.Pull(cursor));
    }
    asking = question.isPresent();
    return question;
  }

  /// The answer to [InboxQuestion.Pull].
  public List<InboxEffect> pulled(InboxPage answer) {
    var effects = new ArrayList<InboxEffect>();
    asking = false;
    page = answer;
    // Of one conversation there may be several, of earlier memberships.
    answer.gaps().stream().sorted(Comparator.comparingLong(Gap::fromSequence)).forEach(gaps::add);
    goOn(effects);
    return effects;
  }

  /// The answer to [InboxQuestion.History].
  public List<InboxEffect> fetched(HistoryPage answer) {
    var effects = new ArrayList<InboxEffect>();
    asking = false;
    if (filling != null) {
      Gap gap = filling.gap();
      long last = filling.after();
      for (ChatMessage message : answer.dataList()) {
        last = message.messageSequence();
        if (last <= gap.toSequence()) {
          apply(gap.of(), message, Origin.HISTORY, false, effects);
        }
      }
      if (answer.completed() || answer.dataList().isEmpty() || last >= gap.toSequence()) {
        filling = null;
        goOn(effects);
      } else {
        filling = new Filling(gap, last);
      }
    }
    return effects;
  }

  /// [InboxQuestion.History] was refused for good: a former member of a group can't read what the
  /// inbox dropped of it.
  public List<InboxEffect> notFetched() {
    var effects = new ArrayList<InboxEffect>();
    asking = false;
    if (filling != null) {
      leaveOut(filling.gap(), filling.after() + 1, filling.gap().toSequence(), effects);
      filling = null;
      goOn(effects);
    }
    return effects;
  }

  /// Fills the next gap of the page, or applies its entries if there is none.
  private void goOn(List<InboxEffect> effects) {
    Gap gap = gaps.poll();
    if (gap != null) {
      fill(gap, effects);
    } else if (page != null) {
      take(page, effects);
      page = null;
    }
  }

  /// Says first what is left out: what is shown next must not seem to follow what was shown before.
  private void fill(Gap gap, List<InboxEffect> effects) {
    long first = Math.max(gap.fromSequence(), leftOutUpTo.getOrDefault(gap.of(), 0L) + 1);
    long from = Math.max(first, gap.toSequence() - fetchedOfGap + 1);
    leaveOut(gap, first, from - 1, effects);
    if (from > gap.toSequence()) {
      goOn(effects);
    } else {
      filling = new Filling(gap, from - 1);
    }
  }

  private void leaveOut(Gap gap, long from, long to, List<InboxEffect> effects) {
    if (from <= to) {
      leftOutUpTo.put(gap.of(), to);
      effects.add(new InboxEffect.ShowGap(gap.of(), from, to));
    }
  }

  private void take(InboxPage taken, List<InboxEffect> effects) {
    for (InboxEntry entry : taken.dataList()) {
      if (entry.inboxSequence() > cursor) {
        Peer in = entry.message().seenBy(entry.owner());
        apply(in, entry.message(), Origin.INBOX, false, effects);
      }
    }
    hasMore = !taken.completed();
    // On the last page, everything known before is contained, or has expired.
    cursor =
        Math.max(
            cursor, hasMore ? taken.maxSequence() : Math.max(taken.maxSequence(), heardBefore));
  }

  // --- applying ---

  private void apply(
      Peer in, ChatMessage message, Origin origin, boolean silent, List<InboxEffect> effects) {
    long sequence = message.messageSequence();
    if (message.recalled()) {
      recall(in, sequence, effects);
      return;
    }
    boolean isShownBefore = message.isEdited() && message.messageKey() <= shownBefore;
    if (!shownIn(in).add(sequence) || isIn(own, in, sequence) || isShownBefore) {
      if (isNewerEdit(in, message)) {
        effects.add(new InboxEffect.ShowEdit(in, message));
      }
      return;
    }
    boolean _ = isNewerEdit(in, message);
    boolean byOther = !message.fromId().equals(user);
    if (byOther && in.type() == ConversationType.DIRECT) {
      effects.add(acknowledgements.say(in, message));
    }
    if (byOther || !sentHere.test(message.messageId())) {
      effects.add(new InboxEffect.Show(in, message, origin, silent));
    } else if (message.isEdited()) {
      effects.add(new InboxEffect.ShowEdit(in, message));
    }
  }

  /// Whether it has a content that is newer than what was shown; notes that it is shown from now
  /// on.
  private boolean isNewerEdit(Peer in, ChatMessage message) {
    Place place = new Place(in, message.messageSequence());
    Long editedTime = message.editedTime();
    return editedTime != null
        && !recalled.contains(place)
        && edited.note(place, editedTime, message.messageBody(), message.extra());
  }

  private void recall(Peer in, long sequence, List<InboxEffect> effects) {
    boolean _ = shownIn(in).add(sequence); // a message that arrives after its recall stays hidden
    if (recalled.add(new Place(in, sequence))) {
      effects.add(new InboxEffect.ShowRecall(in, sequence));
    }
  }

  private SequenceSet shownIn(Peer in) {
    return shown.computeIfAbsent(in, _ -> new SequenceSet());
  }

  private static boolean isIn(Map<Peer, SequenceSet> sets, Peer in, long sequence) {
    var set = sets.get(in);
    return set != null && set.contains(sequence);
  }

  // --- acknowledgements ---

  /// The number of acknowledgements made so far.
  public long acknowledged() {
    return acknowledgements.said();
  }

  /// The server has this many: it answered a request that was sent after them.
  public void acknowledgementsArrived(long many) {
    acknowledgements.arrived(many);
  }

  /// The server refused one temporarily.
  public void acknowledgementRefusedForNow(String id, long nowNanos) {
    acknowledgements.refusedForNow(id, nowNanos);
  }

  /// The refused acknowledgements that are due to be repeated.
  public List<Acknowledge> dueAcknowledgements(long nowNanos) {
    return acknowledgements.due(nowNanos);
  }
}
