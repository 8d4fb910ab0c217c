package io.whaleshark.testkit;

import io.whaleshark.core.engine.Contents;
import io.whaleshark.core.engine.ConversationList.Peers;
import io.whaleshark.core.engine.Directory.Place;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.engine.Inboxes.Bound;
import io.whaleshark.core.engine.Inboxes.Slice;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.engine.Reactions.Seen;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Tally;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All answers of an engine about some users and conversations, by the name of the query. Two
/// engines with the same contents have equal readouts. For small stores: it reads only one page of
/// each conversation. Immutable.
public record Readout(Map<String, Object> answers) {

  private static final PageLimit ALL = PageLimit.of(PageLimit.ENTRIES_AT_MOST);

  /// The users and conversations to ask about.
  ///
  /// @param bounds the bounds with which inboxes are pulled
  public record Questions(
      Collection<UserId> users, Collection<ConversationId> conversations, List<Bound> bounds) {}

  /// Runs all queries on an engine.
  public static Readout of(Engine engine, Questions questions) {
    Map<String, Object> answers = new LinkedHashMap<>();
    answers.put("newest stamp", engine.newestStamp());
    for (ConversationId conversation : questions.conversations()) {
      conversation(engine, conversation, questions.users(), answers);
    }
    for (UserId user : questions.users()) {
      user(engine, user, questions, answers);
    }
    questions.conversations().stream()
        .map(ConversationId::app)
        .distinct()
        .forEach(app -> answers.put("groups of " + app, engine.memberships().groups(app, "", 500)));
    answers.put("all facts", facts(engine));
    return new Readout(answers);
  }

  /// All facts of an engine, in their order.
  public static List<Fact> facts(Engine engine) {
    List<Fact> facts = new ArrayList<>();
    try (Contents contents = engine.contents()) {
      contents.facts().forEachRemaining(facts::add);
    }
    return facts;
  }

  /// The first query whose answers differ, with both answers; empty if there is none.
  public Optional<String> differenceFrom(Readout expected) {
    Set<String> all = new LinkedHashSet<>(expected.answers.keySet());
    all.addAll(answers.keySet());
    return all.stream()
        .filter(question ->
            !Optional.ofNullable(answers.get(question))
                .equals(Optional.ofNullable(expected.answers.get(question))))
        .map(question ->
            question
                + "\n  expected: "
                + expected.answers.get(question)
                + "\n   but was: "
                + answers.get(question))
        .findFirst();
  }

  private static void conversation(
      Engine engine,
      ConversationId conversation,
      Collection<UserId> users,
      Map<String, Object> answers) {
    List<Message> history = engine.messages().after(conversation, 0, Long.MAX_VALUE, ALL);
    answers.put("shown pins of " + conversation, engine.pins().of(conversation));
    answers.put("history of " + conversation, history);
    answers.put(
        "newest of " + conversation,
        engine.messages().before(conversation, Long.MAX_VALUE, 0, new PageLimit(3, 700)));
    try (Transaction transaction = engine.begin(reads -> reads.conversation(conversation))) {
      long newest = transaction.head(conversation).sequence();
      answers.put("pins of " + conversation, transaction.pins(conversation));
      reactions(engine, transaction, conversation, answers);
      answers.put("head of " + conversation, transaction.head(conversation));
      for (UserId user : users) {
        if (conversation.mayInclude(user)) {
          String whose = user + " in " + conversation;
          answers.put("sent by " + whose, transaction.sentCount(conversation, user, newest));
          answers.put("membership of " + whose, transaction.membership(conversation, user));
          answers.put("settings of " + whose, transaction.participation(user, conversation));
          answers.put("periods of " + whose, engine.memberships().periods(conversation, user));
          answers.put("item of " + whose, engine.conversations().item(user, conversation));
          answers.put(
              "item without the peer of " + whose,
              engine.conversations().item(user, conversation, Peers.HIDDEN));
        }
      }
      for (Message message : history) {
        message(engine, transaction, message, answers);
      }
    }
    if (conversation instanceof ConversationId.Group group) {
      answers.put("group " + group, engine.memberships().group(group));
      answers.put("members of " + group, engine.memberships().present(group, "", 500));
      answers.put("authors of " + group, engine.messages().authors(group, 0, Long.MAX_VALUE));
      for (UserId user : users) {
        answers.put(
            "newest by " + user + " in " + group,
            engine.messages().newestBy(group, user, Long.MAX_VALUE));
      }
    }
  }

