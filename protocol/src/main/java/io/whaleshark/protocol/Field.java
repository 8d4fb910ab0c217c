package io.whaleshark.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A field name of the wire, encoded once. There is one instance for each name, so fields are
/// compared by identity.
///
/// Fields that a client may send have a kind, a slot in [BodyFields], and one sentence that says
/// what is expected of them, whatever is wrong. Immutable.
final class Field implements JsonWriter.Name {
  /// The expected type of a client's value.
  enum Kind {
    TEXT("a text"),
    NUMBER("0.." + Bounds.NUMBER_AT_MOST),
    /// A boolean, or 0 or 1.
    FLAG("true, false, 1 or 0"),
    /// A boolean and nothing else.
    BOOLEAN("true or false"),
    /// Any value but null, kept as canonical bytes.
    JSON("a JSON value other than null"),
    /// Only the server sends this field.
    NONE("nothing");

    private final String expected;

    Kind(String expected) {
      this.expected = expected;
    }
  }

  /// The fields that a client may send, by name; filled by the constants below.
  private static final Map<String, Field> OF_REQUESTS = new HashMap<>();

  static final Field USER_ID = ofRequest("userId", Kind.TEXT);
  static final Field TOKEN = ofRequest("token", Kind.TEXT);
  static final Field REQUEST_ID = ofRequest("requestId", Kind.TEXT);
  static final Field FROM_ID = ofRequest("fromId", Kind.TEXT);
  static final Field TO_ID = ofRequest("toId", Kind.TEXT);
  static final Field GROUP_ID = ofRequest("groupId", Kind.TEXT);
  static final Field MESSAGE_ID = ofRequest("messageId", Kind.TEXT);
  static final Field SERVICE = ofRequest("service", Kind.TEXT);
  static final Field BLOCKED_ID = ofRequest("blockedId", Kind.TEXT);
  static final Field LAST_USER_ID = ofRequest("lastUserId", Kind.TEXT);
  static final Field REACTION = ofRequest("reaction", Kind.TEXT);
  static final Field IMEI = ofRequest("imei", Kind.TEXT);
  static final Field CONVERSATION_TYPE = ofRequest("conversationType", Kind.NUMBER, "0 or 1");
  static final Field MESSAGE_KEY = ofRequest("messageKey", Kind.NUMBER);
  static final Field MESSAGE_SEQUENCE = ofRequest("messageSequence", Kind.NUMBER);
  static final Field LAST_SEQUENCE = ofRequest("lastSequence", Kind.NUMBER);
  static final Field MAX_LIMIT = ofRequest("maxLimit", Kind.NUMBER, "1.." + Bounds.LIMIT_AT_MOST);
  static final Field BEFORE_SEQUENCE = ofRequest("beforeSequence", Kind.NUMBER);
  static final Field AFTER_SEQUENCE = ofRequest("afterSequence", Kind.NUMBER);
  static final Field FROM_SEQUENCE = ofRequest("fromSequence", Kind.NUMBER);
  static final Field TO_SEQUENCE = ofRequest("toSequence", Kind.NUMBER);
  static final Field COMMAND =
      ofRequest("command", Kind.NUMBER, "a command that a client may send");
  static final Field APP_ID = ofRequest("appId", Kind.NUMBER, "0.." + Integer.MAX_VALUE);
  static final Field CLIENT_TYPE = ofRequest("clientType", Kind.NUMBER, "0..5");
  static final Field IS_TOP = ofRequest("isTop", Kind.FLAG);
  static final Field IS_MUTE = ofRequest("isMute", Kind.FLAG);
  static final Field IS_DELETED = ofRequest("isDeleted", Kind.FLAG);
  static final Field IS_BLOCKED = ofRequest("isBlocked", Kind.FLAG);
  static final Field IS_TYPING = ofRequest("isTyping", Kind.FLAG);
  static final Field IS_PINNED = ofRequest("isPinned", Kind.FLAG);
  static final Field IS_SET = ofRequest("isSet", Kind.FLAG);
  static final Field RECEIPTS_ON = ofRequest("receiptsOn", Kind.FLAG);
  static final Field REPLY = ofRequest("reply", Kind.BOOLEAN);
  static final Field MESSAGE_BODY = ofRequest("messageBody", Kind.JSON);
  static final Field EXTRA = ofRequest("extra", Kind.JSON);
  static final Field DATA = ofRequest("data", Kind.JSON);

