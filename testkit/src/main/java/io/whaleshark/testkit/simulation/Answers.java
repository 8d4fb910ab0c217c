package io.whaleshark.testkit.simulation;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Outcome;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.conversation.Conversations;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.engine.Memberships;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.engine.Reactions;
import io.whaleshark.core.history.History;
import io.whaleshark.core.history.PinnedMessages;
import io.whaleshark.core.history.SeenReactions;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.receipt.Readers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Checks the answer to each query against the [Model]. Confined to the simulation's thread.
final class Answers {

  private final Model model;
  private final AppPolicy policy;

  Answers(Model model, AppPolicy policy) {
    this.model = model;
    this.policy = policy;
  }

  /// What is wrong with an answer; empty if nothing is.
  Optional<String> difference(Question<?> question, Object given) {
    return switch (question) {
      case Question.Changed changed -> changed(changed, (Conversations.Page) given);
      case Question.Inbox inbox -> {
        Inboxes.Slice slice = (Inboxes.Slice) given;
        yield compare(
            "P5",
            question,
            inbox(inbox),
            new Pulled(
                slice.messages(), slice.completed(), slice.truncated(), Set.copyOf(slice.gaps())));
      }
      case Question.HistoryAfter after -> compare("P9", question, historyAfter(after), given);
      case Question.HistoryBefore before -> compare("P9", question, historyBefore(before), given);
      case Question.Pinned pinned -> compare("P9", question, pinned(pinned), given);
      case Question.Reacted reacted -> compare("P9", question, reacted(reacted), given);
      case Question.Reactors reactors -> compare("P9", question, reactors(reactors), given);
      case Question.Blocked(UserId user) -> compare("P12", question, model.blockedBy(user), given);
      case Question.Tokens(UserId user) ->
          compare("P9", question, model.pushTokens().of(user), given);
      case Question.Counts counts -> compare("P8", question, counts(counts), plain(given));
      case Question.Audience audience -> compare("P8", question, audience(audience), given);
    };
  }

  private static Optional<String> compare(
      String promise, Question<?> question, Object expected, Object given) {
    boolean same =
        given instanceof Outcome.Refused<?>(Refusal refusal, _)
            ? expected instanceof Outcome.Refused<?>(Refusal other, _) && refusal == other
            : expected.equals(given);
    return same
        ? Optional.empty()
        : Optional.of(
            promise + " " + question + " gets " + given + " (expected: " + expected + ")");
  }

  private static Object plain(Object counts) {
    return counts instanceof Outcome.Granted<?>(Readers.ReadCounts(var group, var each))
        ? new Outcome.Granted<>(new Readers.ReadCounts(Row.withoutTime(group), each))
        : counts;
  }

  private static <T> Outcome<T> refused(Refusal refusal) {
    return new Outcome.Refused<>(refusal, "");
  }

  // --- history ---

  private Outcome<History.Page> historyAfter(Question.HistoryAfter asked) {
    Chat chat = model.chat(asked.conversation());
    if (isClosed(chat, asked.user())) {
      return refused(Refusal.NOT_A_PARTICIPANT);
    }
    List<Line> left =
        chat.seenBy(asked.user()).stream().filter(m -> m.sequence > asked.after()).toList();
    List<Message> page = page(left, asked.limit());
    return new Outcome.Granted<>(new History.Page(page, page.size() == left.size()));
  }

  private Outcome<History.Page> historyBefore(Question.HistoryBefore asked) {
    Chat chat = model.chat(asked.conversation());
    if (isClosed(chat, asked.user())) {
      return refused(Refusal.NOT_A_PARTICIPANT);
    }
    List<Line> left =
        chat.seenBy(asked.user()).stream().filter(m -> m.sequence < asked.before()).toList();
    List<Message> page = page(left.reversed(), asked.limit()).reversed();
    return new Outcome.Granted<>(new History.Page(page, page.size() == left.size()));
  }

  private Outcome<List<PinnedMessages.Pinned>> pinned(Question.Pinned asked) {
    Chat chat = model.chat(asked.conversation());
    if (isClosed(chat, asked.user())) {
      return refused(Refusal.NOT_A_PARTICIPANT);
    }
    Map<Long, Line> seen = new HashMap<>();
    chat.seenBy(asked.user()).forEach(line -> seen.put(line.sequence, line));
    return new Outcome.Granted<>(
        model.marks().pins().newestFirst(chat).stream()
            .filter(pin -> seen.containsKey(pin.sequence()))
            .map(pin ->
                new PinnedMessages.Pinned(
                    Objects.requireNonNull(seen.get(pin.sequence())).message(), pin))
            .toList());
  }

