package io.whaleshark.bench.scenario;

import io.whaleshark.protocol.ConversationItem;
import io.whaleshark.protocol.PageEvent.ConversationPage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// What a receiver of a [Spread] must find in its list of conversations, and whether it does.
/// Confined to one thread.
///
/// Each other one has written so many messages. Of conversation i the receiver has read the first i
/// mod (messages + 1), and every fifth one was answered: an own message never counts as unread.
final class Lists {
  private static final int ANSWERED_EVERY = 5;

  private final String user;
  private final int messages;
  private final Map<String, Integer> others = new HashMap<>();
  private long found;
  private long missing;
  private long unknown;
  private long wrongNewest;
  private long wrongUnread;
  private long wrongRead;

  /// @param receiver which one of the streams
  Lists(Streams streams, int receiver, int messages) {
    this.user = streams.receiver(receiver);
    this.messages = messages;
    int each = streams.spread().sendersEach();
    for (int i = 0; i < each; i++) {
      others.put(streams.sender(streams.spread().senderOf(receiver * each + i)), i);
    }
  }

  String user() {
    return user;
  }

  /// The others by name, with the number of the conversation.
  Map<String, Integer> others() {
    return others;
  }

  /// How far conversation i is read, 0 if not at all.
  long read(int i) {
    return i % (messages + 1);
  }

  /// Whether the user has written into conversation i after all messages of the other one.
  static boolean isAnswered(int i) {
    return i % ANSWERED_EVERY == 0;
  }

  /// The newest message of conversation i.
  long newest(int i) {
    return isAnswered(i) ? messages + 1 : messages;
  }

  /// The whole list came.
  void check(List<ConversationPage> pages) {
    var seen = new HashSet<String>();
    for (ConversationPage page : pages) {
      for (ConversationItem item : page.dataList()) {
        Integer i = others.get(item.of().id());
        if (i == null) {
          unknown++;
          continue;
        }
        seen.add(item.of().id());
        check(i, item);
      }
    }
    found += seen.size();
    missing += others.size() - seen.size();
  }

  private void check(int i, ConversationItem item) {
    wrongNewest += item.messageSequence() == newest(i) ? 0 : 1;
    wrongUnread += item.unreadCount() == messages - read(i) ? 0 : 1;
    wrongRead += item.readSequence() == read(i) ? 0 : 1;
  }

  /// Adds what was found.
  void report(Outcome outcome) {
    outcome
        .verified(found)
        .check("conversations missing", missing)
        .check("conversations of others", unknown)
        .check("with a wrong newest message", wrongNewest)
        .check("with a wrong unread count", wrongUnread)
        .check("with a wrong read position", wrongRead);
  }
}
