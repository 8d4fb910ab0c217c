package io.whaleshark.archives.tables;

import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The tables of the source, of one app. Everything is looked up by the primary keys that the
/// source gave them, as it has no other index; what no key orders is sorted by the database, once.
///
/// Confined to one thread.
final class SourceTables implements AutoCloseable {

  /// Rows of one answer, and keys of one question.
  private static final int PAGE = 1_000;

  private final int app;
  private final String readSequence;
  private final Snapshot database;

  private SourceTables(int app, String readSequence, Snapshot database) {
    this.app = app;
    this.readSequence = readSequence;
    this.database = database;
  }

  /// Connects, and looks whether the tables are those that are known.
  ///
  /// @throws SourceFailure if not
  static SourceTables open(SourceConfig.Mysql source, int app) {
    Snapshot database = Snapshot.open(source);
    try {
      return new SourceTables(app, SourceSchema.require(database, source.toString()), database);
    } catch (SourceFailure e) {
      database.close();
      throw e;
    }
  }

  /// One order and one comparison for the texts of all tables: their own may differ, and may take
  /// two ids for one.
  private static String exactly(String text) {
    return "CONVERT(" + text + " USING utf8mb4) COLLATE utf8mb4_bin";
  }

  private static String text(Row row, int column) {
    return Optional.ofNullable(row.getString(column)).orElse("");
  }

  private static @Nullable String textOrNull(Row row, int column) {
    return row.getString(column);
  }

  private static long number(Row row, int column) {
    return Optional.ofNullable(row.getLong(column)).orElse(0L);
  }

  // --- direct messages ---

  /// The next one who has a copy of a direct message, in the database's order; empty at the end.
  ///
  /// @param after empty for the first one
  Optional<String> nextOwner(String after) {
    return database
        .all(
            "SELECT owner_id FROM im_message_history"
                + " WHERE app_id = ? AND owner_id > ? ORDER BY owner_id LIMIT 1",
            row -> text(row, 0),
            app,
            after)
        .stream()
        .findFirst();
  }

  /// Tells all copies of a user.
  void copies(String owner, Consumer<DirectRow> to) {
    long after = Long.MIN_VALUE;
    List<DirectRow> page;
    do {
      page =
          database.all(
              "SELECT "
                  + directColumns("h")
                  + " FROM im_message_history h WHERE h.app_id = ? AND h.owner_id = ?"
                  + " AND h.message_key > ? ORDER BY h.message_key LIMIT "
                  + PAGE,
              SourceTables::directRow,
              app,
              owner,
              after);
      page.forEach(to);
      after = page.isEmpty() ? after : page.getLast().message().key();
    } while (page.size() == PAGE);
  }

  /// Copies of which the other user has none.
  void lonelyCopies(RowListener<DirectRow> to) throws IOException {
    String peer =
        String.format(
            "CASE WHEN %s = %s THEN h.to_id ELSE h.from_id END",
            exactly("h.owner_id"), exactly("h.from_id"));
    database.each(
        "SELECT "
            + directColumns("h")
            + " FROM im_message_history h LEFT JOIN im_message_history o"
            + " ON o.app_id = h.app_id AND o.message_key = h.message_key AND o.owner_id = "
            + peer // the key finds it, in the column's own comparison
            + " AND "
            + exactly("o.owner_id")
            + " = "
            + exactly(peer)
            + " WHERE h.app_id = ? AND o.message_key IS NULL",
        SourceTables::directRow,
        to,
        app);
  }

  private static String directColumns(String table) {
    return Stream.of(
            "owner_id",
            "to_id",
            "message_key",
            "from_id",
            "sequence",
            "message_time",
            "create_time")
        .map(column -> table + "." + column)
        .collect(Collectors.joining(", "));
  }

  private static DirectRow directRow(Row row) {
    return new DirectRow(text(row, 0), text(row, 1), message(row, 2));
  }

  private static StoredMessage message(Row row, int first) {
    return new StoredMessage(
        number(row, first),
        text(row, first + 1),
        number(row, first + 2),
        number(row, first + 3),
        number(row, first + 4),
        Optional.empty());
  }

  /// Which of these messages a user has copies of.
  Collection<Long> withCopies(String owner, Collection<Long> keys) {
    return keysOf("im_message_history", "owner_id", owner, keys);
  }

  // --- groups ---

  /// The rows of all groups, group by group.
  void groups(RowListener<GroupRow> to) throws IOException {
    String sql =
        String.format(
            "SELECT * FROM (SELECT %1$s AS g, 0 AS kind, 0 AS id, %2$s AS person, %3$s AS label,"
                + " status AS a, mute AS b, 0 AS c, 0 AS d FROM im_group WHERE app_id = ?"
                + " UNION ALL SELECT %1$s, 1, group_member_id, %4$s, NULL,"
                + " role, join_time, leave_time, speak_date FROM im_group_member WHERE app_id = ?"
                + " UNION ALL SELECT DISTINCT %1$s, 2, 0, NULL, NULL, 0, 0, 0, 0"
                + " FROM im_group_message_history WHERE app_id = ?"
                + ") everything ORDER BY g, kind, id",
            exactly("group_id"), exactly("owner_id"), exactly("group_name"), exactly("member_id"));
    database.each(sql, SourceTables::groupRow, to, app, app, app);
  }

