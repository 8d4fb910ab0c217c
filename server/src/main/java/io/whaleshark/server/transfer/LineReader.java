package io.whaleshark.server.transfer;

import io.whaleshark.core.command.Command;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.InvalidIdException;
import io.whaleshark.core.id.Names;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.core.model.Reaction;
import io.whaleshark.core.model.Role;
import io.whaleshark.protocol.Bytes;
import io.whaleshark.protocol.ObjectFields;
import io.whaleshark.protocol.ProtocolException;
import io.whaleshark.protocol.RefusalCode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Reads lines of one app. What a device or a backend could not send is refused, and so is every
/// field that a line of its type does not have. Thread-safe.
public final class LineReader {

  private static final long MICROS_PER_MILLI = 1_000;

  /// How far the clock of another machine may be ahead.
  private static final long AHEAD_AT_MOST_MILLIS = 5_000;

  private final int app;
  private final int messageBytesAtMost;
  private final Clock clock;

  /// What a type of line has, and how it is read.
  private record Type(List<String> fields, Function<ObjectFields, ImportLine> reads) {}

  private final Map<String, Type> types =
      Map.ofEntries(
          Map.entry("group", type(this::created, "groupId", "groupName", "ownerId", "members")),
          Map.entry("join", type(this::joined, "groupId", "members", "after")),
          Map.entry("leave", type(this::left, "groupId", "userId", "after")),
          Map.entry("role", type(this::roleSet, "groupId", "userId", "role", "muted", "after")),
          Map.entry("dissolve", type(this::dissolved, "groupId", "after")),
          Map.entry(
              "message",
              type(
                  this::said,
                  "fromId",
                  "toId",
                  "groupId",
                  "messageId",
                  "messageTime",
                  "messageBody",
                  "extra",
                  "editedTime",
                  "recalled")),
          Map.entry("pin", type(this::pinned, "toId", "groupId", "message", "pinnedTime", "after")),
          Map.entry(
              "reaction", type(this::reacted, "userId", "toId", "groupId", "message", "reaction")),
          Map.entry("read", type(this::read, "userId", "toId", "groupId", "message")),
          Map.entry("received", type(this::received, "userId", "toId", "message")),
          Map.entry(
              "settings",
              type(
                  this::settings,
                  "userId",
                  "toId",
                  "groupId",
                  "isTop",
                  "isMute",
                  "isDeleted",
                  "after")),
          Map.entry("erase", type(this::erased, "userId", "toId", "groupId", "after")),
          Map.entry("user", type(this::ofUser, "userId", "ban", "receipts", "blocks")));

  /// @param messageBytesAtMost as large as the body of a device's frame may be
  public LineReader(int app, int messageBytesAtMost, Clock clock) {
    this.app = app;
    this.messageBytesAtMost = messageBytesAtMost;
    this.clock = clock;
  }

  private static Type type(Function<ObjectFields, ImportLine> reads, String... fields) {
    List<String> all = new ArrayList<>(List.of("type"));
    all.addAll(List.of(fields));
    return new Type(List.copyOf(all), reads);
  }

  /// Reads a line.
  ///
  /// @throws ProtocolException if it is none
  public ImportLine read(byte[] line) {
    ObjectFields fields = ObjectFields.read("line", line);
    Type type = types.get(fields.text("type"));
    if (type == null) {
      throw fields.wrong(
          "type", "unknown", String.join(", ", types.keySet().stream().sorted().toList()));
    }
    return type.reads().apply(fields.holdingOnly(type.fields()));
  }

  private ImportLine created(ObjectFields fields) {
    String name = fields.textIfPresent("groupName").orElse("");
    if (name.length() > Names.GROUP_NAME_CHARS_AT_MOST) {
      throw new ProtocolException(
          RefusalCode.TOO_LARGE,
          "groupName: "
              + name.length()
              + " characters (expected: at most "
              + Names.GROUP_NAME_CHARS_AT_MOST
              + ")");
    }
    if (!name.isEmpty()) {
      refuse(Names.displayFault(name).map(fault -> "groupName: " + fault));
    }
    return new ImportLine.Created(
        newGroup(fields), name, newUser(fields, "ownerId"), newUsers(fields, "members"));
  }

  private ImportLine joined(ObjectFields fields) {
    List<UserId> members = newUsers(fields, "members");
    if (members.isEmpty()) {
      throw fields.wrong("members", "missing or empty", "at least one user");
    }
    return new ImportLine.Joined(group(fields), members, after(fields));
  }

