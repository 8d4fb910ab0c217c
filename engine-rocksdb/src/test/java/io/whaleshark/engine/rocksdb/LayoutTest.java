package io.whaleshark.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.core.engine.Directory;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Payload;
import io.whaleshark.core.model.Profile;
import io.whaleshark.core.model.PushToken;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Goal: decoding returns what was encoded, and bytes sort in the order of the values. Method:
/// round trips, and all pairs from a list of edge-case names and numbers.
class LayoutTest {

  private static final UserId ALICE = new UserId(1, "alice");
  private static final UserId BOB = new UserId(1, "bob");
  private static final ConversationId DIRECT = ConversationId.Direct.between(BOB, ALICE);
  private static final ConversationId.Group GROUP = new ConversationId.Group(1, "g");

  @Test
  void messagesOfBothSidesAndKindsComeBack() {
    List<ConversationId> conversations =
        List.of(DIRECT, GROUP, ConversationId.Direct.between(ALICE, ALICE));
    for (ConversationId conversation : conversations) {
      for (UserId sender : List.of(ALICE, BOB)) {
        if (conversation.mayInclude(sender)) {
          Message message =
              new Message(
                  conversation,
                  7,
                  1_795_446_475_035_174L,
                  new ClientMessageId(sender, "id-é-漢"),
                  new Message.Sent(Payload.ofText("\"hi\""), Payload.ofText("{\"a\":1}")),
                  3,
                  499);
          assertComesBack(message);
          assertComesBack(message.recalledAt(message.stamp() + 5));
          Message edited = edited(message);
          assertComesBack(edited);
          assertComesBack(edited.recalledAt(message.stamp() + 9));
          Message imported = sentBefore(message);
          assertComesBack(imported);
          assertComesBack(edited(imported));
          assertComesBack(imported.recalledAt(message.stamp() + 5));
        }
      }
    }
  }

  /// The same after an edit that was made on another server.
  private static Message edited(Message message) {
    var content = new Message.Sent(Payload.ofText("\"é\""), Payload.NONE);
    return message.edited(content, message.stamp() + 7, message.time() + 3);
  }

  /// The same, sent on another server a day earlier.
  private static Message sentBefore(Message message) {
    return new Message(
        message.conversation(),
        message.sequence(),
        message.stamp(),
        message.stamp() - 86_400_000_000L,
        message.clientId(),
        message.content(),
        message.senderOrdinal(),
        message.audience());
  }

  private static void assertComesBack(Message message) {
    byte[] row = MessageRow.message(message);
    assertThat(MessageRow.message(message.conversation(), message.sequence(), row))
        .isEqualTo(message);
    assertThat(MessageRow.stampOf(row)).isEqualTo(message.stamp());
    byte[] head = Arrays.copyOf(row, MessageRow.TIMES_BYTES);
    assertThat(MessageRow.timeOf(head)).isEqualTo(message.time());
    if (message.conversation() instanceof ConversationId.Group group) {
      assertThat(MessageRow.senderOf(group, row)).isEqualTo(message.sender());
    }
    assertThat(MessageRow.isReplaced(row)).isEqualTo(message.isReplaced());
  }

  @Test
  void theLowUsersCountFollowsFromEitherSendersOrdinal() {
    Message third = message(ALICE, 3, 2);
    Message fourth = message(BOB, 4, 2);
    assertThat(MessageRow.lowSentOf(MessageRow.message(third), 3)).isEqualTo(2);
    assertThat(MessageRow.lowSentOf(MessageRow.message(fourth), 4)).isEqualTo(2);
    Message imported = sentBefore(message(BOB, 86_400_000_004L, 2));
    byte[] numbers = Arrays.copyOf(MessageRow.message(imported), MessageRow.NUMBERS_BYTES);
    assertThat(MessageRow.lowSentOf(numbers, 4)).isEqualTo(2);
  }

  private static Message message(UserId sender, long sequence, long ordinal) {
    return new Message(
        DIRECT,
        sequence,
        sequence,
        new ClientMessageId(sender, "m" + sequence),
        new Message.Sent(Payload.ofText("1"), Payload.NONE),
        ordinal,
        1);
  }

