package io.whaleshark.server.webhook;

import io.whaleshark.core.engine.Journal;
import io.whaleshark.core.engine.Journal.Recorded;
import io.whaleshark.core.engine.JournalEntry;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.notification.Notifications;
import io.whaleshark.server.config.WebhookConfig.EventType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Has a receiver take what a page of the journal comes to: the entries of one conversation or of
/// one user one after another, those of several side by side. Thread-safe.
///
/// A message comes to one event for all, and then to one for each receiver whom no device tells.
/// These come side by side too, since each concerns another user. A group of any size is walked
/// through page by page.
final class PageTeller {

  private static final int MEMBERS = 128;

  private final int app;
  private final Set<EventType> wanted;
  private final Attempts attempts;
  private final Notifications notifications;

  PageTeller(int app, Set<EventType> wanted, Attempts attempts, Notifications notifications) {
    this.app = app;
    this.wanted = wanted;
    this.attempts = attempts;
    this.notifications = notifications;
  }

  /// Whether the receiver is told anything of an entry.
  boolean wants(JournalEntry entry) {
    return wanted.contains(EventWriter.type(entry)) || isNotified(entry);
  }

  private boolean isNotified(JournalEntry entry) {
    return entry instanceof JournalEntry.MessageSent && wanted.contains(EventType.MESSAGE_OFFLINE);
  }

  /// Returns when all of it was taken.
  ///
  /// @return false if another node tells it now; some of it may have been told
  boolean tell(Journal.Page page) throws InterruptedException {
    Map<Object, List<Recorded>> chains = new LinkedHashMap<>();
    for (Recorded recorded : page.entries()) {
      if (wants(recorded.entry())) {
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
    if (wanted.contains(EventWriter.type(recorded.entry()))
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
