package io.whaleshark.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The pages that answer pulls. `completed` is true if nothing followed when the page was made.
public sealed interface PageEvent extends Event {

  /// An entry of an inbox.
  ///
  /// @param owner the user whose inbox it is
  /// @param inboxSequence the entry's sequence in that inbox
  record InboxEntry(ChatMessage message, String owner, long inboxSequence) {
    public InboxEntry {
      Bounds.number(Field.INBOX_SEQUENCE, inboxSequence);
    }

    void write(JsonWriter json) {
      json.startObject();
      ChatMessage.writeConversationId(json, message.to(), message.fromId(), owner);
      json.put(Field.INBOX_SEQUENCE, inboxSequence);
      message.writeShared(json);
      json.endObject();
    }
  }

  /// A range of a conversation that the inbox no longer holds; history does.
  ///
  /// @param of the conversation as the inbox's owner names it
  /// @param fromSequence inclusive
  /// @param toSequence inclusive
  record Gap(Peer of, long fromSequence, long toSequence) {
    public Gap {
      Bounds.number(Field.FROM_SEQUENCE, fromSequence);
      Bounds.number(Field.TO_SEQUENCE, toSequence);
    }

    void write(JsonWriter json) {
      of.write(json.startObject());
      json.put(Field.FROM_SEQUENCE, fromSequence).put(Field.TO_SEQUENCE, toSequence).endObject();
    }
  }

  /// A page of the user's own inbox, ascending.
  ///
  /// @param maxSequence the last entry's sequence, or the request's cursor if the page is empty
  /// @param truncated whether entries after the cursor have been dropped
  /// @param gaps the dropped ranges, as far as they are known; must be empty if not truncated
  record InboxPage(
      List<InboxEntry> dataList,
      long maxSequence,
      boolean completed,
      boolean truncated,
      List<Gap> gaps,
      @Nullable String requestId)
      implements PageEvent {
    public InboxPage {
      dataList = List.copyOf(dataList);
      gaps = List.copyOf(gaps);
      Bounds.number(Field.MAX_SEQUENCE, maxSequence);
      if (!truncated && !gaps.isEmpty()) {
        throw Bounds.refusal(Field.GAPS, gaps.size() + " gaps", "none unless truncated");
      }
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.INBOX_PAGE;
    }

    @Override
    public void write(JsonWriter json) {
      json.startObject().name(Field.DATA_LIST).startArray();
      dataList.forEach(entry -> entry.write(json));
      json.endArray().put(Field.MAX_SEQUENCE, maxSequence).put(Field.COMPLETED, completed);
      json.put(Field.TRUNCATED, truncated);
      if (truncated) {
        json.name(Field.GAPS).startArray();
        gaps.forEach(gap -> gap.write(json));
        json.endArray();
      }
      json.putIfPresent(Field.REQUEST_ID, requestId).endObject();
    }
  }

  /// A page of one conversation, ascending by `messageSequence`.
  record HistoryPage(List<ChatMessage> dataList, boolean completed, @Nullable String requestId)
      implements PageEvent {
    public HistoryPage {
      dataList = List.copyOf(dataList);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.HISTORY_PAGE;
    }

    @Override
    public void write(JsonWriter json) {
      json.startObject().name(Field.DATA_LIST).startArray();
      dataList.forEach(message -> message.write(json));
      json.endArray()
          .put(Field.COMPLETED, completed)
          .putIfPresent(Field.REQUEST_ID, requestId)
          .endObject();
    }
  }

  /// A message that is pinned, with its newest content.
  ///
  /// @param pinnedTime when it was pinned, in milliseconds since 1970
  record PinnedMessage(ChatMessage message, long pinnedTime) {
    public PinnedMessage {
      Bounds.number(Field.PINNED_TIME, pinnedTime);
    }

    void write(JsonWriter json) {
      message.writeShared(json.startObject());
      json.put(Field.PINNED_TIME, pinnedTime).endObject();
    }
  }

  /// The pinned messages of a conversation, all of them: what was pinned last comes first.
  record PinPage(List<PinnedMessage> dataList, @Nullable String requestId) implements PageEvent {
    public PinPage {
      dataList = List.copyOf(dataList);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.PIN_PAGE;
    }

    @Override
    public void write(JsonWriter json) {
      json.startObject().name(Field.DATA_LIST).startArray();
      dataList.forEach(pinned -> pinned.write(json));
      json.endArray().putIfPresent(Field.REQUEST_ID, requestId).endObject();
    }
  }

  /// How many users have a sign at a message.
  ///
  /// @param reaction the sign
  /// @param mine whether the asker is one of them
  record ReactionCount(String reaction, long count, boolean mine) {
    public ReactionCount {
      Bounds.number(Field.COUNT, count);
    }

    void write(JsonWriter json) {
      json.startObject().put(Field.REACTION, reaction).put(Field.COUNT, count);
      if (mine) {
        json.put(Field.MINE, true);
      }
      json.endObject();
    }
  }

  /// The reactions to a message, in the order in which the signs first came to it.
  record MessageReactions(long messageSequence, List<ReactionCount> reactions) {
    public MessageReactions {
      Bounds.number(Field.MESSAGE_SEQUENCE, messageSequence);
      reactions = List.copyOf(reactions);
    }