  private static GroupRow groupRow(Row row) {
    String group = text(row, 0);
    return switch ((int) number(row, 1)) {
      case 0 ->
          new GroupRow.Itself(
              group, text(row, 3), text(row, 4), number(row, 5) == 2, number(row, 6) == 1);
      case 1 ->
          new GroupRow.Member(
              group,
              text(row, 3),
              (int) number(row, 5),
              number(row, 6),
              number(row, 7),
              number(row, 8));
      default -> new GroupRow.Speaking(group);
    };
  }

  /// Tells all messages of a group.
  void messages(String group, Consumer<StoredMessage> to) {
    long after = Long.MIN_VALUE;
    List<StoredMessage> page;
    do {
      page =
          database.all(
              "SELECT message_key, from_id, sequence, message_time, create_time"
                  + " FROM im_group_message_history WHERE app_id = ? AND group_id = ?" // the key
                  + " AND message_key > ? AND "
                  + exactly("group_id")
                  + " = "
                  + exactly("?")
                  + " ORDER BY message_key LIMIT "
                  + PAGE,
              row -> message(row, 0),
              app,
              group,
              after,
              group);
      page.forEach(to);
      after = page.isEmpty() ? after : page.getLast().key();
    } while (page.size() == PAGE);
  }

  /// Which of these messages are in a group.
  Collection<Long> inGroup(String group, Collection<Long> keys) {
    return keysOf("im_group_message_history", "group_id", group, keys);
  }

  // --- what belongs to messages and conversations ---

  /// The content of these messages; of those that have none, nothing.
  Map<Long, StoredBody> bodies(Collection<Long> keys) {
    Map<Long, StoredBody> found = new HashMap<>();
    for (List<Long> some : pages(keys)) {
      database
          .all(
              "SELECT message_key, message_body, extra, del_flag, message_time, create_time"
                  + " FROM im_message_body WHERE app_id = ? AND message_key IN ("
                  + questionMarks(some.size())
                  + ")",
              row ->
                  Map.entry(
                      number(row, 0),
                      new StoredBody(
                          textOrNull(row, 1),
                          textOrNull(row, 2),
                          number(row, 3) == 1,
                          number(row, 4),
                          number(row, 5))),
              parameters(some))
          .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    }
    return found;
  }

  /// How many bodies there are.
  long countBodies() throws IOException {
    long[] counted = {0};
    database.each(
        "SELECT COUNT(*) FROM im_message_body WHERE app_id = ?",
        row -> number(row, 0),
        count -> counted[0] = count,
        app);
    return counted[0];
  }

  /// What users have of conversations, by the ids that the source gave them.
  Map<String, OwnView> views(Collection<String> ids) {
    Map<String, OwnView> found = new HashMap<>();
    for (List<String> some : pages(ids)) {
      database
          .all(
              "SELECT conversation_id, "
                  + readSequence
                  + ", is_top, is_mute FROM im_conversation_set"
                  + " WHERE app_id = ? AND conversation_id IN ("
                  + questionMarks(some.size())
                  + ")",
              row ->
                  Map.entry(
                      text(row, 0),
                      new OwnView(number(row, 1), number(row, 2) == 1, number(row, 3) == 1)),
              parameters(some))
          .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    }
    return found;
  }

  // --- users ---

  /// Who blocks whom; those whom one user blocks follow one another.
  void blocks(RowListener<UserRow.Block> to) throws IOException {
    database.each(
        "SELECT from_id, to_id FROM im_friendship WHERE app_id = ? AND black = 2"
            + " ORDER BY from_id, to_id",
        row -> new UserRow.Block(text(row, 0), text(row, 1)),
        to,
        app);
  }

  /// Users who may not do everything.
  void limitedUsers(RowListener<UserRow.Limited> to) throws IOException {
    database.each(
        "SELECT user_id, forbidden_flag, silent_flag, del_flag FROM im_user_data WHERE app_id = ?"
            + " AND (forbidden_flag = 1 OR silent_flag = 1 OR del_flag = 1) ORDER BY user_id",
        row ->
            new UserRow.Limited(
                text(row, 0), number(row, 1) == 1, number(row, 2) == 1, number(row, 3) == 1),
        to,
        app);
  }

  // --- how it is asked ---

  private Collection<Long> keysOf(
      String table, String column, String value, Collection<Long> keys) {
    Collection<Long> found = new TreeSet<>();
    for (List<Long> some : pages(keys)) {
      List<Object> parameters = new ArrayList<>(List.of(app, value));
      parameters.addAll(some);
      found.addAll(
          database.all(
              "SELECT message_key FROM "
                  + table
                  + " WHERE app_id = ? AND "
                  + column
                  + " = ? AND message_key IN ("
                  + questionMarks(some.size())
                  + ")",
              row -> number(row, 0),
              parameters.toArray()));
    }
    return found;
  }

  private static <T> List<List<T>> pages(Collection<T> all) {
    List<T> list = List.copyOf(all);
    List<List<T>> pages = new ArrayList<>();
    for (int from = 0; from < list.size(); from += PAGE) {
      pages.add(list.subList(from, Math.min(list.size(), from + PAGE)));
    }
    return pages;
  }

  private static String questionMarks(int count) {
    return String.join(",", Collections.nCopies(count, "?"));
  }

  private Object[] parameters(List<?> values) {
    List<Object> all = new ArrayList<>(values.size() + 1);
    all.add(app);
    all.addAll(values);
    return all.toArray();
  }

  @Override
  public void close() {
    database.close();
  }
}
