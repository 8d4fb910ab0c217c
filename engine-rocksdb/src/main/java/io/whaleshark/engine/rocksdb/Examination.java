package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Directory;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Pin;
import io.whaleshark.core.model.Profile;
import io.whaleshark.core.model.PushToken;
import io.whaleshark.core.model.Reaction;
import io.whaleshark.core.model.Tally;
import io.whaleshark.core.news.News;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Compares all rows of a data folder with the promises, and with one another: each fact that is
/// written down twice must be the same twice. Used once, by one thread; works on one instant.
///
/// Cost: reads every row, and looks up up to five more for each message.
final class Examination {

  private static final byte[] ALL = new byte[0];

  private final View view;
  private final Faults faults = new Faults();
  private long conversations;
  private long messages;
  private long periods;

  private Examination(View view) {
    this.view = view;
  }

  /// Examines a store.
  static Diagnosis of(Store store) {
    try (View view = store.snapshot()) {
      Examination examination = new Examination(view);
      examination.faults.attempt("P1", "the data folder", examination::run);
      return new Diagnosis(
          examination.conversations,
          examination.messages,
          examination.periods,
          examination.faults.count(),
          examination.faults.named());
    }
  }

  private void run() {
    byte[] stamp = view.get(Table.DEFAULT, Keys.STAMP);
    long newestStamp = stamp == null ? 0 : Rows.number(stamp);
    eachConversation(Table.MEMBERS, conversation -> examine(conversation, newestStamp));
    eachConversation(Table.LOG, this::logHasMembers);
    eachRow(Table.SENT, "P3", this::sendIsInTheLog);
    eachRow(Table.OWN, "P8", this::ordinalIsOfMessage);
    eachRow(Table.MOVED, "P4", this::placeIsOfReplaced);
    eachRow(Table.PINS, "P9", this::pinIsOfMessage);
    eachRow(Table.TALLIES, "P9", this::tallyIsOfReactions);
    eachRow(Table.REACTIONS, "P9", this::reactionIsCounted);
    sessionsCanBeRead();
    eachRow(Table.LISTS, "P9", this::listIsOfMember);
    eachRow(Table.PUSH_TOKENS, "P9", this::tokenIsItsOwners);
    eachRow(Table.PUSH_ADDRESSES, "P9", this::addressHasToken);
    eachRow(Table.PROFILES, "P9", this::profileIsFound);
    eachRow(Table.PROFILE_NAMES, "P9", this::nameIsOfProfile);
  }

  /// Looks at all conversations that have rows in a table.
  private void eachConversation(Table table, Consumer<ConversationId> look) {
    byte[] from = ALL;
    Cursor rows = view.cursor(table);
    while (rows.seek(from, ALL)) {
      byte[] key = rows.key();
      Optional<ConversationId> conversation = conversationOf(table, key);
      // Of a key that says nothing no more than its own row is left out.
      from =
          conversation.isEmpty()
              ? Arrays.copyOf(key, key.length + 1)
              : Keys.behind(Keys.conversation(conversation.get()));
      conversation.ifPresent(look);
    }
  }

  private Optional<ConversationId> conversationOf(Table table, byte[] key) {
    try {
      return Optional.of(Keys.conversation(new Decoder(key)));
    } catch (EngineException e) {
      faults.add("P9", table, e);
      return Optional.empty();
    }
  }

  /// The next start tells that they have ended.
  private void sessionsCanBeRead() {
    byte[] all = Keys.sessions();
    Cursor rows = view.cursor(Table.JOURNAL);
    for (boolean there = rows.seek(all, all); there; there = rows.next(all)) {
      faults.attempt(
          "P1",
          Table.JOURNAL,
          () -> {
            List<News.LoggedIn> _ = Rows.sessions(Keys.sessionsOf(rows.key()), rows.value());
          });
    }
  }

  private void eachRow(Table table, String promise, Consumer<Cursor> look) {
    Cursor rows = view.cursor(table);
    for (boolean there = rows.seek(ALL, ALL); there; there = rows.next(ALL)) {
      faults.attempt(promise, table, () -> look.accept(rows));
    }
  }

  private void examine(ConversationId conversation, long newestStamp) {
    ConversationExamination one =
        new ConversationExamination(faults, view, conversation, newestStamp);
    faults.attempt("P1", conversation, one::run);
    conversations++;
    messages += one.messages();
    periods += one.periods();
  }

  private void logHasMembers(ConversationId conversation) {
    byte[] key = Keys.conversation(conversation);
    faults.expect(
        view.cursor(Table.MEMBERS).seek(key, key), "P9", conversation, "messages, but no member");
  }

  private void sendIsInTheLog(Cursor sent) {
    Rows.Place place = Rows.place(sent.value());
    ClientMessageId id = Keys.sent(sent.key());
    Message message = message(place.conversation(), place.sequence());
    faults.expect(
        message != null && message.clientId().equals(id),
        "P3",
        place.conversation(),
        "the id of message " + place.sequence() + " is known, but not that message");
  }

  private void pinIsOfMessage(Cursor row) {
    ConversationId conversation = Keys.conversation(new Decoder(row.key()));
    Pin pin = RocksPins.pin(row);
    faults.expect(
        isThere(conversation, pin.sequence()),
        "P9",
        conversation,
        "message " + pin.sequence() + " is pinned, and gone");
  }

  /// Whether a message is retained and not recalled.
  private boolean isThere(ConversationId conversation, long sequence) {
    boolean hasExpired = sequence <= LogEnd.floor(view, Keys.conversation(conversation)).sequence();
    Message message = message(conversation, sequence);
    return message != null && !hasExpired && !message.isRecalled();
  }

