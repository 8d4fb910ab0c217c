package io.whaleshark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.engine.Retention.Due;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Pin;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// P9: which messages of a conversation are pinned. A pin goes with its message.
abstract class PinsContract extends PortContract {

  /// Begins with the name of another group, in bytes too.
  private static final String LONGER = "g2";

  private void put(ConversationId conversation, Pin... pins) {
    scribe.change(at -> new Change.PinsPut(conversation, List.of(pins), at));
  }

  private void expect(ConversationId conversation, Pin... pins) {
    assertThat(engine.pins().of(conversation)).containsExactly(pins);
    assertThat(pins(conversation)).containsExactly(pins);
  }

  @Test
  @DisplayName("a conversation has its own pins, each with its time, also once opened again")
  void eachHasItsOwn() {
    send(ALICE_BOB, ALICE, BOB, ALICE);
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    ConversationId.Group longer = scribe.group(LONGER, ALICE, BOB);
    ConversationId.Group elsewhere = scribe.group("g", new UserId(APP + 1, "alice"));
    for (ConversationId.Group each : List.of(group, longer)) {
      send(each, ALICE, BOB, ALICE);
    }
    send(elsewhere, new UserId(APP + 1, "alice"));
    put(ALICE_BOB, new Pin(1, 7), new Pin(3, 5));
    put(group, new Pin(2, 1_700_000_000_000_001L));
    put(longer, new Pin(1, 8), new Pin(2, 9));
    put(longer, new Pin(2, 9));
    put(elsewhere, new Pin(1, 3));
    for (int i = 0; i < 2; i++) {
      expect(ALICE_BOB, new Pin(1, 7), new Pin(3, 5));
      expect(group, new Pin(2, 1_700_000_000_000_001L));
      expect(longer, new Pin(2, 9));
      expect(elsewhere, new Pin(1, 3));
      expect(ALICE_CAROL);
      reopen();
    }
  }

  @Test
  @DisplayName("the last list of a batch stays, and none is left of an empty one")
  void theLastListStays() {
    send(ALICE_BOB, ALICE, BOB);
    scribe.batch(() -> {
      put(ALICE_BOB, new Pin(1, 7));
      put(ALICE_BOB, new Pin(1, 7), new Pin(2, 8));
      put(ALICE_BOB, new Pin(2, 8));
    });
    expect(ALICE_BOB, new Pin(2, 8));
    assertThat(engine.newestStamp()).isEqualTo(scribe.now());
    put(ALICE_BOB);
    expect(ALICE_BOB);
  }

  @Test
  @DisplayName("a recall takes the pin away, also in the batch that has put it; an edit keeps it")
  void aRecallTakesThePin() {
    List<Message> sent = send(ALICE_BOB, ALICE, BOB, ALICE);
    put(ALICE_BOB, new Pin(1, 7), new Pin(2, 8), new Pin(3, 9));
    scribe.edit(sent.get(0), "edited");
    scribe.recall(sent.get(1));
    expect(ALICE_BOB, new Pin(1, 7), new Pin(3, 9));
    scribe.batch(() -> {
      Message last = scribe.send(ALICE_BOB, BOB);
      put(ALICE_BOB, new Pin(1, 7), new Pin(3, 9), new Pin(4, 10));
      scribe.recall(sent.get(2));
      scribe.recall(last);
    });
    expect(ALICE_BOB, new Pin(1, 7));
    reopen();
    expect(ALICE_BOB, new Pin(1, 7));
  }

  @Test
  @DisplayName("pins expire with their messages, before those are deleted")
  void pinsExpire() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    send(group, ALICE, BOB, ALICE);
    send(ALICE_BOB, ALICE, BOB);
    put(group, new Pin(1, 7), new Pin(2, 8), new Pin(3, 9));
    put(ALICE_BOB, new Pin(1, 7));
    scribe.expire(List.of(new Due(group, 2)));
    expect(group, new Pin(3, 9));
    engine.retention().delete(group);
    expect(group, new Pin(3, 9));
    expect(ALICE_BOB, new Pin(1, 7));
    reopen();
    expect(group, new Pin(3, 9));
  }

  @Test
  @DisplayName("as many as a conversation may have are read in the order of the messages")
  void manyAreInOrder() {
    for (int i = 0; i < 60; i++) {
      scribe.send(ALICE_BOB, i % 3 == 0 ? BOB : ALICE);
    }
    Pin[] pins =
        LongStream.rangeClosed(1, 50).mapToObj(i -> new Pin(i, 1_000 - i)).toArray(Pin[]::new);
    put(ALICE_BOB, pins);
    expect(ALICE_BOB, pins);
  }

  @Test
  @DisplayName("pins are facts, before the messages of their conversation")
  void pinsAreFacts() {
    List<Message> sent = send(ALICE_BOB, ALICE, BOB, ALICE);
    put(ALICE_BOB, new Pin(1, 7), new Pin(3, 5));
    assertThat(
            Readout.facts(engine).stream()
                .filter(fact -> fact instanceof Fact.OfPin || fact instanceof Fact.OfMessage))
        .containsExactly(
            new Fact.OfPin(ALICE_BOB, new Pin(1, 7)),
            new Fact.OfPin(ALICE_BOB, new Pin(3, 5)),
            new Fact.OfMessage(sent.get(0)),
            new Fact.OfMessage(sent.get(1)),
            new Fact.OfMessage(sent.get(2)));
  }
}
