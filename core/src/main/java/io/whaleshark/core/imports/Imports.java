package io.whaleshark.core.imports;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Command.ImportedState;
import io.whaleshark.core.command.CommandChain;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.Names;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.Decision;
import io.whaleshark.core.lane.Ledger;
import io.whaleshark.core.messaging.Messaging;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Head;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.news.News;
import io.whaleshark.core.receipt.Markers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Decides what is taken over from another server. Reads the ledger, changes nothing. Confined to
/// the lane's thread.
///
/// An imported message has a new sequence and a new stamp, as any other, and keeps its time.
public final class Imports {

  /// How far the clock of another server may be ahead.
  private static final long AHEAD_AT_MOST = 5_000_000;

  private final Markers markers;

  public Imports(Markers markers) {
    this.markers = markers;
  }

  /// Appends a message (P2), unless it is there already (P3). Whoever sent it may be muted or
  /// blocked by now, but was a member at that place.
  public static Decision message(Ledger ledger, Command.ImportMessage taken) {
    Optional<Message> earlier = ledger.sent(taken.id());
    if (earlier.isPresent()) {
      return repeat(ledger, earlier.get(), taken);
    }
    long stamp = ledger.nextStamp();
    Optional<String> fault = fault(ledger, taken, stamp);
    if (fault.isPresent()) {
      return Decision.refuse(Refusal.MALFORMED, fault.get());
    }
    return switch (taken.conversation()) {
      case ConversationId.Direct direct -> {
        Message message = next(ledger, taken, stamp, direct.isWithSelf() ? 0 : 1);
        yield imported(ledger, taken, message, Messaging.appended(direct, message));
      }
      case ConversationId.Group group -> ofGroup(ledger, taken, stamp, group);
    };
  }

  /// What was edited or recalled on the other server since an earlier import is so here.
  private static Decision repeat(Ledger ledger, Message earlier, Command.ImportMessage taken) {
    if (!earlier.conversation().equals(taken.conversation()) || !isSame(earlier, taken)) {
      return Decision.refuse(
          Refusal.MESSAGE_ID_CONFLICT,
          "messageId: used before for another message (expected: a new one)");
    }
    if (!isNews(earlier, taken)) {
      return Decision.answer(new Answer.Imported(earlier, false));
    }
    Message now = replaced(ledger, earlier, taken);
    return new Decision(
        List.of(Change.MessageReplaced.of(earlier, now)),
        new Answer.Imported(now, false),
        new News.MessageReplaced(now, SessionId.NONE));
  }

  /// With what it was sent nobody knows of a message that was replaced, or that an app has changed.
  private static boolean isSame(Message earlier, Command.ImportMessage taken) {
    return switch (taken.state()) {
      case ImportedState.AsSent _ ->
          earlier.carries(taken.content())
              || (earlier.content() instanceof Message.Vetted vetted
                  && vetted.wanted().equals(taken.content()));
      case ImportedState.Edited _ ->
          earlier.isReplaced() || earlier.isImported() || earlier.carries(taken.content());
      case ImportedState.Recalled _ -> earlier.isRecalled() || earlier.isImported();
    };
  }

  /// Whether what was taken over earlier is not yet as the other server has it.
  private static boolean isNews(Message earlier, Command.ImportMessage taken) {
    return switch (taken.state()) {
      case ImportedState.AsSent _ -> false;
      case ImportedState.Edited(long time) ->
          switch (earlier.content()) {
            case Message.Sent _, Message.Vetted _ -> true;
            case Message.Edited edited ->
                earlier.isImported() && isNewer(time, taken.content(), edited);
            case Message.Recalled _ -> false;
          };
      case ImportedState.Recalled _ -> !earlier.isRecalled();
    };
  }

  /// A time that was ahead of this server's was stored as the time here, and comes again.
  private static boolean isNewer(long time, Message.Sent content, Message.Edited edited) {
    boolean isCut = edited.time() == edited.at();
    return time > edited.time() && !(isCut && edited.newest().equals(content));
  }

  /// What has become of a message on the other server.
  private static Message replaced(Ledger ledger, Message message, Command.ImportMessage taken) {
    return switch (taken.state()) {
      case ImportedState.AsSent _ -> message;
      case ImportedState.Edited(long time) -> {
        long at = ledger.nextStamp();
        yield message.edited(taken.content(), at, Math.clamp(time, message.time(), at));
      }
      case ImportedState.Recalled _ -> message.recalledAt(ledger.nextStamp());
    };
  }

  private static Optional<String> fault(Ledger ledger, Command.ImportMessage taken, long stamp) {
    UserId sender = taken.id().sender();
    if (taken.time() < 1 || taken.time() > stamp + AHEAD_AT_MOST) {
      return Optional.of("messageTime: expected: the time when it was sent, since 1970");
    }
    if (taken.state() instanceof ImportedState.Edited(long edited)
        && (edited < taken.time() || edited > stamp + AHEAD_AT_MOST)) {
      return Optional.of("editedTime: expected: the time when it was edited, since it was sent");
    }
    if (!taken.conversation().mayInclude(sender)) {
      return Optional.of("fromId: not one of the two");
    }
    Optional<String> own = Names.newIdFault("messageId", taken.id().value());
    boolean isNew = ledger.head(taken.conversation()).sequence() == 0;
    return isNew && taken.conversation() instanceof ConversationId.Direct direct
        ? own.or(() -> Names.newIdFault("fromId", sender.name()))
            .or(() -> Names.newIdFault("toId", direct.peerOf(sender).name()))
        : own;
  }

