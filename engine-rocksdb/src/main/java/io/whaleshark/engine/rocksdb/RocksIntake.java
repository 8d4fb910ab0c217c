package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Contents;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.engine.Intake;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Pin;
import io.whaleshark.core.model.Profile;
import io.whaleshark.core.model.PushToken;
import io.whaleshark.core.model.Reaction;
import io.whaleshark.core.model.Tally;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A data folder that takes over the contents of another store. As long as that has not finished, a
/// row says how many facts are stored; each batch of facts counts itself.
final class RocksIntake implements Intake {

  private static final byte[] ALL = new byte[0];

  /// The stamp of a newest expired message that nobody needs any more: the log has newer ones.
  private static final long LONG_AGO = 1;

  private final Path folder;
  private final Store store;
  private String version = "";
  private long stored;
  private Tally tally = Tally.none(0);
  private @Nullable ConversationId tallied;

  private RocksIntake(Path folder, Store store) {
    this.folder = folder;
    this.store = store;
  }

  /// Opens a data folder, or creates it if it does not exist. The caller closes it.
  static RocksIntake open(Path folder, RocksEngine.Limits limits) {
    RocksEngine.makeFolder(folder);
    return new RocksIntake(folder, new Store(folder, limits));
  }

  @Override
  public long begin(String of, long newestStamp) {
    version = of;
    byte[] row = store.get(Table.DEFAULT, Keys.INTAKE);
    if (row == null) {
      requireEmpty();
      store.write(batch -> {
        new RowWrites(batch).newestStamp(Math.max(newestStamp, newestStamp()));
        note(batch, 0);
      });
    } else {
      Decoder state = new Decoder(row);
      stored = state.int8();
      requireVersion(state.text());
    }
    return stored;
  }

  /// Of an engine that was opened here and has committed nothing that stayed.
  private long newestStamp() {
    byte[] row = store.get(Table.DEFAULT, Keys.STAMP);
    return row == null ? 0 : Rows.number(row);
  }

  private void requireVersion(String begun) {
    if (!begun.equals(version)) {
      throw refused(
          "holds the unfinished copy of another store, or of an earlier state of this one");
    }
  }

  private void requireEmpty() {
    try (View view = store.current()) {
      boolean isEmpty =
          Arrays.stream(Table.values())
              .filter(table -> table != Table.DEFAULT)
              .noneMatch(table -> view.cursor(table).seek(ALL, ALL));
      if (!isEmpty) {
        throw refused("is not empty");
      }
    }
  }

  private EngineException refused(String what) {
    return new EngineException(
        EngineException.Kind.REFUSED,
        "data folder " + folder + " " + what + " (expected: a new folder, or delete this one)");
  }

  private void note(Batch batch, long count) {
    byte[] row = new Encoder(Long.BYTES + version.length() + 1).int8(count).text(version).toBytes();
    batch.put(Table.DEFAULT, Keys.INTAKE, row);
  }

  @Override
  public void add(List<Fact> facts) {
    store.write(batch -> {
      RowWrites rows = new RowWrites(batch);
      facts.forEach(fact -> add(rows, fact));
      note(batch, stored + facts.size());
    });
    stored += facts.size();
  }

  private void add(RowWrites rows, Fact fact) {
    switch (fact) {
      case Fact.OfConversation of -> {
        if (of.expired().sequence() > 0) {
          rows.floor(of.conversation(), floor(of));
        }
        of.group().ifPresent(rows::group);
      }
      case Fact.OfMember(Membership membership) -> rows.membership(membership);
      case Fact.OfSender(ConversationId.Group group, var sender, long sequence, long count) ->
          rows.own(group, sender, sequence, count);
      case Fact.OfPin(ConversationId conversation, Pin pin) -> rows.pin(conversation, pin);
      case Fact.OfReaction(ConversationId conversation, Reaction reaction) ->
          rows.reaction(conversation, reaction, tallyWith(conversation, reaction));
      case Fact.OfMessage(Message message) -> {
        rows.append(message);
        if (message.isReplaced()) {
          rows.moved(message);
        }
      }
      case Fact.OfList(Participation participation) -> rows.participation(participation);
      case Fact.OfBan(Ban ban) -> rows.ban(ban);
      case Fact.OfBlock(Block block) -> rows.block(block);
      case Fact.OfReceiptsOff(UserId user) -> rows.switchReceiptsOff(user);
      case Fact.OfPushToken(PushToken token) -> rows.pushToken(token);
      case Fact.OfProfile(Profile profile) -> rows.profile(profile);
    }
  }

  /// The reactions to a message come one after the other. At the first of them it is read what an
  /// intake has stored that broke off among them.
  private Tally tallyWith(ConversationId conversation, Reaction reaction) {
    if (tally.sequence() != reaction.sequence() || !conversation.equals(tallied)) {
      tallied = conversation;
      try (View view = store.current()) {
        tally = RocksReactions.tally(view, conversation, reaction.sequence());
      }
    }
    tally = tally.with(reaction.sign());
    return tally;
  }

  private static Rows.Floor floor(Fact.OfConversation of) {
    Fact.Expired expired = of.expired();
    boolean isEnd = expired.sequence() == of.head().sequence();
    return new Rows.Floor(
        expired.sequence(),
        isEnd ? of.head().stamp() : LONG_AGO,
        expired.lowSent(),
        expired.position(),
        expired.raisedAt(),
        isEnd ? of.head().time() : LONG_AGO);
  }

  @Override
  public Contents contents() {
    return new RocksContents(store, () -> {});
  }

  @Override
  public List<String> faults() {
    return new RocksEngine(store).examine().named();
  }

  @Override
  public void finish() {
    store.write(batch -> batch.delete(Table.DEFAULT, Keys.INTAKE));
  }

  @Override
  public void close() {
    store.close();
  }
}
