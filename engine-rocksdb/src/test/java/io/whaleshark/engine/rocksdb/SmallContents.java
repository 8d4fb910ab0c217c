package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Contents;
import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Head;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Payload;
import io.whaleshark.core.model.Pin;
import io.whaleshark.core.model.Profile;
import io.whaleshark.core.model.PushToken;
import io.whaleshark.core.model.Reaction;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// A chat and a group in which something was said, recalled and expired, a ban, a block, a switch
/// of receipts, a pin, reactions, a push token and a profile: at least one row of every table.
record SmallContents() implements Contents {

  private static final UserId ALICE = new UserId(1, "alice");
  private static final UserId BOB = new UserId(1, "bob");
  private static final DeviceId PHONE = new DeviceId(DeviceKind.IOS, "phone");
  private static final ConversationId.Direct CHAT = ConversationId.Direct.between(ALICE, BOB);
  private static final ConversationId.Group TEAM = new ConversationId.Group(1, "team");

  @Override
  public String version() {
    return "small";
  }

  @Override
  public long newestStamp() {
    return 70;
  }

  @Override
  public long messagesAbout() {
    return 3;
  }

  @Override
  public Iterator<Fact> facts() {
    Message recalled = message(CHAT, 3, 30, ALICE, 2).recalledAt(35);
    return List.<Fact>of(
            new Fact.OfConversation(
                CHAT, new Head(3, 30), 2, new Fact.Expired(1, 1, 15, 40), 35, Optional.empty()),
            new Fact.OfMember(Membership.open(CHAT, ALICE, 0, 0, 10)),
            new Fact.OfMember(Membership.open(CHAT, BOB, 0, 0, 10).readUpTo(2, 1, 21)),
            new Fact.OfPin(CHAT, new Pin(2, 36)),
            new Fact.OfMessage(message(CHAT, 2, 20, BOB, 1)),
            new Fact.OfReaction(CHAT, new Reaction(2, "+1", ALICE)),
            new Fact.OfReaction(CHAT, new Reaction(2, "+1", BOB)),
            new Fact.OfReaction(CHAT, new Reaction(2, "!", BOB)),
            new Fact.OfMessage(recalled),
            new Fact.OfConversation(
                TEAM, new Head(2, 60), 0, new Fact.Expired(1, 0, 50, 70), 0, Optional.of(team())),
            new Fact.OfMember(Membership.open(TEAM, ALICE, 0, 0, 41)),
            new Fact.OfMember(Membership.open(TEAM, BOB, 0, 0, 42)),
            new Fact.OfSender(TEAM, ALICE, 1, 1),
            new Fact.OfMessage(message(TEAM, 2, 60, ALICE, 2)),
            new Fact.OfList(Participation.entered(ALICE, CHAT, 10)),
            new Fact.OfList(Participation.entered(ALICE, TEAM, 41)),
            new Fact.OfList(Participation.entered(BOB, CHAT, 10)),
            new Fact.OfList(Participation.entered(BOB, TEAM, 42)),
            new Fact.OfBan(new Ban(BOB, "spam", Ban.FOR_EVER, 66)),
            new Fact.OfBlock(new Block(ALICE, BOB)),
            new Fact.OfReceiptsOff(BOB),
            new Fact.OfPushToken(new PushToken(BOB, PHONE, "apns", "token", 68)),
            new Fact.OfProfile(new Profile(BOB, "Bob", "https://a.example/b", "{}", 69)))
        .iterator();
  }

  private static Group team() {
    return new Group(TEAM, "the team", ALICE, 2, false, 43);
  }

  private static Message message(
      ConversationId of, long sequence, long stamp, UserId sender, long ordinal) {
    return new Message(
        of,
        sequence,
        stamp,
        new ClientMessageId(sender, "m" + stamp),
        new Message.Sent(Payload.ofText("\"hi\""), Payload.NONE),
        ordinal,
        1);
  }

  @Override
  public void close() {}
}
