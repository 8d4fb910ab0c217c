package io.whaleshark.client.sdk;

import io.whaleshark.protocol.MessageEvent.ReactAck;
import io.whaleshark.protocol.MessageName;
import io.whaleshark.protocol.PageEvent.MessageReactions;
import io.whaleshark.protocol.PageEvent.ReactionPage;
import io.whaleshark.protocol.PageEvent.ReactorsPage;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.React;
import io.whaleshark.protocol.ReactionPull;
import io.whaleshark.protocol.ReactorsPull;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The reactions to messages: signs, usually emoji, of 1..32 bytes of UTF-8. Threads and errors are
/// those of the [Client].
///
/// A connection that has asked once, by [#set] or [#of], is told how others react from then on,
/// except in large groups. What was missed is asked for again.
public record ConversationReactions(Client client) {

  /// Who has a sign at a message: the page is asked for with this.
  ///
  /// @param after the last user of the page before; null for the first
  /// @param maxLimit 1..500 users; more means 500
  public record Page(@Nullable String after, int maxLimit) {

    /// The first 100.
    public static final Page FIRST = new Page(null, 100);
  }

  /// Sets a sign at a message, or takes it back. Idempotent.
  ///
  /// @return with how many users have the sign there now
  /// @throws RefusedException with 41300 if the message has 20 other signs
  public ReactAck set(Peer in, long messageSequence, String reaction, boolean isSet) {
    String user = client.config().user();
    return client.ask(
        id -> new React(in, user, MessageName.ofSequence(messageSequence), reaction, isSet, id),
        ReactAck.class);
  }

  /// Queries the reactions to a range of messages: of those that have any, ascending. The answer
  /// may be older than an update that arrives before it: then ask again.
  ///
  /// @param fromSequence inclusive
  /// @param toSequence inclusive, at most 199 above `fromSequence`
  public List<MessageReactions> of(Peer in, long fromSequence, long toSequence) {
    return client
        .ask(id -> new ReactionPull(in, fromSequence, toSequence, null, id), ReactionPage.class)
        .dataList();
  }

  /// Queries who has a sign at a message.
  public ReactorsPage by(Peer in, long messageSequence, String reaction, Page page) {
    return client.ask(
        id ->
            new ReactorsPull(
                in, messageSequence, reaction, page.after(), page.maxLimit(), null, id),
        ReactorsPage.class);
  }
}