  private Outcome<List<Reactions.Seen>> reacted(Question.Reacted asked) {
    Chat chat = model.chat(asked.conversation());
    return isClosed(chat, asked.user())
        ? refused(Refusal.NOT_A_PARTICIPANT)
        : new Outcome.Granted<>(
            model
                .marks()
                .reactions()
                .tallies(asked.conversation(), Optional.of(asked.user()))
                .stream()
                .filter(seen -> asked.isAbout(seen.tally().sequence()))
                .filter(seen -> isSeen(chat, asked.user(), seen.tally().sequence()))
                .toList());
  }

  private Outcome<SeenReactions.Reactors> reactors(Question.Reactors asked) {
    Chat chat = model.chat(asked.conversation());
    SeenReactions.Which which = asked.which();
    if (!isEverSeen(chat, asked.user(), which.sequence())) {
      return refused(Refusal.NOT_A_PARTICIPANT);
    }
    List<UserId> all =
        chat.retained().stream()
            .filter(message -> message.sequence == which.sequence())
            .flatMap(message -> model.marks().reactions().users(message, which.sign()).stream())
            .toList();
    List<UserId> left =
        all.stream().filter(user -> user.name().compareTo(which.after()) > 0).toList();
    List<UserId> page = left.stream().limit(which.limit()).toList();
    return new Outcome.Granted<>(
        new SeenReactions.Reactors(all.size(), page, page.size() == left.size()));
  }

  private static boolean isSeen(Chat chat, UserId user, long sequence) {
    return chat.seenBy(user).stream().anyMatch(message -> message.sequence == sequence);
  }

  /// Whether the user was there when something was said, whether or not it is retained.
  private static boolean isEverSeen(Chat chat, UserId user, long sequence) {
    return sequence > chat.erasedUpTo(user)
        && chat.stays.getOrDefault(user, List.of()).stream().anyMatch(stay -> stay.sees(sequence));
  }

  private static boolean isClosed(Chat chat, UserId user) {
    long erased = chat.erased.getOrDefault(user, -1L);
    return chat.id instanceof ConversationId.Group
        && chat.newestStay(user).filter(stay -> stay.lasts() || stay.left > erased).isEmpty();
  }

  /// As many as fit on a page, which ends at the first bound that it reaches.
  private static List<Message> page(List<Line> left, PageLimit limit) {
    List<Message> page = new ArrayList<>();
    int bytes = 0;
    for (Line message : left) {
      if (page.size() == limit.entries() || bytes >= limit.bytes()) {
        break;
      }
      page.add(message.message());
      bytes += message.bytes();
    }
    return page;
  }

  // --- the inbox ---

  private record Pulled(
      List<Message> messages, boolean completed, boolean truncated, Set<Inboxes.Gap> gaps) {}

  private Pulled inbox(Question.Inbox asked) {
    List<Line> all = model.inbox(asked.user());
    Set<Line> kept = kept(all);
    List<Line> left = new ArrayList<>();
    List<Line> dropped = new ArrayList<>();
    for (Line message : all) {
      if (message.position() > asked.after()) {
        (kept.contains(message) ? left : dropped).add(message);
      }
    }
    List<Message> page = page(left, asked.limit());
    return new Pulled(
        page,
        page.size() == left.size(),
        !dropped.isEmpty() || model.expiredUpTo(asked.user()) > asked.after(),
        gaps(asked.user(), dropped));
  }

  /// The newest share of each conversation, and the newest of the others while there is room.
  private Set<Line> kept(List<Line> all) {
    Map<Chat, Integer> ofChat = new HashMap<>();
    Set<Line> kept = new HashSet<>();
    for (Line message : all.reversed()) {
      boolean isShare = ofChat.merge(message.chat, 1, Integer::sum) <= policy.inbox().share();
      if (isShare && kept.size() < policy.inbox().entries()) {
        kept.add(message);
      }
    }
    for (Line message : all.reversed()) {
      if (kept.size() < policy.inbox().entries()) {
        kept.add(message);
      }
    }
    return kept;
  }

  private static Set<Inboxes.Gap> gaps(UserId user, List<Line> dropped) {
    Map<Chat.Stay, Inboxes.Gap> gaps = new HashMap<>();
    for (Line message : dropped) {
      for (Chat.Stay stay : message.chat.stays.getOrDefault(user, List.of())) {
        if (stay.sees(message.sequence)) {
          gaps.merge(
              stay,
              new Inboxes.Gap(message.chat.id, message.sequence, message.sequence),
              (a, b) ->
                  new Inboxes.Gap(
                      a.conversation(), Math.min(a.from(), b.from()), Math.max(a.to(), b.to())));
        }
      }
    }
    return Set.copyOf(gaps.values());
  }

  // --- readers ---

