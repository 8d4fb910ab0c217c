package io.whaleshark.engine.cluster;

import static io.whaleshark.engine.cluster.WriteStatements.longs;
import static io.whaleshark.engine.cluster.WriteStatements.texts;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Reaction;
import io.whaleshark.core.model.Tally;
import io.whaleshark.engine.cluster.Announced.AtPlace;
import io.whaleshark.engine.cluster.Announced.Place;
import io.whaleshark.engine.cluster.Announced.Sign;
import io.whaleshark.engine.cluster.Announced.ToId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What one transaction has read of reactions, however their messages were named. What was
/// announced is fetched with all the rest; what was not costs a round trip of its own. Confined to
/// the lane's thread.
final class ReactionRows {

  private final Session session;
  private final Map<Place, Tally> tallies = new HashMap<>();
  private final Map<AtPlace, Boolean> set = new HashMap<>();

  ReactionRows(Session session) {
    this.session = session;
  }

  /// Adds questions for all that was announced.
  void ask(Announced announced, Questions questions) {
    for (int app : announced.apps()) {
      announced.reactions(app).forEach(this::keepNothing);
      askAt(questions, ReactionStatements.BY_SEQUENCE, announced.reactions(app), app);
      askAt(questions, ReactionStatements.BY_STAMP, announced.reactionsAt(app), app);
      askTo(questions, announced.reactionsTo(app), app);
    }
  }

  private void askAt(Questions questions, String sql, List<AtPlace> asked, int app) {
    if (!asked.isEmpty()) {
      questions.add(
          sql,
          row -> keep(row, asked, AtPlace::sign),
          texts(asked, at -> ConversationNames.of(at.place().conversation())),
          longs(asked, at -> at.place().number()),
          texts(asked, at -> at.sign().text()),
          texts(asked, at -> at.sign().user().name()),
          app);
    }
  }

  private void askTo(Questions questions, List<ToId> asked, int app) {
    if (!asked.isEmpty()) {
      questions.add(
          ReactionStatements.BY_ID,
          row -> keep(row, asked, ToId::sign),
          texts(asked, to -> to.id().sender().name()),
          texts(asked, to -> to.id().value()),
          texts(asked, to -> to.sign().text()),
          texts(asked, to -> to.sign().user().name()),
          app);
    }
  }

  /// What a message has that is not there.
  private void keepNothing(AtPlace at) {
    tallies.put(at.place(), Tally.none(at.place().number()));
    set.put(at, false);
  }

  private <T> void keep(ResultSet row, List<T> asked, Function<T, Sign> sign) throws SQLException {
    Tally tally = ReactionStatements.tally(row);
    Place place = new Place(PostgresRows.conversationId(row), tally.sequence());
    tallies.put(place, tally);
    Sign own = sign.apply(asked.get((int) row.getLong("i") - 1));
    set.put(new AtPlace(place, own), row.getBoolean("is_set"));
  }

  /// The tally of a message, expired or not.
  Tally tally(ConversationId conversation, long sequence) throws SQLException {
    Place place = new Place(conversation, sequence);
    if (!tallies.containsKey(place)) {
      fetch(place, "", "", row -> tallies.put(place, ReactionStatements.tally(row)));
    }
    return tallies.getOrDefault(place, Tally.none(sequence));
  }

  /// Whether a reaction is there, to an expired message or not.
  boolean isSet(ConversationId conversation, Reaction reaction) throws SQLException {
    AtPlace at =
        new AtPlace(
            new Place(conversation, reaction.sequence()),
            new Sign(reaction.sign(), reaction.user()));
    if (!set.containsKey(at)) {
      fetch(
          at.place(),
          reaction.sign(),
          reaction.user().name(),
          row -> keep(row, List.of(at), AtPlace::sign));
    }
    return set.getOrDefault(at, false);
  }

  private void fetch(Place place, String sign, String member, Questions.RowTaker taker)
      throws SQLException {
    Questions questions = new Questions();
    questions.add(
        ReactionStatements.BY_SEQUENCE,
        taker,
        new String[] {ConversationNames.of(place.conversation())},
        new long[] {place.number()},
        new String[] {sign},
        new String[] {member},
        place.conversation().app());
    questions.ask(session);
  }
}
