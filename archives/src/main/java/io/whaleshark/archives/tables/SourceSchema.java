package io.whaleshark.archives.tables;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The tables and columns of the source that are read. Stateless.
final class SourceSchema {

  private static final String APP = "app_id";
  private static final String CONVERSATIONS = "im_conversation_set";

  /// How far a user has read: the column is written in two ways.
  private static final List<String> READ_SEQUENCE = List.of("read_sequence", "readed_sequence");

  /// By table, with spaces between.
  private static final Map<String, String> COLUMNS =
      Map.of(
          "im_message_history",
          "owner_id from_id to_id message_key sequence message_time create_time",
          "im_group_message_history",
          "group_id from_id message_key sequence message_time create_time",
          "im_message_body",
          "message_key message_body extra del_flag message_time create_time",
          CONVERSATIONS,
          "conversation_id is_top is_mute",
          "im_group",
          "group_id owner_id group_name status mute",
          "im_group_member",
          "group_id group_member_id member_id role join_time leave_time speak_date",
          "im_friendship",
          "from_id to_id black",
          "im_user_data",
          "user_id forbidden_flag silent_flag del_flag");

  private SourceSchema() {}

  /// Requires that all are there.
  ///
  /// @param name of the database, for people
  /// @return the name of the column that says how far a user has read
  /// @throws SourceFailure naming what is missing
  static String require(Snapshot database, String name) {
    Map<String, Set<String>> there = new HashMap<>();
    database
        .all(
            "SELECT TABLE_NAME, COLUMN_NAME FROM information_schema.COLUMNS"
                + " WHERE TABLE_SCHEMA = DATABASE()",
            row -> List.of(lower(row.getString(0)), lower(row.getString(1))))
        .forEach(pair ->
            there.computeIfAbsent(pair.getFirst(), _ -> new HashSet<>()).add(pair.getLast()));
    COLUMNS.keySet().stream().sorted().forEach(table -> require(name, table, there));
    return READ_SEQUENCE.stream()
        .filter(there.getOrDefault(CONVERSATIONS, Set.of())::contains)
        .findFirst()
        .orElseThrow(() -> missing(name, CONVERSATIONS, READ_SEQUENCE.getFirst()));
  }

  private static String lower(@Nullable String name) {
    return Optional.ofNullable(name).orElse("").toLowerCase(Locale.ROOT);
  }

  private static void require(String name, String table, Map<String, Set<String>> there) {
    Set<String> columns = there.get(table);
    if (columns == null) {
      throw new SourceFailure(
          name + ": no table " + table + " (expected: it, and GRANT SELECT on it)");
    }
    Stream.concat(Stream.of(APP), Stream.of(COLUMNS.getOrDefault(table, "").split(" ", -1)))
        .filter(column -> !columns.contains(column))
        .findFirst()
        .ifPresent(column -> {
          throw missing(name, table, column);
        });
  }

  private static SourceFailure missing(String name, String table, String column) {
    return new SourceFailure(
        name + ": table " + table + " has no column " + column + " (expected: it)");
  }
}
