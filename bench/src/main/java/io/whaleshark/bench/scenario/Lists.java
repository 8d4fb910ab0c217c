package io.whaleshark.bench.scenario;

import io.whaleshark.protocol.ConversationItem;
import io.whaleshark.protocol.PageEvent.ConversationPage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// The expected conversation list of a receiver of a [Spread], and its verification. Confined to
/// one thread.
///
/// Each sender has written `messages` messages. The receiver has read the first i mod (messages +
/// 1) of conversation i, and has answered every fifth conversation: an own message never counts as
///    unread.
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

  /// @param receiver the index of the receiver in the streams
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

  /// The senders by name, with the number of the conversation.
  Map<String, Integer> others() {
    return others;
  }

  /// The read marker of conversation i, 0 if nothing is read.
  long read(int i) {
    return i % (messages + 1);
  }

  /// Returns whether the user has answered in conversation i, after all messages of its sender.
  static boolean isAnswered(int i) {
    return i % ANSWERED_EVERY == 0;
  }

  /// The newest message of conversation i.
  long newest(int i) {
    return isAnswered(i) ? messages + 1 : messages;
  }

  /// Checks the complete list.
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

  /// Adds the result of the checks.
  void report(ResultBuilder builder) {
    builder
        .verified(found)
        .check("conversations missing", missing)
        .check("conversations of others", unknown)
        .check("with a wrong newest message", wrongNewest)
        .check("with a wrong unread count", wrongUnread)
        .check("with a wrong read position", wrongRead);
  }
}