  @Test
  void smallRowsComeBack() {
    Membership open =
        new Membership(GROUP, BOB, 4, Membership.OPEN, 9, 11, 2, Membership.Standing.PLAIN, 77);
    assertThat(Rows.membership(GROUP, BOB, 4, Rows.membership(open))).isEqualTo(open);
    Membership closedAtOnce =
        new Membership(GROUP, BOB, 0, 0, 0, 0, 0, Membership.Standing.PLAIN, 78);
    assertThat(Rows.membership(GROUP, BOB, 0, Rows.membership(closedAtOnce)))
        .isEqualTo(closedAtOnce);
    Membership admin = open.standing(new Membership.Standing(true, true), 78);
    assertThat(Rows.membership(GROUP, BOB, 4, Rows.membership(admin))).isEqualTo(admin);
    Participation participation =
        new Participation(
            BOB,
            GROUP,
            true,
            false,
            12,
            new Participation.Left("Té", 5),
            Participation.Unshared.NOTHING,
            Participation.Erased.NOTHING,
            13);
    Participation erased = participation.erased(12, 3, 14);
    assertThat(Rows.participation(BOB, GROUP, Rows.participation(erased))).isEqualTo(erased);
    Participation unshared = participation.readUnshared(300, 7, 15);
    assertThat(Rows.participation(BOB, GROUP, Rows.participation(unshared))).isEqualTo(unshared);
    Participation both = erased.readUnshared(300, 7, 15);
    assertThat(Rows.participation(BOB, GROUP, Rows.participation(both))).isEqualTo(both);
    assertThat(Rows.receiptsOff(Keys.user(BOB), new byte[0])).isEqualTo(BOB);
    assertThat(Rows.participation(BOB, GROUP, Rows.participation(participation)))
        .isEqualTo(participation);
    Group group = new Group(GROUP, "Team ü\nline", ALICE, 3, true, 14);
    assertThat(Rows.group(GROUP, Rows.group(group))).isEqualTo(group);
    for (Ban ban : List.of(new Ban(BOB, "spam é", Ban.FOR_EVER, 9), new Ban(BOB, "", 9, 9))) {
      assertThat(Rows.ban(BOB, Rows.ban(ban))).isEqualTo(ban);
    }
    Block block = new Block(ALICE, BOB);
    assertThat(Keys.block(Keys.block(block))).isEqualTo(block);
    assertThat(Keys.startsWith(Keys.block(block), Keys.user(ALICE))).isTrue();
    DeviceId nameless = new DeviceId(DeviceKind.ANDROID, "");
    PushToken token = new PushToken(BOB, nameless, "fcm", "é:漢", 9);
    assertThat(PushRows.token(Keys.pushToken(BOB, nameless), PushRows.token(token)))
        .isEqualTo(token);
    assertThat(Keys.startsWith(Keys.pushToken(BOB, nameless), Keys.user(BOB))).isTrue();
    assertThat(PushRows.owner(BOB.app(), PushRows.owner(token)))
        .isEqualTo(new PushRows.Owner(BOB, nameless));
    assertThat(Keys.pushAddress(Keys.pushAddress(token.address()))).isEqualTo(token.address());
    Profile profile = new Profile(BOB, "Bob 漢", "https://a.example/b", "{}", 9);
    assertThat(Rows.profile(Keys.user(Keys.user(BOB)), Rows.profile(profile))).isEqualTo(profile);
    byte[] name = Keys.profileName(BOB.app(), Directory.Place.of(profile));
    assertThat(Keys.profileOwner(name)).isEqualTo(BOB);
    assertThat(Keys.startsWith(name, Keys.profileNames(BOB.app(), "bob "))).isTrue();
    Rows.Floor floor = new Rows.Floor(1, 2, 3, 4, 5, 1);
    assertThat(Rows.floor(Rows.floor(floor))).isEqualTo(floor);
    assertThat(Rows.place(Rows.place(Keys.conversation(DIRECT), 5)))
        .isEqualTo(new Rows.Place(DIRECT, 5));
  }

  @Test
  void usersSortAsTheirKeysDo() {
    List<UserId> users =
        List.of(
            new UserId(1, "a"),
            new UserId(1, "ab"),
            new UserId(1, "b"),
            new UserId(1, "é"),
            new UserId(1, "漢"),
            new UserId(1, "\uFFFD"),
            new UserId(1, "\uD83D\uDE00"),
            new UserId(2, "a"));
    for (UserId one : users) {
      for (UserId other : users) {
        assertThat(Integer.signum(Arrays.compareUnsigned(Keys.user(one), Keys.user(other))))
            .as("%s and %s", one, other)
            .isEqualTo(Integer.signum(one.compareTo(other)));
      }
    }
  }

  @Test
  void noConversationsKeyIsAPrefixOfAnothers() {
    List<ConversationId> conversations =
        List.of(
            new ConversationId.Group(1, "a"),
            new ConversationId.Group(1, "ab"),
            ConversationId.Direct.between(new UserId(1, "a"), new UserId(1, "b")),
            ConversationId.Direct.between(new UserId(1, "a"), new UserId(1, "bc")),
            ConversationId.Direct.between(new UserId(1, "ab"), new UserId(1, "c")));
    for (ConversationId one : conversations) {
      assertThat(Keys.conversation(new Decoder(Keys.conversation(one)))).isEqualTo(one);
      for (ConversationId other : conversations) {
        assertThat(Keys.startsWith(Keys.conversation(other), Keys.conversation(one)))
            .isEqualTo(one.equals(other));
      }
    }
  }

  @Test
  void numbersSortAsTheirKeysDo() {
    byte[] key = Keys.conversation(GROUP);
    long[] numbers = {0, 1, 127, 128, 255, 256, 65_536, 1L << 52, Long.MAX_VALUE};
    for (int i = 1; i < numbers.length; i++) {
      assertThat(
              Arrays.compareUnsigned(
                  Keys.numbered(key, numbers[i - 1]), Keys.numbered(key, numbers[i])))
          .isNegative();
      assertThat(Keys.numberOf(Keys.numbered(key, numbers[i]))).isEqualTo(numbers[i]);
    }
  }

  @Test
  void aRowThatWasCutIsCorrupt() {
    byte[] row = MessageRow.message(message(ALICE, 3, 2));
    for (int length = 0; length < row.length - 1; length++) {
      byte[] cut = Arrays.copyOf(row, length);
      assertThatThrownBy(() -> MessageRow.message(DIRECT, 3, cut))
          .isInstanceOfSatisfying(
              EngineException.class,
              e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.CORRUPT));
    }
  }
}
