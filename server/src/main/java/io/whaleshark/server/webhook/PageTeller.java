package io.whaleshark.server.webhook;

import io.whaleshark.core.engine.Journal;
import io.whaleshark.core.engine.Journal.Recorded;
import io.whaleshark.core.engine.JournalEntry;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.notification.Notifications;
import io.whaleshark.server.config.WebhookConfig.EventType;
import io.whaleshark.server.follower.JournalTeller;
import io.whaleshark.server.follower.SideBySide;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has a receiver take what a page of the journal comes to: the entries of one conversation or of
/// one user one after another, those of several side by side. Thread-safe.
///
/// A message comes to one event for all, and then to one for each receiver whom no device tells.
/// These come side by side too, since each concerns another user. A group of any size is walked
/// through page by page.
final class PageTeller implements JournalTeller {

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");

  private static final int MEMBERS = 128;

  private final int app;
  private final Attempts attempts;
  private final Notifications notifications;

  PageTeller(int app, Attempts attempts, Notifications notifications) {
    this.app = app;
    this.attempts = attempts;
    this.notifications = notifications;
  }

  @Override
  public Journal.Sends sends() {
    boolean isAnyTold =
        wanted().contains(EventType.MESSAGE_SENT) || wanted().contains(EventType.MESSAGE_OFFLINE);
    return isAnyTold && !attempts.hasEnded() ? Journal.Sends.TOLD : Journal.Sends.LEFT_OUT;
  }

  @Override
  public boolean wants(JournalEntry entry) {
    return !attempts.hasEnded() && isTold(entry);
  }

  private boolean isTold(JournalEntry entry) {
    return isEvent(entry) || isNotified(entry);
  }

  private boolean isEvent(JournalEntry entry) {
    return EventWriter.type(entry).filter(wanted()::contains).isPresent();
  }

  private boolean isNotified(JournalEntry entry) {
    return entry instanceof JournalEntry.MessageSent
        && wanted().contains(EventType.MESSAGE_OFFLINE);
  }

  private Set<EventType> wanted() {
    return attempts.webhook().events();
  }

  @Override
  public void begin(long stamp, boolean wasSentBack) {
    if (wasSentBack) {
      attempts.beginAnew(); // somebody wants it to be told
    }
  }

  @Override
  public boolean lost(long after, long upTo) throws InterruptedException {
    if (attempts.hasEnded()) {
      return true;
    }
    LOG.warn(
        "webhook {} of app {}: events up to {} are gone before it was told of them",
        attempts.webhook().name(),
        app,
        upTo);
    WebhookEvent lost = EventWriter.lost(app, after, upTo);
    return attempts.tell(() -> Optional.of(lost));
  }

  @Override
  public void failed(String reason) {
    attempts.failed(reason);
  }

  @Override
  public boolean tell(Journal.Page page) throws InterruptedException {
    if (attempts.hasEnded()) {
      return true;
    }
    Map<Object, List<Recorded>> chains = new LinkedHashMap<>();
    for (Recorded recorded : page.entries()) {
      if (isTold(recorded.entry())) {
        chains.computeIfAbsent(within(recorded.entry()), _ -> new ArrayList<>()).add(recorded);
      }
    }
    try (SideBySide all = new SideBySide()) {
      chains.values().forEach(chain -> all.start(() -> tellInOrder(chain)));
      return all.areTrue();
    }
  }

  /// What an entry keeps its order in.
  private static Object within(JournalEntry entry) {
    return switch (entry) {
      case JournalEntry.OfConversation in -> in.conversation();
      case JournalEntry.OfUser of -> of.user();
    };
  }

  private boolean tellInOrder(List<Recorded> chain) throws InterruptedException {
    for (Recorded recorded : chain) {
      if (!tell(recorded)) {
        return false;
      }
    }
    return true;
  }

  private boolean tell(Recorded recorded) throws InterruptedException {
    if (isEvent(recorded.entry())
        && !attempts.tell(() -> Optional.of(EventWriter.event(app, recorded)))) {
      return false;
    }
    return !isNotified(recorded.entry())
        || !(recorded.entry() instanceof JournalEntry.MessageSent(Message message))
        || tellReceivers(recorded, message);
  }

  private boolean tellReceivers(Recorded recorded, Message message) throws InterruptedException {
    Optional<String> next = Optional.of("");
    while (next.isPresent() && !attempts.hasEnded()) {
      Notifications.Page page = notifications.receivers(message, next.get(), MEMBERS);
      try (SideBySide all = new SideBySide()) {
        for (UserId receiver : page.receivers()) {
          attempts.takePlace(); // so no thread waits for one
          all.start(() -> attempts.tellInPlace(() -> offline(recorded, message, receiver)));
        }
        if (!all.areTrue()) {
          return false;
        }
      }
      next = page.next();
    }
    return true;
  }

  private Optional<WebhookEvent> offline(Recorded recorded, Message message, UserId receiver) {
    return notifications
        .now(message, receiver)
        .map(notification -> EventWriter.offline(app, recorded, message, notification));
  }
}
