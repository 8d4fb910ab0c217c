package io.whaleshark.engine.cluster;

import static io.whaleshark.engine.cluster.WriteStatements.ints;
import static io.whaleshark.engine.cluster.WriteStatements.longs;
import static io.whaleshark.engine.cluster.WriteStatements.texts;

import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Pin;
import io.whaleshark.engine.cluster.Announced.Place;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// The statements that write and read which messages are pinned.
final class PinStatements {

  static final String OF_APP =
      """
      SELECT p.app, p.conversation, p.sequence, p.pinned_at FROM pins p
      WHERE p.app = ? ORDER BY p.conversation, p.sequence
      """;

  static final String OF_CONVERSATION =
      """
      SELECT p.sequence, p.pinned_at FROM pins p
      WHERE p.app = ? AND p.conversation = ? ORDER BY p.sequence
      """;

  static final String OF_CONVERSATIONS =
      """
      SELECT k.i, p.sequence, p.pinned_at
      FROM unnest(?::text[]) WITH ORDINALITY AS k(conversation, i)
      CROSS JOIN LATERAL (
        SELECT * FROM pins t WHERE t.app = ? AND t.conversation = k.conversation
        ORDER BY t.sequence) p
      ORDER BY k.i, p.sequence
      """;

  private PinStatements() {}

  /// Puts the pins of conversations in the place of those that they have.
  static void put(Script script, Map<ConversationId, List<Pin>> pins) {
    List<Place> whole =
        pins.keySet().stream()
            .map(conversation -> new Place(conversation, Long.MAX_VALUE))
            .toList();
    removeUpTo(script, whole);
    insert(
        script,
        pins.entrySet().stream()
            .flatMap(
                each -> each.getValue().stream().map(pin -> new Fact.OfPin(each.getKey(), pin)))
            .toList());
  }

  /// Inserts pins, none of which is there.
  static void insert(Script script, Collection<Fact.OfPin> pins) {
    if (pins.isEmpty()) {
      return;
    }
    script.add(
        """
        INSERT INTO pins (app, conversation, sequence, pinned_at)
        SELECT * FROM unnest(?::int[], ?::text[], ?::bigint[], ?::bigint[])
        """,
        ints(pins, of -> of.conversation().app()),
        texts(pins, of -> ConversationNames.of(of.conversation())),
        longs(pins, of -> of.pin().sequence()),
        longs(pins, of -> of.pin().at()));
  }

  /// Deletes the pins of messages, of those that have one.
  static void remove(Script script, Collection<Place> places) {
    remove(script, places, "t.sequence = k.sequence");
  }

  /// Deletes the pins of messages up to places, inclusive.
  static void removeUpTo(Script script, Collection<Place> places) {
    remove(script, places, "t.sequence <= k.sequence");
  }

  private static void remove(Script script, Collection<Place> places, String which) {
    if (places.isEmpty()) {
      return;
    }
    script.add(
        """
        DELETE FROM pins WHERE ctid = ANY (ARRAY(
          SELECT p.ctid
          FROM unnest(?::int[], ?::text[], ?::bigint[]) AS k(app, conversation, sequence)
          CROSS JOIN LATERAL (
            SELECT t.ctid FROM pins t
            WHERE t.app = k.app AND t.conversation = k.conversation AND %s
            ORDER BY t.sequence) p))
        """
            .formatted(which),
        WriteStatements.places(places));
  }

  static Pin pin(ResultSet row) throws SQLException {
    try {
      return new Pin(row.getLong("sequence"), row.getLong("pinned_at"));
    } catch (IllegalArgumentException e) {
      throw Failures.impossible("a pin", e);
    }
  }
}
