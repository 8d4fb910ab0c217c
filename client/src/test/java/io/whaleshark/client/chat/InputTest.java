package io.whaleshark.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.protocol.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: every typed line has one meaning. Method: a line and what is understood.
class InputTest {

  @Test
  void textIsSaid() {
    assertThat(Input.of("hello /to you")).isEqualTo(new Input.Say("hello /to you"));
    assertThat(Input.of("//slash")).isEqualTo(new Input.Say("/slash"));
    assertThat(Input.of(" \t")).isEqualTo(new Input.Nothing());
  }

  @Test
  void commandsAreUnderstood() {
    assertThat(Input.of("/help")).isEqualTo(new Input.Help());
    assertThat(Input.of("/history")).isEqualTo(new Input.Earlier(20));
    assertThat(Input.of("/history 5")).isEqualTo(new Input.Earlier(5));
    assertThat(Input.of("/more")).isEqualTo(new Input.Later());
    assertThat(Input.of("/read")).isEqualTo(new Input.ReadAll());
    assertThat(Input.of("/conversations")).isEqualTo(new Input.Conversations());
    assertThat(Input.of("/to bob  ")).isEqualTo(new Input.Open(Peer.direct("bob")));
    assertThat(Input.of("/to bob the builder"))
        .isEqualTo(new Input.Open(Peer.direct("bob the builder")));
    assertThat(Input.of("/group team")).isEqualTo(new Input.Open(Peer.group("team")));
    assertThat(Input.of("/readers 12")).isEqualTo(new Input.Readers(12));
    assertThat(Input.of("/recall #12")).isEqualTo(new Input.Recall(12));
    assertThat(Input.of("/edit #12 yes, gladly")).isEqualTo(new Input.Edit(12, "yes, gladly"));
    assertThat(Input.of("/reply #12 yes, gladly")).isEqualTo(new Input.Reply(12, "yes, gladly"));
    assertThat(Input.of("/mute")).isEqualTo(new Input.Mute());
    assertThat(Input.of("/top")).isEqualTo(new Input.Top());
    assertThat(Input.of("/block mallory")).isEqualTo(new Input.Block("mallory", true));
    assertThat(Input.of("/unblock bob the builder"))
        .isEqualTo(new Input.Block("bob the builder", false));
    assertThat(Input.of("/blocks")).isEqualTo(new Input.Blocks());
    assertThat(Input.of("/receipts off")).isEqualTo(new Input.Receipts(false));
    assertThat(Input.of("/receipts on")).isEqualTo(new Input.Receipts(true));
    assertThat(Input.of("/quit")).isEqualTo(new Input.Quit());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/bogus",
        "/read now",
        "/quit later",
        "/to",
        "/group ",
        "/readers",
        "/readers x",
        "/recall 0",
        "/recall -1",
        "/recall 99999999999999999999",
        "/edit",
        "/edit 12",
        "/edit yes 12",
        "/reply",
        "/reply 12",
        "/reply yes 12",
        "/history 0",
        "/history 501",
        "/more 5",
        "/block",
        "/receipts",
        "/receipts perhaps",
        "/unblock ",
        "/blocks mallory"
      })
  void whatIsWrongIsSaid(String line) {
    assertThat(Input.of(line))
        .isInstanceOfSatisfying(Input.Wrong.class, wrong -> assertThat(wrong.why()).isNotBlank());
  }
}