  private ImportLine left(ObjectFields fields) {
    return new ImportLine.Left(group(fields), user(fields, "userId"), after(fields));
  }

  private ImportLine roleSet(ObjectFields fields) {
    Role role =
        switch (fields.text("role")) {
          case "owner" -> Role.OWNER;
          case "admin" -> Role.ADMIN;
          case "member" -> Role.MEMBER;
          default -> throw fields.wrong("role", "unknown", "owner, admin or member");
        };
    return new ImportLine.RoleSet(
        group(fields), user(fields, "userId"), role, fields.flag("muted"), after(fields));
  }

  private ImportLine dissolved(ObjectFields fields) {
    return new ImportLine.Dissolved(group(fields), after(fields));
  }

  private ImportLine said(ObjectFields fields) {
    UserId sender = newUser(fields, "fromId");
    String id = fields.text("messageId");
    refuse(Names.newIdFault("messageId", id));
    ConversationId conversation = conversation(fields, sender);
    if (conversation instanceof ConversationId.Direct direct) {
      refuse(Names.newIdFault("toId", direct.peerOf(sender).name()));
    }
    long time = fields.number("messageTime");
    if (time < 1 || isAhead(time)) {
      throw fields.wrong(
          "messageTime",
          time < 1 ? "0" : "in the future",
          "when it was sent, in milliseconds since 1970");
    }
    return new ImportLine.Said(
        conversation,
        new ClientMessageId(sender, id),
        time,
        content(fields),
        editedMillis(fields, time));
  }

  private ImportLine pinned(ObjectFields fields) {
    ClientMessageId message = upTo(fields);
    long time = fields.number("pinnedTime");
    if (time < 1 || isAhead(time)) {
      throw fields.wrong(
          "pinnedTime",
          time < 1 ? "0" : "in the future",
          "when it was pinned, in milliseconds since 1970");
    }
    return new ImportLine.Pinned(
        conversation(fields, message.sender()), message, time, after(fields));
  }

  private ImportLine reacted(ObjectFields fields) {
    UserId user = user(fields, "userId");
    String sign = fields.text("reaction");
    refuse(Reaction.signFault(sign).map(fault -> "reaction: " + fault));
    return new ImportLine.Reacted(user, conversation(fields, user), upTo(fields), sign);
  }

  private boolean isAhead(long millis) {
    return millis > clock.millis() + AHEAD_AT_MOST_MILLIS;
  }

  /// @param sentMillis when the message was sent
  private Optional<Long> editedMillis(ObjectFields fields, long sentMillis) {
    Optional<Long> edited = fields.numberIfPresent("editedTime");
    if (edited.isPresent() && (edited.get() < sentMillis || isAhead(edited.get()))) {
      throw fields.wrong(
          "editedTime",
          isAhead(edited.get()) ? "in the future" : "before messageTime",
          "when it was edited last, in milliseconds since 1970");
    }
    return edited;
  }

  private Optional<Message.Sent> content(ObjectFields fields) {
    if (fields.flag("recalled").orElse(false)) {
      for (String name : List.of("messageBody", "extra", "editedTime")) {
        if (fields.has(name)) {
          throw fields.wrong(name, "given beside recalled", "none");
        }
      }
      return Optional.empty();
    }
    Bytes body =
        fields
            .json("messageBody")
            .orElseThrow(
                () -> fields.wrong("messageBody", "missing", "a JSON value, or recalled: true"));
    Optional<Bytes> extra = fields.json("extra");
    requireSize(body, extra);
    return Optional.of(
        new Message.Sent(
            Payload.of(body.array()),
            extra.map(given -> Payload.of(given.array())).orElse(Payload.NONE)));
  }

  /// All that a device could send or put in the place of a message fits.
  private void requireSize(Bytes body, Optional<Bytes> extra) {
    if (body.size() + extra.map(Bytes::size).orElse(0) > messageBytesAtMost) {
      throw new ProtocolException(
          RefusalCode.TOO_LARGE,
          "message: too large (expected: at most " + messageBytesAtMost + " bytes)");
    }
  }

  private ImportLine read(ObjectFields fields) {
    UserId user = user(fields, "userId");
    return new ImportLine.Read(user, conversation(fields, user), upTo(fields));
  }

  private ImportLine received(ObjectFields fields) {
    UserId user = user(fields, "userId");
    UserId peer = user(fields, "toId");
    return new ImportLine.Received(user, ConversationId.Direct.between(user, peer), upTo(fields));
  }