  private void tallyIsOfReactions(Cursor row) {
    ConversationId conversation = Keys.conversation(new Decoder(row.key()));
    Tally tally = RocksReactions.tally(row);
    faults.expect(
        isThere(conversation, tally.sequence()),
        "P9",
        conversation,
        "message " + tally.sequence() + " has reactions, and is gone");
    faults.expect(
        !tally.isEmpty(),
        "P9",
        conversation,
        "message " + tally.sequence() + " has a tally without signs");
    for (Tally.Count count : tally.counts()) {
      long users =
          reactors(Keys.reactors(Keys.conversation(conversation), tally.sequence(), count.sign()));
      faults.expect(
          users == count.users(),
          "P9",
          conversation,
          "message %d has %d reactions with a sign (expected: %d)"
              .formatted(tally.sequence(), users, count.users()));
    }
  }

  private long reactors(byte[] prefix) {
    long users = 0;
    Cursor rows = view.cursor(Table.REACTIONS);
    for (boolean there = rows.seek(prefix, prefix); there; there = rows.next(prefix)) {
      users++;
    }
    return users;
  }

  /// That the tally is right about a sign is looked at where the tally is.
  private void reactionIsCounted(Cursor row) {
    ConversationId conversation = Keys.conversation(new Decoder(row.key()));
    Reaction reaction = Rows.reaction(row.key(), row.value());
    faults.expect(
        RocksReactions.tally(view, conversation, reaction.sequence()).of(reaction.sign()) > 0,
        "P9",
        conversation,
        "message " + reaction.sequence() + " has a reaction that is not counted");
  }

  private void ordinalIsOfMessage(Cursor own) {
    Decoder key = new Decoder(own.key());
    ConversationId conversation = Keys.conversation(key);
    UserId sender = key.user(conversation.app());
    long sequence = own.number();
    // Of what has expired an ordinal may stay: the sender's next one counts on from it.
    boolean hasExpired = sequence <= LogEnd.floor(view, Keys.conversation(conversation)).sequence();
    Message message = hasExpired ? null : message(conversation, sequence);
    faults.expect(
        hasExpired || (message != null && message.sender().equals(sender)),
        "P8",
        conversation,
        "message " + sequence + " is counted as one of " + sender);
  }

  private void placeIsOfReplaced(Cursor moved) {
    ConversationId conversation = Keys.conversation(new Decoder(moved.key()));
    long sequence = Rows.number(moved.value());
    Message message = message(conversation, sequence);
    // Of what has expired a place may stay: it tells how far inboxes reached.
    boolean hasExpired = sequence <= LogEnd.floor(view, Keys.conversation(conversation)).sequence();
    faults.expect(
        hasExpired
            || (message != null
                && message.isReplaced()
                && message.inboxPosition() == Keys.numberOf(moved.key())),
        "P4",
        conversation,
        "message " + sequence + " stands in inboxes where nothing has moved it");
  }

  private void listIsOfMember(Cursor lists) {
    Decoder key = new Decoder(lists.key());
    UserId user = key.user(key.int4());
    ConversationId conversation = Keys.conversation(key);
    byte[] periods = Keys.inConversation(Keys.conversation(conversation), user);
    faults.expect(
        view.cursor(Table.MEMBERS).seek(periods, periods),
        "P9",
        conversation,
        "in the list of " + user + ", who never was a member");
  }

  private void tokenIsItsOwners(Cursor tokens) {
    PushToken token = PushRows.token(tokens.key(), tokens.value());
    byte[] owned = view.get(Table.PUSH_ADDRESSES, Keys.pushAddress(token.address()));
    faults.expect(
        owned != null && Arrays.equals(owned, PushRows.owner(token)),
        "P9",
        token.user(),
        token.device() + " has a push token that is not known as its own");
  }

  private void addressHasToken(Cursor addresses) {
    PushToken.Address address = Keys.pushAddress(addresses.key());
    PushRows.Owner owner = PushRows.owner(address.app(), addresses.value());
    byte[] row = view.get(Table.PUSH_TOKENS, Keys.pushToken(owner.user(), owner.device()));
    faults.expect(
        row != null && PushRows.token(owner, row).address().equals(address),
        "P9",
        owner.user(),
        owner.device() + " is known by a push token that it does not have");
  }

  private void profileIsFound(Cursor profiles) {
    Profile profile = Rows.profile(Keys.user(profiles.key()), profiles.value());
    byte[] name = Keys.profileName(profile.user().app(), Directory.Place.of(profile));
    faults.expect(
        view.get(Table.PROFILE_NAMES, name) != null,
        "P9",
        profile.user(),
        "a profile that no search finds");
  }

  private void nameIsOfProfile(Cursor names) {
    UserId user = Keys.profileOwner(names.key());
    byte[] row = view.get(Table.PROFILES, Keys.user(user));
    faults.expect(
        row != null
            && names.value().length == 0
            && Arrays.equals(
                names.key(),
                Keys.profileName(user.app(), Directory.Place.of(Rows.profile(user, row)))),
        "P9",
        user,
        "found by a name that the profile does not have");
  }

  private @Nullable Message message(ConversationId conversation, long sequence) {
    byte[] row = view.get(Table.LOG, Keys.numbered(Keys.conversation(conversation), sequence));
    return row == null ? null : MessageRow.message(conversation, sequence, row);
  }
}
