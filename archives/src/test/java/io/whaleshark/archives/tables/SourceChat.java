package io.whaleshark.archives.tables;

import io.whaleshark.protocol.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Does in the stores what the source's own server does there, for each thing that happens.
final class SourceChat {

  static final int APP = 10_001;

  private final SourceServer stores;
  private final Map<String, Long> sequences = new HashMap<>();
  private long key = 500_000_000_000_000L;
  private long now;

  /// What is put into an inbox.
  ///
  /// @param type 0 of two users, 1 of a group
  /// @param recalled 1 if the message was recalled
  private record Entry(
      int type,
      String from,
      String to,
      long key,
      long sequence,
      long time,
      String text,
      int recalled) {

    Entry(int type, String from, String to, long key, long sequence, long time, String text) {
      this(type, from, to, key, sequence, time, text, 0);
    }

    String json() {
      JsonWriter json = new JsonWriter(256);
      json.startObject().name("appId").number(APP);
      json.name("conversationId").text(type + "_" + from + "_" + to);
      json.name("conversationType").number(type).name("fromId").text(from);
      json.name("messageBody").text(text).name("messageKey").number(key);
      json.name("messageSequence").number(sequence).name("messageTime").number(time);
      json.name("delFlag").number(recalled).name("toId").text(to).endObject();
      return new String(json.toBytes(), StandardCharsets.UTF_8);
    }
  }

  /// @param now the time of the source's clock, in milliseconds
  SourceChat(SourceServer stores, long now) {
    this.stores = stores;
    this.now = now;
  }

  long now() {
    return now;
  }

  /// Time passes.
  SourceChat later() {
    now += 1_000;
    return this;
  }

  private long nextKey() {
    key += 3;
    return key;
  }

  private long nextSequence(String conversation) {
    return sequences.merge(conversation, 1L, Long::sum);
  }

  /// Loses what was counted, as a Redis without its files does.
  void forgetSequences() {
    sequences.clear();
  }

  static String pair(String one, String other) {
    return one.compareTo(other) < 0 ? one + "|" + other : other + "|" + one;
  }

  /// A direct message, in both users' tables and inboxes.
  long say(String from, String to, String text) {
    long message = nextKey();
    long sequence = nextSequence(pair(from, to));
    body(message, text);
    copy(from, from, to, message, sequence);
    copy(to, from, to, message, sequence);
    Entry entry = new Entry(0, from, to, message, sequence, now, text);
    inbox(from, entry);
    inbox(to, entry);
    later();
    return message;
  }

  /// A message that the backend sends: nobody counts it, and it is in no inbox.
  long sayAsBackend(String from, String to, String text) {
    long message = nextKey();
    body(message, text);
    for (String owner : List.of(from, to)) {
      stores.sql(
          "INSERT INTO im_message_history (app_id, from_id, to_id, owner_id, message_key,"
              + " create_time, message_time) VALUES (?, ?, ?, ?, ?, ?, ?)",
          APP,
          from,
          to,
          owner,
          message,
          now,
          now);
    }
    later();
    return message;
  }

  /// A message that never got to the tables: these are written later.
  long sayUnstored(String from, String to, String text) {
    long message = nextKey();
    long sequence = nextSequence(pair(from, to));
    Entry entry = new Entry(0, from, to, message, sequence, now, text);
    inbox(from, entry);
    inbox(to, entry);
    later();
    return message;
  }

  /// The sender recalls such a message, and only the receiver's inbox has heard of it.
  void recallUnstored(long message, String from, String to) {
    long sequence = nextSequence(pair(from, to));
    inbox(to, new Entry(0, from, to, message, sequence, now, "", 1));
    later();
  }

  /// A message to a group, once in the table and in the inboxes of its members.
  long sayTo(String group, String from, String text, String... members) {
    long message = nextKey();
    long sequence = nextSequence(group);
    body(message, text);
    stores.sql(
        "INSERT INTO im_group_message_history (app_id, from_id, group_id, message_key, sequence,"
            + " create_time, message_time) VALUES (?, ?, ?, ?, ?, ?, ?)",
        APP,
        from,
        group,
        message,
        sequence,
        now + 20,
        now);
    for (String member : members) {
      inbox(member, new Entry(1, from, group, message, sequence, now, text));
    }
    later();
    return message;
  }

