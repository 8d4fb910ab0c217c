package io.whaleshark.archives.tables;

import java.util.List;

/// The tables of the source: those that are read, with the columns, types and keys that they have
/// there.
final class SourceScript {

  static final List<String> TABLES =
      List.of(
          "CREATE TABLE im_message_history (app_id INT NOT NULL, from_id VARCHAR(50) NOT NULL,"
              + " to_id VARCHAR(50) NOT NULL, owner_id VARCHAR(50) NOT NULL,"
              + " message_key BIGINT NOT NULL, create_time BIGINT, sequence BIGINT,"
              + " message_random INT, message_time BIGINT,"
              + " PRIMARY KEY (app_id, owner_id, message_key))",
          "CREATE TABLE im_group_message_history (app_id INT NOT NULL,"
              + " from_id VARCHAR(50) NOT NULL, group_id VARCHAR(50) NOT NULL,"
              + " message_key BIGINT NOT NULL, create_time BIGINT, sequence BIGINT,"
              + " message_random INT, message_time BIGINT,"
              + " PRIMARY KEY (app_id, group_id, message_key))",
          "CREATE TABLE im_message_body (app_id INT NOT NULL, message_key BIGINT NOT NULL"
              + " PRIMARY KEY, message_body VARCHAR(5000), security_key VARCHAR(100),"
              + " message_time BIGINT, create_time BIGINT, extra VARCHAR(1000), del_flag INT)",
          "CREATE TABLE im_conversation_set (conversation_id VARCHAR(255) NOT NULL,"
              + " conversation_type INT NOT NULL DEFAULT 0, from_id VARCHAR(50) NOT NULL,"
              + " to_id VARCHAR(50) NOT NULL, is_mute INT NOT NULL DEFAULT 0,"
              + " is_top INT NOT NULL DEFAULT 0, sequence BIGINT NOT NULL DEFAULT 0,"
              + " read_sequence BIGINT NOT NULL DEFAULT 0, app_id INT NOT NULL,"
              + " PRIMARY KEY (app_id, conversation_id))",
          "CREATE TABLE im_group (app_id INT NOT NULL, group_id VARCHAR(50) NOT NULL,"
              + " owner_id VARCHAR(50) NOT NULL, group_type INT, group_name VARCHAR(100),"
              + " mute INT, apply_join_type INT, photo VARCHAR(300), max_member_count INT,"
              + " introduction VARCHAR(100), notification VARCHAR(1000), status INT,"
              + " sequence BIGINT, create_time BIGINT, extra VARCHAR(1000), update_time BIGINT,"
              + " PRIMARY KEY (app_id, group_id))",
          "CREATE TABLE im_group_member (group_member_id BIGINT AUTO_INCREMENT PRIMARY KEY,"
              + " group_id VARCHAR(50) NOT NULL, app_id INT, member_id VARCHAR(50) NOT NULL,"
              + " role INT, speak_date BIGINT, mute INT, alias VARCHAR(100), join_time BIGINT,"
              + " leave_time BIGINT, join_type VARCHAR(50), extra VARCHAR(1000))",
          "CREATE TABLE im_friendship (app_id INT NOT NULL, from_id VARCHAR(50) NOT NULL,"
              + " to_id VARCHAR(50) NOT NULL, remark VARCHAR(50), status INT NOT NULL DEFAULT 1,"
              + " black INT NOT NULL DEFAULT 1, create_time BIGINT,"
              + " friend_sequence BIGINT NOT NULL DEFAULT 1,"
              + " black_sequence BIGINT NOT NULL DEFAULT 0, add_source VARCHAR(20),"
              + " extra VARCHAR(1000), PRIMARY KEY (app_id, from_id, to_id))",
          "CREATE TABLE im_user_data (user_id VARCHAR(50) NOT NULL, app_id INT NOT NULL,"
              + " nick_name VARCHAR(100), password VARCHAR(255),"
              + " forbidden_flag INT NOT NULL DEFAULT 0, silent_flag INT NOT NULL DEFAULT 0,"
              + " user_type INT NOT NULL DEFAULT 1, del_flag INT NOT NULL DEFAULT 0,"
              + " extra VARCHAR(1000), PRIMARY KEY (app_id, user_id))");

  private SourceScript() {}
}
