package io.whaleshark.protocol;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The field names of the wire, each encoded once.
///
/// Those a client may send come first and have a kind: [BodyFields] keeps a slot for each of them.
enum Field implements JsonWriter.Name {
  USER_ID("userId", Kind.TEXT),
  TOKEN("token", Kind.TEXT),
  REQUEST_ID("requestId", Kind.TEXT),
  FROM_ID("fromId", Kind.TEXT),
  TO_ID("toId", Kind.TEXT),
  GROUP_ID("groupId", Kind.TEXT),
  MESSAGE_ID("messageId", Kind.TEXT),
  LAST_USER_ID("lastUserId", Kind.TEXT),
  IMEI("imei", Kind.TEXT),
  CONVERSATION_TYPE("conversationType", Kind.NUMBER),
  MESSAGE_KEY("messageKey", Kind.NUMBER),
  MESSAGE_SEQUENCE("messageSequence", Kind.NUMBER),
  LAST_SEQUENCE("lastSequence", Kind.NUMBER),
  MAX_LIMIT("maxLimit", Kind.NUMBER),
  BEFORE_SEQUENCE("beforeSequence", Kind.NUMBER),
  AFTER_SEQUENCE("afterSequence", Kind.NUMBER),
  FROM_SEQUENCE("fromSequence", Kind.NUMBER),
  TO_SEQUENCE("toSequence", Kind.NUMBER),
  COMMAND("command", Kind.NUMBER),
  APP_ID("appId", Kind.NUMBER),
  CLIENT_TYPE("clientType", Kind.NUMBER),
  IS_TOP("isTop", Kind.FLAG),
  IS_MUTE("isMute", Kind.FLAG),
  IS_DELETED("isDeleted", Kind.FLAG),
  REPLY("reply", Kind.FLAG),
  MESSAGE_BODY("messageBody", Kind.JSON),
  EXTRA("extra", Kind.JSON),
  DATA("data", Kind.JSON),

  CODE("code"),
  MSG("msg"),
  OK("ok"),
  REASON("reason"),
  SERVER_TIME("serverTime"),
  MAX_SEQUENCE("maxSequence"),
  MESSAGE_TIME("messageTime"),
  CONVERSATION_ID("conversationId"),
  INBOX_SEQUENCE("inboxSequence"),
  PREVIOUS_INBOX_SEQUENCE("previousInboxSequence"),
  SILENT("silent"),
  RECALLED("recalled"),
  SERVER_SEND("serverSend"),
  DATA_LIST("dataList"),
  COMPLETED("completed"),
  TRUNCATED("truncated"),
  GAPS("gaps"),
  UNREAD_COUNT("unreadCount"),
  READ_COUNT("readCount"),
  MEMBER_COUNT("memberCount"),
  COUNTED_SEQUENCE("countedSequence"),
  READ("read"),
  SEQUENCE("sequence"),
  READ_SEQUENCE("readSequence"),
  LAST_MESSAGE("lastMessage"),
  PEER_READ_SEQUENCE("peerReadSequence"),
  PEER_RECEIVE_SEQUENCE("peerReceiveSequence"),
  GROUP_NAME("groupName"),
  OWNER_ID("ownerId"),
  MEMBERS("members");

  /// What a client's value of the field must be.
  enum Kind {
    TEXT,
    NUMBER,
    FLAG,
    JSON,
    /// Only the server sends it.
    NONE
  }

  /// How many fields a client may send; they are the first ones.
  static final int REQUEST_FIELDS = DATA.ordinal() + 1;

  private static final Map<String, Field> REQUEST_FIELD_BY_TEXT = requestFields();

  private final String text;
  private final Kind kind;
  private final byte[] encoded;

  Field(String text) {
    this(text, Kind.NONE);
  }

  Field(String text, Kind kind) {
    this.text = text;
    this.kind = kind;
    this.encoded = ("\"" + text + "\":").getBytes(StandardCharsets.US_ASCII);
  }

  private static Map<String, Field> requestFields() {
    Map<String, Field> fields = HashMap.newHashMap(REQUEST_FIELDS);
    for (var field : values()) {
      if (field.kind != Kind.NONE) {
        fields.put(field.text, field);
      }
    }
    return fields;
  }

  String text() {
    return text;
  }

  Kind kind() {
    return kind;
  }

  @Override
  public byte[] encoded() {
    return encoded;
  }

  /// The field of a request with this name, or null if no request has it.
  static @Nullable Field ofRequest(String name) {
    return REQUEST_FIELD_BY_TEXT.get(name);
  }
}
