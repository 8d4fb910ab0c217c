package io.whaleshark.server.follower;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Journal;
import io.whaleshark.core.engine.Journal.Recorded;
import io.whaleshark.core.lane.StampClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has a teller told what the journal has, in a virtual thread of its own.
///
/// It reads a page, has all of it told, and moves on. Where it has got is noted a few times a
/// second: after a crash some entries come again. Whoever [sends it back][#replay] moves what is
/// noted, on any node: it finds that there, and goes on from it.
public final class Follower implements AutoCloseable {

  /// Who follows.
  ///
  /// @param name in the journal, unique in the app
  /// @param title for the operator, and of its thread
  /// @param attempt the longest time that telling takes between two looks at [#leads]
  public record Identity(int app, String name, String title, Duration attempt) {}

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");

  private static final int BATCHES = 64;
  private static final Duration PAGE_EACH = Duration.ofMillis(2);
  private static final Duration LOOK_EACH = Duration.ofMillis(50);
  private static final Duration NOTE_EACH = Duration.ofMillis(200);
  private static final Duration NOTED_WITHIN = NOTE_EACH.multipliedBy(2);
  private static final Duration NOTE_ANYWAY_EACH = Duration.ofSeconds(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(5);
  private static final Duration LEAVES_WITHIN = Duration.ofSeconds(2);

  private final Identity identity;
  private final Journal journal;
  private final Ending ending = new Ending();
  private final Clock clock;
  private final Consumer<RuntimeException> onBug;
  private final Semaphore news = new Semaphore(0);

  private @Nullable Thread thread; // set once, before anything else happens here
  private volatile boolean isLeaving; // set by whoever ends it, read by the thread

  // Of the thread alone.
  private boolean isPositionKnown;
  private long position;
  private long noted;
  private Instant notedAt = Instant.EPOCH;

  private Instant leadUntil = Instant.EPOCH; // guarded by this

  // Written by the thread, read by whoever looks at the metrics.
  private volatile long behindSince; // the stamp of the first commit that is not told; 0 if all are

  /// @param onBug receives what its thread did not expect
  public Follower(
      Identity identity, Journal journal, Clock clock, Consumer<RuntimeException> onBug) {
    this.identity = identity;
    this.journal = journal;
    this.clock = clock;
    this.onBug = onBug;
  }

  /// Begins to tell.
  public void start(JournalTeller teller) {
    thread = Thread.ofVirtual().name(identity.title()).start(() -> run(teller));
  }

  /// Its end, for whoever waits on its behalf.
  public Ending ending() {
    return ending;
  }

  /// How long ago the first commit was that is not told, in seconds; 0 if everything is, and where
  /// another node tells it.
  public long lagSeconds() {
    return lagSeconds(behindSince);
  }

  /// The same, as the journal has it: whichever node tells it, and a fraction of a second late.
  /// Blocks.
  ///
  /// @throws EngineException if the journal cannot be read
  public long journalLagSeconds() {
    long at = journal.position(identity.app(), identity.name());
    while (true) {
      Journal.Page page = journal.after(identity.app(), at, BATCHES);
      if (!page.entries().isEmpty()) {
        return lagSeconds(page.entries().getFirst().stamp());
      }
      if (page.upTo() == at) {
        return 0;
      }
      at = page.upTo(); // batches that concern nobody outside
    }
  }

  /// Has what happened after a stamp told again, within a second of what is under way, whichever
  /// node tells it. What was told just now is noted a moment later, by whichever node told it:
  /// until then it would not be told again. Blocks.
  ///
  /// @return from where on it is told, and what of that is gone
  /// @throws EngineException if the journal cannot be written; the outcome is unknown
  /// @throws InterruptedException if the caller is interrupted, or this closes meanwhile
  public Journal.Rewound replay(long stamp) throws InterruptedException {
    ending.pause(NOTED_WITHIN);
    Journal.Rewound rewound = journal.rewind(identity.app(), identity.name(), stamp);
    LOG.info(
        "{} of app {} is told again what happened after {}",
        identity.title(),
        identity.app(),
        rewound.position());
    return rewound;
  }

  private long lagSeconds(long since) {
    long lag = StampClock.microsOf(clock.instant()) - since;
    return since == 0 ? 0 : Math.max(0, TimeUnit.MICROSECONDS.toSeconds(lag));
  }

  /// Something was committed. Never blocks.
  public void wake() {
    if (news.availablePermits() == 0) {
      news.release();
    }
  }

  private void run(JournalTeller teller) {
    try {
      while (!ending.hasBegun() && !isLeaving) {
        try {
          follow(teller);
        } catch (EngineException e) {
          teller.failed("the journal cannot be read: " + e.getMessage());
          isPositionKnown = false;
          ending.pause(AFTER_FAILURE);
        } catch (RuntimeException e) {
          onBug.accept(e);
          isPositionKnown = false;
          ending.pause(AFTER_FAILURE);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // closing
    }
  }

  private void follow(JournalTeller teller) throws InterruptedException {
    if (!leads()) {
      isPositionKnown = false;
      ending.pause(AFTER_FAILURE);
      return;
    }
    if (!isPositionKnown) {
      position = journal.position(identity.app(), identity.name());
      teller.begin(position, position < noted);
      noted = position;
      isPositionKnown = true;
    }
    Instant readAt = clock.instant();
    Journal.Page page = journal.after(identity.app(), position, BATCHES, teller.sends());
    if (!tellAll(page, teller)) {
      isPositionKnown = false;
      return;
    }
    boolean isNew = page.upTo() > position;
    position = page.upTo();
    noteWhereDue();
    if (page.entries().isEmpty()) {
      behindSince = 0;
    }
    gather(readAt);
    if (!isNew) {
      boolean _ = news.tryAcquire(LOOK_EACH.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /// Where commit follows commit, lets a few of them make up the next page: one of each would cost
  /// nearly as much.
  private void gather(Instant readAt) throws InterruptedException {
    Duration since = Duration.between(readAt, clock.instant());
    if (!since.isNegative() && since.compareTo(PAGE_EACH) < 0) {
      ending.pause(PAGE_EACH.minus(since));
    }
  }

  private void noteWhereDue() {
    Duration since = Duration.between(notedAt, clock.instant());
    boolean isDue = since.compareTo(position == noted ? NOTE_ANYWAY_EACH : NOTE_EACH) >= 0;
    if (isDue || since.isNegative()) {
      note();
    }
  }

  /// Also finds out whether it was sent back.
  private void note() {
    notedAt = clock.instant();
    isPositionKnown = journal.advance(identity.app(), identity.name(), noted, position);
    if (isPositionKnown) {
      noted = position;
    }
  }

  /// Whether this node was the one that tells it a moment ago.
  public synchronized boolean isLeading() {
    return clock.instant().isBefore(leadUntil);
  }

  /// Whether this node tells it, for longer than an attempt takes. Blocks.
  ///
  /// @throws EngineException if that cannot be found out
  public synchronized boolean leads() {
    Instant now = clock.instant();
    boolean isSure =
        now.isBefore(leadUntil.minus(identity.attempt()))
            && now.isAfter(leadUntil.minus(Journal.LEAD).minus(Duration.ofSeconds(1)));
    if (isSure) {
      return true;
    }
    boolean leads = journal.lead(identity.app(), identity.name());
    leadUntil = leads ? now.plus(Journal.LEAD) : Instant.EPOCH;
    return leads;
  }

  /// @return false if this node has to stop; some of it may have been told
  private boolean tellAll(Journal.Page page, JournalTeller teller) throws InterruptedException {
    if (!page.isWhole() && !teller.lost(position, page.upTo())) {
      return false;
    }
    if (page.entries().stream().map(Recorded::entry).anyMatch(teller::wants)) {
      behindSince = page.entries().getFirst().stamp();
    }
    return teller.tell(page);
  }

  /// Ends the thread, once what it has begun to tell is told: nothing is told again then. What
  /// takes longer than a while is not waited for. [#close] follows.
  public void leave() {
    isLeaving = true;
    wake();
    try {
      if (thread != null) {
        boolean _ = thread.join(LEAVES_WITHIN);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends the thread, and notes how far it has got.
  @Override
  public void close() {
    ending.begin();
    try {
      if (hasEnded() && isPositionKnown && position > noted) {
        note();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (EngineException e) {
      LOG.atWarn().setCause(e).log("{}: some entries will be told again", identity.title());
    }
  }

  private boolean hasEnded() throws InterruptedException {
    if (thread == null) {
      return true;
    }
    thread.interrupt();
    return thread.join(ENDS_WITHIN);
  }
}