  private ImportLine settings(ObjectFields fields) {
    UserId user = user(fields, "userId");
    Command.Settings set =
        new Command.Settings(fields.flag("isTop"), fields.flag("isMute"), fields.flag("isDeleted"));
    if (set.top().isEmpty() && set.mute().isEmpty() && set.deleted().isEmpty()) {
      throw fields.wrong("isTop", "missing", "one of isTop, isMute and isDeleted");
    }
    return new ImportLine.Settings(user, conversation(fields, user), set, after(fields));
  }

  private ImportLine erased(ObjectFields fields) {
    UserId user = user(fields, "userId");
    return new ImportLine.Erased(user, conversation(fields, user), after(fields));
  }

  private ImportLine ofUser(ObjectFields fields) {
    UserId user = user(fields, "userId");
    List<UserId> blocked = users(fields, "blocks", UserId::new);
    if (blocked.contains(user)) {
      throw fields.wrong("blocks", "the user", "others");
    }
    return new ImportLine.OfUser(
        user, fields.object("ban").map(LineReader::banned), fields.flag("receipts"), blocked);
  }

  private static ImportLine.Banned banned(ObjectFields ban) {
    ban.holdingOnly(List.of("reason", "until"));
    String reason = ban.textIfPresent("reason").orElse("");
    if (reason.length() > Ban.REASON_CHARS_AT_MOST) {
      throw ban.wrong(
          "reason", reason.length() + " characters", "at most " + Ban.REASON_CHARS_AT_MOST);
    }
    long until =
        ban.numberIfPresent("until").map(end -> end * MICROS_PER_MILLI).orElse(Ban.FOR_EVER);
    return new ImportLine.Banned(reason, until);
  }

  // --- the fields that several types have ---

  private ConversationId conversation(ObjectFields fields, UserId user) {
    if (fields.has("toId") == fields.has("groupId")) {
      throw fields.wrong(
          "toId",
          fields.has("toId") ? "given beside groupId" : "missing",
          "one of toId and groupId");
    }
    return fields.has("groupId")
        ? group(fields)
        : ConversationId.Direct.between(user, user(fields, "toId"));
  }

  private ConversationId.Group group(ObjectFields fields) {
    return id("groupId", () -> new ConversationId.Group(app, fields.text("groupId")));
  }

  private ConversationId.Group newGroup(ObjectFields fields) {
    refuse(Names.newIdFault("groupId", fields.text("groupId")));
    return group(fields);
  }

  private UserId user(ObjectFields fields, String name) {
    return id(fields.told(name), () -> new UserId(app, fields.text(name)));
  }

  private UserId newUser(ObjectFields fields, String name) {
    refuse(Names.newIdFault(name, fields.text(name)));
    return user(fields, name);
  }

  private List<UserId> newUsers(ObjectFields fields, String name) {
    return users(
        fields,
        name,
        (of, id) -> {
          refuse(Names.newIdFault(id).map(fault -> name + ": " + fault));
          return new UserId(of, id);
        });
  }

  /// Makes a user of an app's id.
  private interface UserMaker {
    UserId make(int app, String id);
  }

  private List<UserId> users(ObjectFields fields, String name, UserMaker maker) {
    return fields.texts(name, ImportLine.MEMBERS_AT_MOST).stream()
        .map(text -> id(name, () -> maker.make(app, text)))
        .toList();
  }

  private Optional<ClientMessageId> after(ObjectFields fields) {
    return fields.object("after").map(this::message);
  }

  private ClientMessageId upTo(ObjectFields fields) {
    return fields
        .object("message")
        .map(this::message)
        .orElseThrow(() -> fields.wrong("message", "missing", "fromId and messageId"));
  }

  private ClientMessageId message(ObjectFields named) {
    named.holdingOnly(List.of("fromId", "messageId"));
    UserId sender = user(named, "fromId");
    return id(named.told("messageId"), () -> new ClientMessageId(sender, named.text("messageId")));
  }

  private static <T> T id(String name, Supplier<T> made) {
    try {
      return made.get();
    } catch (InvalidIdException e) {
      throw new ProtocolException(RefusalCode.MALFORMED, e.detail(name));
    }
  }

  private static void refuse(Optional<String> fault) {
    fault.ifPresent(what -> {
      throw new ProtocolException(RefusalCode.MALFORMED, what);
    });
  }
}
