package io.whaleshark.server.push;

import io.whaleshark.core.engine.Journal;
import io.whaleshark.core.engine.Journal.Recorded;
import io.whaleshark.core.engine.JournalEntry;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.notification.Notifications;
import io.whaleshark.server.follower.JournalTeller;
import io.whaleshark.server.follower.SideBySide;
import io.whaleshark.server.push.port.PushMessage;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has phones told what a page of the journal comes to, conversations side by side.
///
/// Of the messages of a conversation a receiver is notified of the newest alone, at most once for a
/// page. Then what phones may still show is withdrawn where it was recalled, or read on another
/// device. Whether that is so is asked at the moment of sending, so nothing depends on the order of
/// both. A group of any size is walked through page by page.
final class PushTeller implements JournalTeller {

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");
  private static final int MEMBERS = 128;

  private final String title;
  private final Phones phones;
  private final Notifications notifications;
  private final Phones.Registry registry;
  private final LongSupplier newestStamp;
  private final MaybeShown shown = new MaybeShown();

  /// @param newestStamp of all that is committed
  PushTeller(
      String title,
      Phones phones,
      Notifications notifications,
      Phones.Registry registry,
      LongSupplier newestStamp) {
    this.title = title;
    this.phones = phones;
    this.notifications = notifications;
    this.registry = registry;
    this.newestStamp = newestStamp;
  }

  @Override
  public Journal.Sends sends() {
    return Journal.Sends.TOLD;
  }

  @Override
  public boolean wants(JournalEntry entry) {
    return Stretch.concerns(entry);
  }

  /// What was sent until now may have been shown before.
  @Override
  public void begin(long stamp, boolean wasSentBack) {
    shown.forget(newestStamp.getAsLong());
  }

  /// Who was not notified finds all messages in the app.
  @Override
  public boolean lost(long after, long upTo) {
    LOG.warn("{}: what happened up to {} is gone before phones were told of it", title, upTo);
    return true;
  }

  @Override
  public void failed(String reason) {
    phones.failed(reason);
  }

  @Override
  public boolean tell(Journal.Page page) throws InterruptedException {
    Map<ConversationId, Stretch> stretches = new LinkedHashMap<>();
    for (Recorded recorded : page.entries()) {
      if (wants(recorded.entry())
          && recorded.entry() instanceof JournalEntry.OfConversation entry) {
        stretches.computeIfAbsent(entry.conversation(), Stretch::new).add(entry);
      }
    }
    try (SideBySide all = new SideBySide()) {
      stretches.values().forEach(stretch -> all.start(() -> tell(stretch)));
      return all.areTrue();
    }
  }

  private boolean tell(Stretch stretch) throws InterruptedException {
    return notifyOf(stretch) && withdrawRecalled(stretch) && withdrawRead(stretch);
  }

  private boolean notifyOf(Stretch stretch) throws InterruptedException {
    Optional<Message> newest = stretch.newest();
    if (newest.isEmpty()) {
      return true;
    }
    UserId author = newest.get().sender();
    return (stretch.newTo(author).isEmpty() || tell(author, () -> alert(stretch, author)))
        && tellPages(
            after -> notifications.receivers(newest.get(), after, MEMBERS),
            receiver -> Optional.of(() -> alert(stretch, receiver)));
  }

  /// Of the newest message; if that was recalled meanwhile, of the one before it.
  private Optional<PushMessage> alert(Stretch stretch, UserId receiver) {
    for (Message message : stretch.newTo(receiver)) {
      Optional<Notifications.Notification> now = notifications.now(message, receiver);
      if (now.isPresent()) {
        return now.filter(notification -> !notification.silent())
            .map(notification -> alert(message, notification));
      }
      if (!notifications.isRecalled(message)) {
        break;
      }
    }
    return Optional.empty();
  }

  private PushMessage alert(Message message, Notifications.Notification notification) {
    UserId receiver = notification.receiver();
    shown.show(receiver, message); // before the service has it: its answer may be lost
    return new PushMessage.Alert(
        receiver, message, notification.unread().ringing(), notification.unreadHere());
  }

  private boolean withdrawRecalled(Stretch stretch) throws InterruptedException {
    for (Message tombstone : stretch.recalled()) {
      boolean isTold =
          tellPages(
              after -> notifications.audience(tombstone, after, MEMBERS),
              user -> withdrawalOf(tombstone, user));
      if (!isTold) {
        return false;
      }
    }
    return true;
  }

  private Optional<Phones.Source> withdrawalOf(Message tombstone, UserId user) {
    return shown.hide(user, tombstone)
        ? Optional.of(() ->
            withdrawal(
                user, tombstone.conversation(), tombstone.sequence(), PushMessage.Reason.RECALLED))
        : Optional.empty();
  }

  private boolean withdrawRead(Stretch stretch) throws InterruptedException {
    return tellAll(
        stretch.readings().keySet(),
        reader ->
            withdrawalOf(
                stretch.conversation(),
                Objects.requireNonNull(stretch.readings().get(reader)),
                reader));
  }

  private Optional<Phones.Source> withdrawalOf(
      ConversationId conversation, Stretch.Reading reading, UserId reader) {
    long upTo = reading.upTo();
    LongSupplier oldest = () -> notifications.stampOf(conversation, reading.from() + 1);
    return shown.hideUpTo(reader, conversation, upTo, oldest)
        ? Optional.of(() -> withdrawal(reader, conversation, upTo, PushMessage.Reason.READ))
        : Optional.empty();
  }

  private Optional<PushMessage> withdrawal(
      UserId user, ConversationId conversation, long sequence, PushMessage.Reason reason) {
    return notifications
        .badge(user)
        .map(unread ->
            new PushMessage.Withdrawal(user, conversation, sequence, reason, unread.ringing()));
  }

  private boolean tell(UserId user, Phones.Source source) throws InterruptedException {
    phones.takePlace();
    return phones.tellInPlace(user, registry, source);
  }

  /// Tells users, page by page.
  ///
  /// @param what each is told; empty if nothing
  private boolean tellPages(
      Function<String, Notifications.Page> pages, Function<UserId, Optional<Phones.Source>> what)
      throws InterruptedException {
    Optional<String> next = Optional.of("");
    while (next.isPresent()) {
      String after = next.get();
      Notifications.Page page = phones.reading(() -> pages.apply(after));
      if (!tellAll(page.receivers(), what)) {
        return false;
      }
      next = page.next();
    }
    return true;
  }

  /// Here the places are taken, so no thread waits for one.
  private boolean tellAll(Collection<UserId> users, Function<UserId, Optional<Phones.Source>> what)
      throws InterruptedException {
    try (SideBySide all = new SideBySide()) {
      for (UserId user : users) {
        Optional<Phones.Source> source = phones.reading(() -> what.apply(user));
        if (source.isPresent()) {
          phones.takePlace();
          all.start(() -> phones.tellInPlace(user, registry, source.get()));
        }
      }
      return all.areTrue();
    }
  }
}