  private static Decision ofGroup(
      Ledger ledger, Command.ImportMessage taken, long stamp, ConversationId.Group id) {
    Optional<Group> group = ledger.group(id);
    boolean isMember =
        ledger.membership(id, taken.id().sender()).filter(Membership::isOpen).isPresent();
    if (group.isEmpty() || !isMember) {
      return Decision.refuse(Refusal.NOT_A_PARTICIPANT, "groupId: not a member of that group");
    }
    if (group.get().dissolved()) {
      return Decision.refuse(Refusal.GROUP_DISSOLVED, "groupId: the group was dissolved");
    }
    Message message = next(ledger, taken, stamp, group.get().memberCount() - 1);
    return imported(ledger, taken, message, List.of(new Change.MessageAppended(message)));
  }

  private static Message next(
      Ledger ledger, Command.ImportMessage taken, long stamp, long audience) {
    ConversationId conversation = taken.conversation();
    Head head = ledger.head(conversation);
    long ordinal = ledger.sentCount(conversation, taken.id().sender(), head.sequence()) + 1;
    return new Message(
        conversation,
        head.sequence() + 1,
        stamp,
        Math.min(taken.time(), stamp),
        taken.id(),
        taken.content(),
        ordinal,
        audience);
  }

  private static Decision imported(
      Ledger ledger, Command.ImportMessage taken, Message message, List<Change> appended) {
    List<Change> changes = new ArrayList<>(appended);
    Message kept = replaced(ledger, message, taken);
    if (kept.isReplaced()) {
      changes.add(Change.MessageReplaced.of(message, kept));
    }
    return new Decision(
        changes,
        new Answer.Imported(kept, true),
        new News.MessageImported(message.conversation(), message.sequence()));
  }

  /// Moves a marker of a user forward, as if they had reported it here.
  public Decision report(Ledger ledger, Command.ImportReport report) {
    Optional<Message> upTo = inConversation(ledger, report.conversation(), report.upTo());
    if (upTo.isEmpty()) {
      return Decision.refuse(Refusal.NO_SUCH_MESSAGE, "message: not in this conversation");
    }
    Caller caller = Caller.backendFor(report.user());
    long sequence = upTo.get().sequence();
    if (isBeforeJoining(ledger, report, sequence)) {
      return Decision.answer(Answer.PASSED);
    }
    if (report.isRead()) {
      return markers.readRetained(
          ledger, new Command.Read(caller, report.conversation(), sequence, report.reply()));
    }
    return report.conversation() instanceof ConversationId.Direct direct
        ? markers.receive(
            ledger,
            new Command.Receive(
                caller,
                direct,
                sequence,
                upTo.get().stamp(),
                report.upTo().value(),
                report.reply()))
        : Decision.refuse(
            Refusal.MALFORMED, "groupId: nobody reports that they received (expected: toId)");
  }

  /// Whether the user has come back behind the message since they read it, by an earlier run of the
  /// same import: their marker has passed it.
  private static boolean isBeforeJoining(
      Ledger ledger, Command.ImportReport report, long sequence) {
    return ledger
        .membership(report.conversation(), report.user())
        .filter(membership -> sequence <= membership.joined())
        .isPresent();
  }

  /// Does what belongs to a place of a conversation, unless that has got further. A group that is
  /// there already stays as it is.
  ///
  /// @param decide decides what is to be done there
  public static Decision placed(
      Ledger ledger, Command.Placed placed, Function<Command.Decided, Decision> decide) {
    if (placed.then() instanceof Command.PutGroup put && ledger.group(put.group()).isPresent()) {
      return Decision.answer(Answer.PASSED);
    }
    ConversationId conversation = placed.conversation();
    Head head = ledger.head(conversation);
    Optional<Long> place =
        placed.after().isEmpty()
            ? Optional.of(0L)
            : inConversation(ledger, conversation, placed.after().get()).map(Message::sequence);
    // Where nothing is left, all that was there has expired, and the place is now.
    boolean isNow = head.sequence() == ledger.floor(conversation);
    if (isNow || place.filter(at -> at == head.sequence()).isPresent()) {
      return decide.apply(placed.then());
    }
    if (place.isEmpty()) {
      return Decision.refuse(
          Refusal.NO_SUCH_MESSAGE, "after: not in this conversation (expected: one before this)");
    }
    return head.time() < head.stamp()
        ? Decision.answer(Answer.PASSED)
        : Decision.refuse(
            Refusal.GROUP_CONFLICT, "after: something was sent here since (expected: nothing)");
  }

  /// Does what belongs to a chain, as long as nothing before it has to be sent again.
  ///
  /// @param decide decides what is to be done
  public static Decision chained(
      Command.Chained chained, Function<Command.Decided, Decision> decide) {
    CommandChain chain = chained.chain();
    if (chain.isBroken()) {
      return Decision.refuse(Refusal.RETRY_LATER, "something before it has to be sent again");
    }
    chain.deciding();
    Decision decision = decide.apply(chained.then());
    chain.decided();
    return decision;
  }

  private static Optional<Message> inConversation(
      Ledger ledger, ConversationId conversation, ClientMessageId id) {
    return ledger.sent(id).filter(message -> message.conversation().equals(conversation));
  }
}
