package io.whaleshark.client.sync;

import io.whaleshark.client.sync.InboxEffect.Acknowledge;
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
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a device has of its user's inbox: the one rule of what is applied, and that it is applied
/// once (C3). Confined to one thread at a time.
///
/// **Chain.** The cursor is the newest inbox sequence of which everything before has been applied.
/// What comes at or below it is a repeat. A push names the sequence before it: if that is the
/// cursor, nothing was missed and the cursor moves to the push. Otherwise the inbox is pulled from
/// the cursor, and the pull brings the push again, in its place. A pull is also the way past the
/// own messages of this device, which are entries of the inbox but are not pushed here.
///
/// **Early.** A push that doesn't continue the chain is shown at once if all between it and what
/// was shown of its conversation are own messages of this device, so in a dialogue nobody waits for
/// the pull.
///
/// **Once.** A message is known by its conversation and sequence, however often it comes. A recall
/// is an entry in the place of its message: it marks the place as shown.
public final class Inbox {
  private static final int RECALLS_REMEMBERED = 10_000;

  private record Place(Peer in, long sequence) {}

  /// A gap that is being filled from history.
  ///
  /// @param from the first one that is fetched
  /// @param after the last one that was fetched
  private record Filling(Gap gap, long from, long after) {}

  private final String user;
  private final int fetchedOfGap;
  private final Predicate<String> sentHere;
  private final Map<Peer, SequenceSet> shown = new HashMap<>();
  private final Map<Peer, SequenceSet> own = new HashMap<>();
  private final Newest<Place> recalled = new Newest<>(RECALLS_REMEMBERED);
  private final Acknowledgements acknowledgements;

  private long cursor;

  /// The newest inbox sequence that this device has heard of.
  private long heard;

  /// What was heard of when the pull that is under way was asked for.
  private long heardBefore;

  /// The newest page has not shown the end.
  private boolean hasMore;

  /// A question is under way.
  private boolean asking;

  /// A page that waits until its gaps are filled; the first of them is being filled.
  private @Nullable InboxPage page;

  private final Deque<Gap> gaps = new ArrayDeque<>();
  private @Nullable Filling filling;

  /// @param cursor where an earlier run of this device ended; 0 for the whole inbox
  /// @param fetchedOfGap how many messages of one gap are fetched from history, the newest ones
  /// @param sentHere whether a message with this id was sent by this device, which shows it already
  /// @param pauses how long to wait before an acknowledgement is made again that was refused
  public Inbox(
      String user, long cursor, int fetchedOfGap, Predicate<String> sentHere, Backoff pauses) {
    this.user = user;
    this.cursor = cursor;
    this.heard = cursor;
    this.fetchedOfGap = fetchedOfGap;
    this.sentHere = sentHere;
    this.acknowledgements = new Acknowledgements(pauses.afresh());
  }

  /// Everything up to here has been applied.
  public long cursor() {
    return cursor;
  }

  /// Whether it has applied everything that it has heard of.
  public boolean isComplete() {
    return !asking && page == null && !hasMore && heard <= cursor;
  }

  // --- what happens ---