  private void body(long message, String text) {
    stores.sql(
        "INSERT INTO im_message_body (app_id, message_key, message_body, security_key,"
            + " message_time, create_time, del_flag) VALUES (?, ?, ?, '', ?, ?, 0)",
        APP,
        message,
        text,
        now,
        now);
  }

  void copy(String owner, String from, String to, long message, long sequence) {
    stores.sql(
        "INSERT INTO im_message_history (app_id, from_id, to_id, owner_id, message_key, sequence,"
            + " create_time, message_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        APP,
        from,
        to,
        owner,
        message,
        sequence,
        now + 20,
        now);
  }

  private void inbox(String user, Entry entry) {
    member(user, entry.key(), entry.json());
  }

  void member(String user, long score, String member) {
    stores.redis().zadd(APP + ":offlineMessage:" + user, (double) score, member);
  }

  void recall(long message) {
    stores.sql("UPDATE im_message_body SET del_flag = 1 WHERE message_key = ?", message);
  }

  /// A conversation in a user's list, as it is made when two become friends or one joins a group.
  void open(int type, String user, String with) {
    stores.sql(
        "INSERT INTO im_conversation_set (conversation_id, conversation_type, from_id, to_id,"
            + " app_id) VALUES (?, ?, ?, ?, ?)",
        type + "_" + user + "_" + with,
        type,
        user,
        with,
        APP);
  }

  void read(int type, String user, String with, long sequence) {
    stores.sql(
        "UPDATE im_conversation_set SET read_sequence = ? WHERE conversation_id = ?",
        sequence,
        type + "_" + user + "_" + with);
  }

  void set(int type, String user, String with, String flag) {
    stores.sql(
        "UPDATE im_conversation_set SET " + flag + " = 1 WHERE conversation_id = ?",
        type + "_" + user + "_" + with);
  }

  void create(String group, String name, String owner, String... members) {
    stores.sql(
        "INSERT INTO im_group (app_id, group_id, owner_id, group_type, group_name, status,"
            + " create_time) VALUES (?, ?, ?, 1, ?, 1, ?)",
        APP,
        group,
        owner,
        name,
        now);
    join(group, owner, 2);
    for (String member : members) {
      join(group, member, 0);
    }
  }

  void join(String group, String user, int role) {
    stores.sql(
        "INSERT INTO im_group_member (group_id, app_id, member_id, role, join_time)"
            + " VALUES (?, ?, ?, ?, ?)",
        group,
        APP,
        user,
        role,
        now);
    open(1, user, group);
    later();
  }

  void leave(String group, String user) {
    member(group, user, "role = 3, leave_time = " + now);
    later();
  }

  void comeBack(String group, String user) {
    member(group, user, "role = 0, join_time = " + now);
    later();
  }

  void member(String group, String user, String what) {
    stores.sql(
        "UPDATE im_group_member SET " + what + " WHERE group_id = ? AND member_id = ?",
        group,
        user);
  }

  void handOver(String group, String from, String to) {
    stores.sql("UPDATE im_group SET owner_id = ? WHERE group_id = ?", to, group);
    member(group, from, "role = 0");
    member(group, to, "role = 2");
  }

  void dissolve(String group) {
    stores.sql("UPDATE im_group SET status = 2 WHERE group_id = ?", group);
  }

  void block(String user, String other) {
    stores.sql(
        "INSERT INTO im_friendship (app_id, from_id, to_id, black) VALUES (?, ?, ?, 2)",
        APP,
        user,
        other);
  }

  /// @param flag that is set, with an equals sign and a value
  void user(String user, String flag) {
    stores.sql("INSERT INTO im_user_data (app_id, user_id) VALUES (?, ?)", APP, user);
    stores.sql("UPDATE im_user_data SET " + flag + " WHERE user_id = ?", user);
  }
}