  private static void reactions(
      Engine engine,
      Transaction transaction,
      ConversationId conversation,
      Map<String, Object> answers) {
    List<Seen> all =
        engine.reactions().tallies(conversation, Optional.empty(), 0, Long.MAX_VALUE, 500);
    answers.put("tallies of " + conversation, all);
    for (Seen seen : all) {
      long sequence = seen.tally().sequence();
      answers.put(
          "tally of message " + sequence + " of " + conversation,
          transaction.tally(conversation, sequence));
      for (Tally.Count count : seen.tally().counts()) {
        answers.put(
            "who has " + count.sign() + " at message " + sequence + " of " + conversation,
            engine.reactions().reactors(conversation, sequence, count.sign(), "", 500));
      }
    }
  }

  private static void message(
      Engine engine, Transaction transaction, Message message, Map<String, Object> answers) {
    String name = "message " + message.sequence() + " of " + message.conversation();
    answers.put(name, engine.messages().message(message.conversation(), message.sequence()));
    answers.put(name + " by id", transaction.sent(message.clientId()));
    answers.put(
        name + " by stamp", transaction.messageByStamp(message.conversation(), message.stamp()));
    answers.put(
        name + " ordinal",
        transaction.sentCount(message.conversation(), message.sender(), message.sequence()));
    answers.put(name + " read by", engine.memberships().readCount(message));
    if (message.conversation() instanceof ConversationId.Group) {
      answers.put(name + " audience", engine.memberships().audience(message, "", 500));
    }
  }

  private static void user(
      Engine engine, UserId user, Questions questions, Map<String, Object> answers) {
    answers.put("ban of " + user, engine.bans().of(user));
    answers.put("blocked by " + user, engine.blocks().of(user));
    answers.put("receipts off of " + user, engine.receiptSwitches().isOff(user));
    answers.put(
        "directory of app " + user.app(),
        engine.directory().startingWith(user.app(), "", Place.FIRST, 500));
    answers.put("profile of " + user, engine.directory().of(List.of(user)));
    answers.put("push tokens of " + user, engine.pushTokens().pushTokens(user));
    answers.put(
        "list without peers of " + user,
        engine.conversations().changedAfter(user, 0, 500, Peers.HIDDEN));
    answers.put("takings of " + user, new HashSet<>(engine.conversations().of(user)));
    var items = engine.conversations().changedAfter(user, 0, 500);
    answers.put("list of " + user, items);
    if (items.size() > 1) {
      long after = items.get(items.size() / 2).changedAt();
      answers.put(
          "list of " + user + " after " + after,
          engine.conversations().changedAfter(user, after, 1));
    }
    answers.put("unread of " + user, engine.conversations().unread(user));
    answers.put("newest position of " + user, engine.inboxes().newest(user));
    for (Bound bound : questions.bounds()) {
      for (long after : cursors(engine, user, bound)) {
        Slice slice = engine.inboxes().pull(user, after, PageLimit.of(3), bound);
        answers.put("inbox of " + user + " after " + after + ", " + bound, inAnyOrder(slice));
      }
    }
  }

  /// Cursors to test: the beginning, the position of each entry on the first page, the end.
  private static Set<Long> cursors(Engine engine, UserId user, Bound bound) {
    Set<Long> cursors = new LinkedHashSet<>();
    cursors.add(0L);
    for (Message message : engine.inboxes().pull(user, 0, PageLimit.of(8), bound).messages()) {
      cursors.add(message.inboxPosition());
      cursors.add(message.inboxPosition() - 1);
    }
    cursors.add(engine.inboxes().newest(user));
    return cursors;
  }

  /// The order of gaps is not significant.
  private static List<Object> inAnyOrder(Slice slice) {
    return List.of(
        slice.messages(),
        slice.completed() ? "completed" : "more",
        slice.truncated() ? "truncated" : "whole",
        Set.copyOf(slice.gaps()));
  }
}
