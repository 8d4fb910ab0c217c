package io.whaleshark.engine.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lettuce.core.cluster.SlotHash;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: a member of a set is the whole message, as JSON; and both keys of a user lie in one slot.
/// Method: members written and read again, and slots computed as Redis does.
class InboxMemberTest {

  private static final UserId SENDER = new UserId(10001, "alice");
  private static final String TAG = "0123456789abcdef";

  private static Message message(ConversationId conversation, byte[] body, String extra) {
    return new Message(
        conversation,
        5,
        1_700_000_000_000_123L,
        new ClientMessageId(SENDER, "id \"1\""),
        new Message.Sent(Payload.of(body), Payload.ofText(extra)),
        3,
        2);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] whole(Message message) {
    return bytes(
        new String(InboxMember.text(message), StandardCharsets.UTF_8)
            + new String(InboxMember.end(TAG), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"text\"",
        "\"鲸 \\\\ \\\" \\u0001\"",
        "1",
        "-0.0",
        "1e400",
        "123456789012345678901234567890",
        "null",
        "true",
        "[]",
        "[1,[2,{\"messageId\":\"x\",\"tag\":\"y\"}],3]",
        "{\"a\":{\"a\":null}}",
        "no JSON",
        " 1",
        "1 ",
        "1 2",
        "{\"a\":1",
        "\"half",
      })
  @DisplayName("P4 bodies come back byte for byte, JSON or not")
  void bodies(String body) {
    Message message = message(new ConversationId.Group(10001, "crew"), bytes(body), body);
    assertThat(InboxMember.read(whole(message)).message()).isEqualTo(Optional.of(message));
  }

  @Test
  void theTimeOfAnotherServerComesBack() {
    Message sent = message(ConversationId.Direct.between(SENDER, SENDER), bytes("1"), "");
    var imported =
        new Message(
            sent.conversation(),
            sent.sequence(),
            sent.stamp(),
            sent.stamp() - 1_001,
            sent.clientId(),
            sent.content(),
            sent.senderOrdinal(),
            sent.audience());
    assertThat(InboxMember.read(whole(imported)).message()).isEqualTo(Optional.of(imported));
    Message edited =
        imported.edited(
            new Message.Sent(Payload.ofText("2"), Payload.ofText("3")),
            sent.stamp() + 1,
            sent.stamp() - 500);
    InboxMember member = InboxMember.read(whole(edited));
    assertThat(member.message()).isEqualTo(Optional.of(edited));
    assertThat(member.position()).isEqualTo(sent.stamp() + 1);
    Message tombstone = imported.recalledAt(sent.stamp() + 1);
    assertThat(InboxMember.read(whole(tombstone)).message()).isEqualTo(Optional.of(tombstone));
  }

  @Test
  void bytesThatAreNoTextComeBack() {
    byte[] body = {'"', (byte) 0xff, (byte) 0xc0, '"'};
    Message message = message(ConversationId.Direct.between(SENDER, SENDER), body, "");
    assertThat(InboxMember.read(whole(message)).message()).isEqualTo(Optional.of(message));
  }

  @Test
  void tombstonesComeBack() {
    UserId bob = new UserId(10001, "bob");
    Message message =
        message(ConversationId.Direct.between(SENDER, bob), bytes("1"), "")
            .recalledAt(1_700_000_000_000_999L);
    InboxMember member = InboxMember.read(whole(message));
    assertThat(member.message()).isEqualTo(Optional.of(message));
    assertThat(member.position()).isEqualTo(1_700_000_000_000_999L);
  }

  @Test
  @DisplayName("a body that is nested as deep as any comes back")
  void deep() {
    String body = "[".repeat(480) + "]".repeat(480);
    Message message = message(new ConversationId.Group(10001, "crew"), bytes(body), "");
    assertThat(InboxMember.read(whole(message)).message()).isEqualTo(Optional.of(message));
    String deeper = "[".repeat(500) + "]".repeat(500);
    Message deepest = message(new ConversationId.Group(10001, "crew"), bytes(deeper), "");
    assertThat(InboxMember.read(whole(deepest)).message()).isEqualTo(Optional.of(deepest));
  }

  @Test
  void aHeadNamesTheEntry() {
    Message message = message(new ConversationId.Group(10001, "crew"), bytes("1"), "");
    String text = new String(InboxMember.text(message), StandardCharsets.UTF_8);
    String head = text.substring(0, text.indexOf(",\"messageId\":")) + "}";
    assertThat(InboxMember.read(bytes(head)))
        .isEqualTo(
            new InboxMember(
                new ConversationId.Group(10001, "crew"),
                5,
                1_700_000_000_000_123L,
                Optional.empty(),
                0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "theirs", "[]", "{}", "{\"appId\":\"x\"}", "{\"appId\":1", "7"})
  void othersMembersAreRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> InboxMember.read(bytes(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"alice", "a{b}c", "{}", "}{", "{", "}", "a:b:state", "%7B", "鲸{", "%", "{a}{b}"})
  @DisplayName("both keys of a user lie in one slot, and no two users share them")
  void oneSlot(String name) {
    InboxKeys keys = InboxKeys.of(new UserId(10001, name));
    assertThat(SlotHash.getSlot(keys.state())).isEqualTo(SlotHash.getSlot(keys.set()));
    String other = name.replace("{", "%7B");
    if (!other.equals(name)) {
      assertThat(InboxKeys.of(new UserId(10001, other))).isNotEqualTo(keys);
    }
  }

  @Test
  @DisplayName("the keys are those of the source document")
  void keys() {
    assertThat(InboxKeys.of(SENDER))
        .isEqualTo(
            new InboxKeys("10001:OfflineMessage:alice", "{10001:OfflineMessage:alice}:state"));
  }
}
