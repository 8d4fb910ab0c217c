package io.whaleshark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.Inboxes.Bound;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Head;
import io.whaleshark.core.model.Message;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A message that was sent on another server keeps its time, and expires by it.
abstract class ImportedContract extends PortContract {

  private static final Bound WIDE = new Bound(100, 50);
  private static final long DAY = 86_400_000_000L;

  private List<ConversationId> both() {
    return List.of(ALICE_BOB, scribe.group("g", ALICE, BOB));
  }

  private List<Message> pull(UserId user) {
    return engine.inboxes().pull(user, 0, PAGE, WIDE).messages();
  }

  @Test
  void theTimeIsKeptEverywhere() {
    for (ConversationId conversation : both()) {
      Message old = scribe.sentAgo(conversation, ALICE, 2 * DAY);
      Message newer = scribe.sentAgo(conversation, BOB, DAY);
      assertThat(old.time()).isLessThan(newer.time()).isLessThan(old.stamp());
      assertIsKept(old, newer);
      Message tombstone = scribe.recall(old);
      assertThat(tombstone.time()).isEqualTo(old.time());
      assertThat(history(conversation)).containsExactly(tombstone, newer);
      assertThat(pull(BOB)).contains(newer, tombstone);
    }
  }

  private void assertIsKept(Message old, Message newer) {
    ConversationId conversation = old.conversation();
    assertThat(head(conversation)).isEqualTo(new Head(2, newer.stamp(), newer.time()));
    assertThat(history(conversation)).containsExactly(old, newer);
    assertThat(engine.messages().message(conversation, 1)).contains(old);
    assertThat(message(conversation, 2)).contains(newer);
    assertThat(messageByStamp(conversation, old.stamp())).contains(old);
    assertThat(sent(old.clientId())).contains(old);
    assertThat(sentCount(conversation, ALICE, 2)).isEqualTo(1);
    assertThat(pull(BOB)).contains(old, newer);
    assertThat(item(ALICE, conversation).newest()).contains(newer);
    assertThat(item(ALICE, conversation).unread()).isEqualTo(1);
  }

  @Test
  void theTimeIsKeptOverARestart() {
    Message old = scribe.sentAgo(ALICE_BOB, ALICE, 2 * DAY);
    Message newer = scribe.sentAgo(ALICE_BOB, BOB, DAY);
    reopen();
    assertIsKept(old, newer);
  }

  @Test
  void itExpiresByItsTime() {
    for (ConversationId conversation : both()) {
      Message oldest = scribe.sentAgo(conversation, ALICE, 3 * DAY);
      Message old = scribe.sentAgo(conversation, BOB, 2 * DAY);
      Message own = scribe.send(conversation, ALICE);
      assertThat(engine.retention().due(_ -> oldest.time(), Optional.empty(), 9)).isEmpty();
      assertThat(sweep(old.time())).isEqualTo(1);
      assertThat(history(conversation)).containsExactly(old, own);
      assertThat(sweep(old.time() + 1)).isEqualTo(1);
      assertThat(history(conversation)).containsExactly(own);
      assertThat(sweep(own.stamp() + 1)).isEqualTo(1);
      assertThat(head(conversation)).isEqualTo(new Head(3, own.stamp()));
    }
  }

  /// Only the oldest end of a log expires.
  @Test
  void nothingExpiresBeforeWhatStandsBeforeIt() {
    for (ConversationId conversation : both()) {
      Message first = scribe.send(conversation, ALICE);
      Message old = scribe.sentAgo(conversation, BOB, 2 * DAY);
      Message newer = scribe.sentAgo(conversation, BOB, DAY);
      Message older = scribe.sentAgo(conversation, ALICE, 2 * DAY);
      assertThat(sweep(first.stamp())).isZero();
      assertThat(sweep(first.stamp() + 1)).isEqualTo(4);
      assertThat(old.time()).isLessThan(newer.time());
      assertThat(older.time()).isLessThan(newer.time());
    }
  }

  @Test
  void anOlderOneWaitsForTheOneBeforeIt() {
    Message newer = scribe.sentAgo(ALICE_BOB, BOB, DAY);
    Message older = scribe.sentAgo(ALICE_BOB, ALICE, 2 * DAY);
    assertThat(sweep(newer.time())).isZero();
    assertThat(history(ALICE_BOB)).containsExactly(newer, older);
    assertThat(sweep(newer.time() + 1)).isEqualTo(2);
  }

  @Test
  void theEndOfWhatHasExpiredKeepsItsTime() {
    for (ConversationId conversation : both()) {
      Message old = scribe.sentAgo(conversation, ALICE, DAY);
      assertThat(sweep(old.time() + 1)).isEqualTo(1);
      reopen();
      assertThat(head(conversation)).isEqualTo(new Head(1, old.stamp(), old.time()));
    }
  }
}