    void write(JsonWriter json) {
      json.startObject().put(Field.MESSAGE_SEQUENCE, messageSequence);
      json.name(Field.REACTIONS).startArray();
      reactions.forEach(count -> count.write(json));
      json.endArray().endObject();
    }
  }

  /// The messages of a range that have reactions, ascending.
  record ReactionPage(List<MessageReactions> dataList, @Nullable String requestId)
      implements PageEvent {
    public ReactionPage {
      dataList = List.copyOf(dataList);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.REACTION_PAGE;
    }

    @Override
    public void write(JsonWriter json) {
      json.startObject().name(Field.DATA_LIST).startArray();
      dataList.forEach(of -> of.write(json));
      json.endArray().putIfPresent(Field.REQUEST_ID, requestId).endObject();
    }
  }

  /// Who has a sign at a message.
  ///
  /// @param count how many in all
  /// @param dataList their ids, in the order of the bytes
  record ReactorsPage(
      long count, List<String> dataList, boolean completed, @Nullable String requestId)
      implements PageEvent {
    public ReactorsPage {
      dataList = List.copyOf(dataList);
      Bounds.number(Field.COUNT, count);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.REACTORS_PAGE;
    }

    @Override
    public void write(JsonWriter json) {
      json.startObject().put(Field.COUNT, count).name(Field.DATA_LIST).startArray();
      dataList.forEach(user -> json.startObject().put(Field.USER_ID, user).endObject());
      json.endArray()
          .put(Field.COMPLETED, completed)
          .putIfPresent(Field.REQUEST_ID, requestId)
          .endObject();
    }
  }

  /// A page of changed conversations, ascending by `sequence`.
  ///
  /// @param maxSequence the last item's sequence, or the request's cursor if the page is empty
  record ConversationPage(
      List<ConversationItem> dataList,
      long maxSequence,
      boolean completed,
      @Nullable String requestId)
      implements PageEvent {
    public ConversationPage {
      dataList = List.copyOf(dataList);
      Bounds.number(Field.MAX_SEQUENCE, maxSequence);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.CONVERSATION_PAGE;
    }

    @Override
    public void write(JsonWriter json) {
      json.startObject().name(Field.DATA_LIST).startArray();
      dataList.forEach(item -> item.write(json));
      json.endArray().put(Field.MAX_SEQUENCE, maxSequence).put(Field.COMPLETED, completed);
      json.putIfPresent(Field.REQUEST_ID, requestId).endObject();
    }
  }

  /// A user of a message's audience, and whether that user has read it.
  record Reader(String userId, boolean read) {
    void write(JsonWriter json) {
      json.startObject().put(Field.USER_ID, userId).put(Field.READ, read).endObject();
    }
  }

  /// The audience of a group message, ordered by user id.
  ///
  /// @param readCount how many of the whole audience have read it
  /// @param memberCount the size of the whole audience, the author left out
  record GroupReadersPage(
      long readCount,
      long memberCount,
      List<Reader> dataList,
      boolean completed,
      @Nullable String requestId)
      implements PageEvent {
    public GroupReadersPage {
      dataList = List.copyOf(dataList);
      Bounds.number(Field.READ_COUNT, readCount);
      Bounds.number(Field.MEMBER_COUNT, memberCount);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.GROUP_READERS_PAGE;
    }

    @Override
    public void write(JsonWriter json) {
      json.startObject().put(Field.READ_COUNT, readCount).put(Field.MEMBER_COUNT, memberCount);
      json.name(Field.DATA_LIST).startArray();
      dataList.forEach(reader -> reader.write(json));
      json.endArray()
          .put(Field.COMPLETED, completed)
          .putIfPresent(Field.REQUEST_ID, requestId)
          .endObject();
    }
  }

  /// How many of the audience of one own group message have read it.
  record ReadCount(long messageSequence, long readCount, long memberCount) {
    public ReadCount {
      Bounds.number(Field.MESSAGE_SEQUENCE, messageSequence);
      Bounds.number(Field.READ_COUNT, readCount);
      Bounds.number(Field.MEMBER_COUNT, memberCount);
    }

    void write(JsonWriter json) {
      json.startObject().put(Field.MESSAGE_SEQUENCE, messageSequence);
      json.put(Field.READ_COUNT, readCount).put(Field.MEMBER_COUNT, memberCount).endObject();
    }
  }

  /// The read counts of own group messages, ascending.
  ///
  /// @param memberCount how many members the group has now
  record GroupReadCountsPage(long memberCount, List<ReadCount> dataList, @Nullable String requestId)
      implements PageEvent {
    public GroupReadCountsPage {
      dataList = List.copyOf(dataList);
      Bounds.number(Field.MEMBER_COUNT, memberCount);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.GROUP_READ_COUNTS_PAGE;
    }

    @Override
    public void write(JsonWriter json) {
      json.startObject().put(Field.MEMBER_COUNT, memberCount).name(Field.DATA_LIST).startArray();
      dataList.forEach(count -> count.write(json));
      json.endArray().putIfPresent(Field.REQUEST_ID, requestId).endObject();
    }
  }
}