  /// The device has logged in over a new connection; what was asked over the last one is forgotten.
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
      // An inbox never goes back, so this is another one: the server lost it, or was restored.
      cursor = 0;
      shown.clear();
      own.clear();
    }
    heard = newest;
    return acknowledgements.loggedIn();
  }

  /// A message was pushed.
  public List<InboxEffect> pushed(MessagePush push) {
    var effects = new ArrayList<InboxEffect>();
    if (push.inboxSequence() > cursor) {
      heard = Math.max(heard, push.inboxSequence());
      ChatMessage message = push.message();
      Peer in = message.seenBy(push.owner());
      if (push.previousInboxSequence() == cursor) {
        apply(in, message, Origin.LIVE, push.silent(), effects);
        cursor = push.inboxSequence();
      } else if (followsWhatIsShown(in, message.messageSequence())) {
        apply(in, message, Origin.LIVE, push.silent(), effects);
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

  /// A message of this device was acknowledged: its user sees it.
  public void sent(Peer to, long sequence) {
    own.computeIfAbsent(to, _ -> new SequenceSet()).add(sequence);
  }

  /// This device has recalled a message: its user knows.
  public void recalledHere(Peer in, long sequence) {
    recall(in, sequence, new ArrayList<>());
  }

  private boolean followsWhatIsShown(Peer in, long sequence) {
    var ownHere = own.get(in);
    long before = ownHere == null ? sequence - 1 : ownHere.missingBelow(sequence);
    return before == 0 || isIn(shown, in, before);
  }

  // --- what it asks ---

  /// What to ask the server now, over the newest connection; empty if there is nothing, or if
  /// something is under way. Whoever takes a question hands in its answer.
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
    gaps.addAll(answer.gaps());
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
        filled(gap, filling.from(), effects);
      } else {
        filling = new Filling(gap, filling.from(), last);
      }
    }
    return effects;
  }

  /// [InboxQuestion.History] was refused for good: who has left a group can't read what the inbox
  /// dropped of it.
  public List<InboxEffect> notFetched() {
    var effects = new ArrayList<InboxEffect>();
    asking = false;
    if (filling != null) {
      filled(filling.gap(), filling.gap().toSequence() + 1, effects);
    }
    return effects;
  }

  private void filled(Gap gap, long from, List<InboxEffect> effects) {
    filling = null;
    if (from > gap.fromSequence()) {
      effects.add(new InboxEffect.ShowGap(gap.of(), gap.fromSequence(), from - 1));
    }
    goOn(effects);
  }

  /// Fills the next gap of the page, or takes its entries if there is none.
  private void goOn(List<InboxEffect> effects) {
    Gap gap = gaps.poll();
    if (gap != null) {
      long from = Math.max(gap.fromSequence(), gap.toSequence() - fetchedOfGap + 1);
      if (from > gap.toSequence()) {
        filled(gap, from, effects);
      } else {
        filling = new Filling(gap, from, from - 1);
      }
    } else if (page != null) {
      take(page, effects);
      page = null;
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
    // Where a page shows the end, all that was heard of before is in it, or has expired.
    cursor =
        Math.max(
            cursor, hasMore ? taken.maxSequence() : Math.max(taken.maxSequence(), heardBefore));
  }

  // --- what is applied ---

  private void apply(
      Peer in, ChatMessage message, Origin origin, boolean silent, List<InboxEffect> effects) {
    long sequence = message.messageSequence();
    if (message.recalled()) {
      recall(in, sequence, effects);
      return;
    }
    if (isIn(own, in, sequence) || !shownIn(in).add(sequence)) {
      return;
    }
    boolean byOther = !message.fromId().equals(user);
    if (byOther && in.type() == ConversationType.DIRECT) {
      effects.add(acknowledgements.say(in, message));
    }
    if (byOther || !sentHere.test(message.messageId())) {
      effects.add(new InboxEffect.Show(in, message, origin, silent));
    }
  }

  private void recall(Peer in, long sequence, List<InboxEffect> effects) {
    boolean _ = shownIn(in).add(sequence); // a message that comes after its recall stays hidden
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

  /// How many acknowledgements it has made.
  public long acknowledged() {
    return acknowledgements.said();
  }

  /// The server has got as many as this: it answered a question that was asked behind them.
  public void acknowledgementsArrived(long many) {
    acknowledgements.arrived(many);
  }

  /// The server has refused one for the moment.
  public void acknowledgementRefusedForNow(String id, long nowNanos) {
    acknowledgements.refusedForNow(id, nowNanos);
  }

  /// Those that were refused and are to be made again now.
  public List<Acknowledge> dueAcknowledgements(long nowNanos) {
    return acknowledgements.due(nowNanos);
  }
}