  static final Field CODE = ofEvent("code");
  static final Field MSG = ofEvent("msg");
  static final Field RETRY_AFTER_MILLIS = ofEvent("retryAfterMillis");
  static final Field OK = ofEvent("ok");
  static final Field REASON = ofEvent("reason");
  static final Field SERVER_TIME = ofEvent("serverTime");
  static final Field MAX_SEQUENCE = ofEvent("maxSequence");
  static final Field MESSAGE_TIME = ofEvent("messageTime");
  static final Field CONVERSATION_ID = ofEvent("conversationId");
  static final Field INBOX_SEQUENCE = ofEvent("inboxSequence");
  static final Field PREVIOUS_INBOX_SEQUENCE = ofEvent("previousInboxSequence");
  static final Field SILENT = ofEvent("silent");
  static final Field RECALLED = ofEvent("recalled");
  static final Field EDITED_TIME = ofEvent("editedTime");
  static final Field PINNED_TIME = ofEvent("pinnedTime");
  static final Field REACTIONS = ofEvent("reactions");
  static final Field COUNT = ofEvent("count");
  static final Field MINE = ofEvent("mine");
  static final Field SERVER_SEND = ofEvent("serverSend");
  static final Field DATA_LIST = ofEvent("dataList");
  static final Field COMPLETED = ofEvent("completed");
  static final Field TRUNCATED = ofEvent("truncated");
  static final Field GAPS = ofEvent("gaps");
  static final Field UNREAD_COUNT = ofEvent("unreadCount");
  static final Field READ_COUNT = ofEvent("readCount");
  static final Field MEMBER_COUNT = ofEvent("memberCount");
  static final Field COUNTED_SEQUENCE = ofEvent("countedSequence");
  static final Field READ = ofEvent("read");
  static final Field SEQUENCE = ofEvent("sequence");
  static final Field READ_SEQUENCE = ofEvent("readSequence");
  static final Field LAST_MESSAGE = ofEvent("lastMessage");
  static final Field PEER_READ_SEQUENCE = ofEvent("peerReadSequence");
  static final Field PEER_RECEIVE_SEQUENCE = ofEvent("peerReceiveSequence");
  static final Field GROUP_NAME = ofEvent("groupName");
  static final Field OWNER_ID = ofEvent("ownerId");
  static final Field OTHERS_SHOWN = ofEvent("othersShown");
  static final Field CHANGEABLE = ofEvent("changeable");
  static final Field BLOCKED_IDS = ofEvent("blockedIds");
  static final Field MEMBERS = ofEvent("members");

  /// The number of fields that a client may send; slots range from 0 to this, exclusive.
  static final int SLOTS = OF_REQUESTS.size();

  /// How the name ends in [#encoded()].
  private static final int QUOTE_AND_COLON = 2;

  /// A power of two, so large that few fields share a place.
  private static final int PLACES = 128;

  /// The fields that a client may send, by the [#place] of their names.
  private static final List<List<Field>> BY_PLACE = byPlace();

  private final String text;
  private final Kind kind;
  private final String expected;
  private final int slot;
  private final byte[] encoded;

  private Field(String text, Kind kind, String expected, int slot) {
    this.text = text;
    this.kind = kind;
    this.expected = expected;
    this.slot = slot;
    this.encoded = ("\"" + text + "\":").getBytes(StandardCharsets.US_ASCII);
  }

  private static Field ofRequest(String text, Kind kind) {
    return ofRequest(text, kind, kind.expected);
  }

  private static Field ofRequest(String text, Kind kind, String expected) {
    var field = new Field(text, kind, expected, OF_REQUESTS.size());
    OF_REQUESTS.put(text, field);
    return field;
  }

  private static Field ofEvent(String text) {
    return new Field(text, Kind.NONE, Kind.NONE.expected, -1);
  }

  /// The field of a request with this name, or null if no request has it.
  static @Nullable Field requestField(String name) {
    return OF_REQUESTS.get(name);
  }

  /// The same for a name in UTF-8, without a text for it.
  ///
  /// @param from its first byte in `json` (inclusive)
  /// @param to behind its last byte
  static @Nullable Field requestField(byte[] json, int from, int to) {
    for (Field field : BY_PLACE.get(place(json, from, to))) {
      if (Arrays.equals(field.encoded, 1, field.encoded.length - QUOTE_AND_COLON, json, from, to)) {
        return field;
      }
    }
    return null;
  }

  /// A number below [#PLACES], the same for equal names, of any bytes.
  private static int place(byte[] json, int from, int to) {
    return from == to
        ? 0
        : (31 * (to - from) + 7 * json[from] + 3 * json[to - 1] + json[(from + to) / 2])
            & (PLACES - 1);
  }

  private static List<List<Field>> byPlace() {
    List<List<Field>> places = new ArrayList<>();
    for (int i = 0; i < PLACES; i++) {
      places.add(new ArrayList<>());
    }
    for (Field field : OF_REQUESTS.values()) {
      places.get(place(field.encoded, 1, field.encoded.length - QUOTE_AND_COLON)).add(field);
    }
    return places.stream().map(List::copyOf).toList();
  }

  String text() {
    return text;
  }

  Kind kind() {
    return kind;
  }

  /// What a client's value has to be, for people.
  String expected() {
    return expected;
  }

  /// The slot in [BodyFields]; -1 for fields that only the server sends.
  int slot() {
    return slot;
  }

  @Override
  public byte[] encoded() {
    return encoded;
  }

  @Override
  public String toString() {
    return text;
  }
}
