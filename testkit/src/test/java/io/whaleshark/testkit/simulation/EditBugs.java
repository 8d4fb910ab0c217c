package io.whaleshark.testkit.simulation;

import io.whaleshark.client.sync.InboxEffect;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.session.Push;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Bugs to plant in what becomes of a message that is edited.
final class EditBugs {

  static final List<Bug> ALL =
      List.of(
          new Bug("an edit is not kept", () -> Plant.changes(EditBugs::unkept)),
          new Bug("an edit does not move the entry", () -> Plant.change(EditBugs::unmoved)),
          new Bug(
              "the digest of the original is lost",
              () -> Plant.change(change -> edited(change, EditBugs::digested))),
          new Bug(
              "an edit has the time of the message",
              () -> Plant.change(change -> edited(change, EditBugs::timed))),
          new Bug("history forgets that it was edited", () -> Plant.log("after", EditBugs::page)),
          new Bug(
              "an inbox forgets that it was edited",
              () ->
                  Plant.slice(slice ->
                      new Inboxes.Slice(
                          slice.messages().stream().map(EditBugs::asSent).toList(),
                          slice.completed(),
                          slice.truncated(),
                          slice.gaps()))),
          new Bug("1062 is told as a message", () -> Plant.push(EditBugs::asMessage)),
          new Bug("1062 is not told", () -> Plant.push(EditBugs::untold)),
          new Bug("a device shows an edit twice", () -> Plant.device(each -> shown(each, 2))),
          new Bug("a device shows no edit", () -> Plant.device(each -> shown(each, 0))));

  private EditBugs() {}

  private static Message with(Message message, Message.Content content) {
    return new Message(
        message.conversation(),
        message.sequence(),
        message.stamp(),
        message.time(),
        message.clientId(),
        content,
        message.senderOrdinal(),
        message.audience());
  }

  // --- what is stored ---

  private static Optional<Change> unkept(Change change) {
    return change instanceof Change.MessageReplaced(Message message, long _) && message.isEdited()
        ? Optional.empty()
        : Optional.of(change);
  }

  private static Change unmoved(Change change) {
    return change instanceof Change.MessageReplaced(Message message, long from)
            && message.content() instanceof Message.Edited(var newest, long _, long _, long digest)
        ? new Change.MessageReplaced(
            with(message, new Message.Edited(newest, from, from, digest)), from)
        : change;
  }

  private static Change edited(Change change, UnaryOperator<Message> with) {
    return change instanceof Change.MessageReplaced(Message message, long from)
            && message.isEdited()
        ? new Change.MessageReplaced(with.apply(message), from)
        : change;
  }

  private static Message digested(Message message) {
    return message.content() instanceof Message.Edited(var newest, long at, long time, long _)
        ? with(message, new Message.Edited(newest, at, time, ContentDigest.of(newest)))
        : message;
  }

  private static Message timed(Message message) {
    return message.content() instanceof Message.Edited(var newest, long at, long _, long digest)
        ? with(message, new Message.Edited(newest, at, message.time(), digest))
        : message;
  }

  // --- what is read and told ---

  private static Message asSent(Message message) {
    return message.content() instanceof Message.Edited edited
        ? with(message, edited.newest())
        : message;
  }

  private static List<Message> page(Instead.Call call, Object[] arguments) throws Throwable {
    return ((List<?>) call.call(arguments)).stream().map(each -> asSent((Message) each)).toList();
  }

  private static Optional<Push> asMessage(Push push) {
    return Optional.of(
        push instanceof Push.InboxEntry(var message, var owner, long previous, boolean silent)
            ? new Push.InboxEntry(asSent(message), owner, previous, silent)
            : push);
  }

  private static Optional<Push> untold(Push push) {
    return push instanceof Push.InboxEntry entry && entry.message().isEdited()
        ? Optional.empty()
        : Optional.of(push);
  }

  private static List<InboxEffect> shown(InboxEffect effect, int times) {
    return effect instanceof InboxEffect.ShowEdit
        ? Collections.nCopies(times, effect)
        : List.of(effect);
  }
}