  private Outcome<Readers.ReadCounts> counts(Question.Counts asked) {
    Chat chat = model.chat(asked.group());
    if (!chat.isFounded || !chat.isMember(asked.user())) {
      return refused(Refusal.NOT_A_PARTICIPANT);
    }
    boolean sees = model.seesReceipts(asked.user());
    List<Readers.ReadCount> counts =
        chat.seenBy(asked.user()).stream()
            .filter(m -> m.sequence >= asked.from() && m.sequence <= asked.to())
            .map(m -> new Readers.ReadCount(m.message(), sees ? chat.readCount(m) : 0))
            .toList();
    return new Outcome.Granted<>(new Readers.ReadCounts(chat.group(), counts));
  }

  private Outcome<Readers.AudiencePage> audience(Question.Audience asked) {
    Chat chat = model.chat(asked.group());
    boolean isMember = chat.isMember(asked.user());
    if (!isMember
        || asked.sequence() <= chat.erasedUpTo(asked.user())
        || chat.stays.getOrDefault(asked.user(), List.of()).stream()
            .noneMatch(stay -> stay.sees(asked.sequence()))) {
      return refused(Refusal.NOT_A_PARTICIPANT);
    }
    if (asked.sequence() > chat.newest() || chat.isExpired(asked.sequence())) {
      return refused(Refusal.NO_SUCH_MESSAGE);
    }
    Line message = chat.said.get((int) asked.sequence() - 1);
    boolean sees = model.seesReceipts(asked.user());
    List<Memberships.Reader> all =
        message.audience.stream()
            .filter(user -> user.name().compareTo(asked.after()) > 0)
            .map(user -> new Memberships.Reader(user, sees && chat.isReadBy(user, message)))
            .toList();
    List<Memberships.Reader> page = all.subList(0, Math.min(all.size(), asked.limit()));
    return new Outcome.Granted<>(
        new Readers.AudiencePage(
            message.message(),
            sees ? chat.readCount(message) : 0,
            List.copyOf(page),
            page.size() == all.size()));
  }

  // --- the list ---

  /// The exact stamps of changes cannot be predicted, only a range for them. An item that did not
  /// change keeps the stamp that was shown before.
  private Optional<String> changed(Question.Changed asked, Conversations.Page given) {
    Set<ConversationId> shown = new HashSet<>();
    long newest = asked.after();
    for (ConversationList.Item listed : given.items()) {
      ConversationId conversation = listed.participation().conversation();
      shown.add(conversation);
      Optional<Row> row = model.row(asked.user(), conversation);
      if (!row.equals(Optional.of(Row.of(listed)))) {
        return wrong(asked, Row.of(listed) + " (expected: " + row + ")");
      }
      Model.Item item = model.item(asked.user(), model.chat(conversation));
      long at = listed.changedAt();
      Model.Changed changed = item.changed(model.seesReceipts(asked.user()));
      boolean isOfNow = changed.above() < at && at <= changed.upTo();
      boolean isAsBefore = item.shown == 0 || item.shown == at;
      if (!isOfNow || !isAsBefore || at <= newest) {
        return wrong(
            asked,
            conversation
                + (" changed at " + at + " (expected: " + changed.above())
                + (".." + changed.upTo() + ", as before " + item.shown)
                + (", behind " + newest + ")"));
      }
      item.shown = at;
      newest = at;
    }
    return completeness(asked, given, shown, newest);
  }

  private Optional<String> completeness(
      Question.Changed asked, Conversations.Page given, Set<ConversationId> shown, long newest) {
    if (given.items().size() > asked.limit() || given.next() < newest) {
      return wrong(asked, given.items().size() + " items up to " + given.next());
    }
    // A whole list in one page is without what is hidden, but its cursor is behind that too.
    boolean isWhole = asked.after() == 0 && given.completed();
    if (!isWhole && given.next() != newest) {
      return wrong(asked, "the cursor " + given.next() + " (expected: " + newest + ")");
    }
    boolean isOneLeft = false;
    for (var each : model.items(asked.user()).entrySet()) {
      Model.Item item = each.getValue();
      Model.Changed changed = item.changed(model.seesReceipts(asked.user()));
      long atMost = item.shown == 0 ? changed.upTo() : item.shown;
      long above = item.shown == 0 ? changed.above() : item.shown - 1;
      boolean isMissing = !shown.contains(each.getKey()) && above >= asked.after();
      boolean mayFollow = !given.completed() && atMost > given.next();
      boolean isLeftOut = isWhole && item.isHidden;
      if (isMissing && !mayFollow && !isLeftOut) {
        return wrong(asked, "nothing of " + each.getKey());
      }
      if (isLeftOut && shown.contains(each.getKey())) {
        return wrong(asked, "the hidden " + each.getKey());
      }
      isOneLeft |= !shown.contains(each.getKey()) && mayFollow;
    }
    return given.completed() || isOneLeft
        ? Optional.empty()
        : wrong(asked, "not all, and nothing is left");
  }

  private static Optional<String> wrong(Question.Changed asked, String what) {
    return Optional.of("P8 " + asked + " gets " + what);
  }
}
