package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.app.ReceiptPolicy;
import io.whaleshark.core.app.ReceiptPolicy.Sharing;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.ConversationList.Item;
import io.whaleshark.core.engine.ConversationList.Peer;
import io.whaleshark.core.engine.Memberships.Reader;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.receipt.ReceiptSettings.State;
import io.whaleshark.core.session.Push;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Goal: receipts are as private as the app and the user want (ADR 27). Method: what people do,
/// over the reference engine, with a clock that stands still.
class ReceiptPrivacyTest {

  private World world = world(Sharing.BY_USER, false);
  private Device alice = login("alice", "phone");
  private Device bob = login("bob", "phone");
  private Device bobsDesk = login("bob", "desk");

  private static World world(Sharing sharing, boolean othersShown) {
    AppPolicy usual = AppPolicy.DEFAULT;
    return new World(
        new AppPolicy(
            usual.inbox(),
            usual.retention(),
            usual.recallWindow(),
            usual.editWindow(),
            usual.login(),
            usual.silentFor(),
            usual.receiptInterval(),
            usual.membersAtMost(),
            usual.typingMembersAtMost(),
            usual.reactionMembersAtMost(),
            new ReceiptPolicy(sharing, othersShown),
            usual.directory(),
            usual.pins(),
            usual.isPresenceTold()));
  }

  private Device login(String user, String name) {
    Device device = world.device(user, DeviceKind.WEB, name);
    device.logsIn().done();
    return device;
  }

  private void inWorld(Sharing sharing, boolean othersShown) {
    world = world(sharing, othersShown);
    alice = login("alice", "phone");
    bob = login("bob", "phone");
    bobsDesk = login("bob", "desk");
  }

  private Item item(Device of, ConversationId conversation) {
    return world.node.conversations().changedAfter(of.user(), 0, 9).granted().items().stream()
        .filter(item -> item.participation().conversation().equals(conversation))
        .findFirst()
        .orElseThrow();
  }

  private Peer peer(Device of, Device other) {
    return (Peer) item(of, of.with(other)).counterpart();
  }

  private void forget() {
    List.of(alice, bob, bobsDesk).forEach(Device::forget);
  }

  @Test
  @DisplayName("who has switched off reads unseen: own devices are told, and nobody else")
  void readsUnseen() {
    Message first = alice.sends("1").to(bob).message();
    bob.reads(first).done();
    bob.switchesReceipts(false).done();
    Item before = item(alice, alice.with(bob));
    Message second = alice.sends("2").to(bob).message();
    forget();
    bob.received(second).done();
    bob.reads(second).done();
    assertThat(alice.pushes()).isEmpty();
    assertThat(bobsDesk.pushes())
        .containsExactly(new Push.OwnRead(bob.user(), alice.with(bob), 2, 0));
    assertThat(item(alice, alice.with(bob)).counterpart()).isEqualTo(before.counterpart());
    assertThat(item(alice, alice.with(bob)).changedAt()).isEqualTo(second.stamp());
    assertThat(item(bob, alice.with(bob)).unread()).isZero();
    assertThat(item(bob, alice.with(bob)).read()).isEqualTo(2);
  }

  @Test
  @DisplayName("an item that is looked up while receipts are switched shows what is seen now")
  void switchesWhileAnItemIsLookedUp() {
    Message first = bob.sends("1").to(alice).message();
    alice.reads(first).done();
    forget();
    world.holdsQuestions();
    bob.mutes(alice.with(bob), true).done();
    world.withoutTurn(() -> bob.switchesReceipts(false));
    world.asks();
    assertThat(bobsDesk.pushes(Push.ConversationSet.class))
        .singleElement()
        .extracting(Push.ConversationSet::item)
        .isEqualTo(item(bob, alice.with(bob)));
    assertThat(peer(bob, alice).read()).isZero();
  }

  @Test
  @DisplayName("to others they are as if no device of theirs were online")
  void asIfNotOnline() {
    alice.sends("1").to(bob).done();
    assertThat(alice.pushes()).isEmpty();
    bob.switchesReceipts(false).done();
    Message second = alice.sends("2").to(bob).message();
    assertThat(alice.pushes(Push.Received.class))
        .containsExactly(
            new Push.Received(
                bob.user(),
                alice.user(),
                new Push.ReceivedMessage(2, second.stamp(), second.clientId().value()),
                true));
    assertThat(bob.messages()).contains(second);
  }

  @Test
  @DisplayName("a group counts nobody who reads unseen, and tells no author")
  void unseenInGroup() {
    ConversationId.Group team = world.group("team", "alice", "bob", "carol");
    Device carol = login("carol", "phone");
    Message said = alice.sends("1").to(team).message();
    bob.switchesReceipts(false).done();
    forget();
    bob.reads(said).done();
    assertThat(alice.pushes()).isEmpty();
    assertThat(readers(alice, said))
        .isEqualTo(List.of(new Reader(bob.user(), false), new Reader(carol.user(), false)));
    carol.reads(said).done();
    assertThat(alice.pushes(Push.GroupRead.class))
        .singleElement()
        .matches(push -> push.readCount() == 1 && push.reader().equals(carol.user()));
    assertThat(bobsDesk.pushes(Push.OwnRead.class)).hasSize(1);
  }

  private List<Reader> readers(Device asker, Message of) {
    var page =
        world
            .node
            .readers()
            .audience(asker.user(), (ConversationId.Group) of.conversation(), of.sequence(), "", 9);
    return page.granted().readers();
  }

  private long readCount(Device asker, Message of) {
    var group = (ConversationId.Group) of.conversation();
    var counts = world.node.readers().counts(asker.user(), group, of.sequence(), of.sequence());
    return counts.granted().counts().getFirst().readCount();
  }

  @Test
  @DisplayName("switching on reveals nothing; a report reveals what it says, also a repeated one")
  void onAgain() {
    for (int i = 0; i < 4; i++) {
      alice.sends("" + i).to(bob).done();
    }
    bob.switchesReceipts(false).done();
    bob.reads(alice.with(bob), 3).done();
    forget();
    bob.switchesReceipts(true).done();
    assertThat(alice.pushes()).isEmpty();
    assertThat(peer(alice, bob)).isEqualTo(new Peer(0, 0));
    forget();
    bob.reads(alice.with(bob), 2).done();
    assertThat(alice.pushes()).containsExactly(new Push.PeerRead(bob.user(), alice.with(bob), 2));
    assertThat(bobsDesk.pushes()).isEmpty();
    assertThat(peer(alice, bob)).isEqualTo(new Peer(2, 2));
    assertThat(item(bob, alice.with(bob)).read()).isEqualTo(3);
    bob.reads(alice.with(bob), 4).done();
    assertThat(peer(alice, bob)).isEqualTo(new Peer(4, 4));
    assertThat(bobsDesk.pushes(Push.OwnRead.class)).hasSize(1);
  }

  @Test
  @DisplayName("who has switched off sees no receipts of others, and sees them again once on")
  void seesNone() {
    ConversationId.Group team = world.group("team", "alice", "bob");
    Message direct = bob.sends("1").to(alice).message();
    Message inTeam = bob.sends("2").to(team).message();
    bob.switchesReceipts(false).done();
    long cursor = world.node.conversations().changedAfter(bob.user(), 0, 9).granted().next();
    forget();
    alice.received(direct).done();
    alice.reads(direct).done();
    alice.reads(inTeam).done();
    bob.sends("3").to(alice).done();
    assertThat(bob.pushes()).isEmpty();
    assertThat(bobsDesk.pushes()).hasOnlyElementsOfType(Push.InboxEntry.class);
    assertThat(peer(bob, alice)).isEqualTo(new Peer(0, 0));
    assertThat(readers(bob, inTeam)).containsExactly(new Reader(alice.user(), false));
    assertThat(readCount(bob, inTeam)).isZero();
    assertThat(world.node.conversations().changedAfter(bob.user(), cursor, 9).granted().items())
        .extracting(item -> item.participation().conversation())
        .containsExactly(bob.with(alice));
    bob.switchesReceipts(true).done();
    assertThat(peer(bob, alice)).isEqualTo(new Peer(1, 1));
    assertThat(readers(bob, inTeam)).containsExactly(new Reader(alice.user(), true));
    assertThat(readCount(bob, inTeam)).isEqualTo(1);
  }

  @Test
  @DisplayName("an app may let them see all the same")
  void othersShown() {
    inWorld(Sharing.BY_USER, true);
    Message said = bob.sends("1").to(alice).message();
    bob.switchesReceipts(false).done();
    alice.reads(said).done();
    assertThat(bob.pushes(Push.PeerRead.class)).hasSize(1);
    assertThat(peer(bob, alice)).isEqualTo(new Peer(1, 1));
    assertThat(world.node.receipts().of(bob.user())).isEqualTo(new State(false, true, true));
  }

  @Test
  @DisplayName("in an app without receipts nobody sees any, and nobody has a switch")
  void appWithout() {
    inWorld(Sharing.OFF, true);
    Message said = alice.sends("1").to(bob).message();
    forget();
    bob.received(said).done();
    bob.reads(said).done();
    assertThat(alice.pushes()).isEmpty();
    assertThat(bobsDesk.pushes(Push.OwnRead.class)).hasSize(1);
    assertThat(peer(alice, bob)).isEqualTo(new Peer(0, 0));
    assertThat(item(bob, bob.with(alice)).unread()).isZero();
    assertThat(bob.switchesReceipts(true).refusal()).isEqualTo(Refusal.RECEIPTS_FIXED);
    assertThat(world.node.receipts().of(bob.user())).isEqualTo(new State(false, false, false));
  }

  @Test
  @DisplayName("in an app where all receipts are shared, nobody has a switch")
  void appWithAll() {
    inWorld(Sharing.ON, false);
    assertThat(bob.switchesReceipts(false).refusal()).isEqualTo(Refusal.RECEIPTS_FIXED);
    assertThat(world.node.receipts().of(bob.user())).isEqualTo(new State(true, true, false));
  }

  @Test
  @DisplayName("other devices hear of a switch, once, and the next one begins with it")
  void ownDevicesHear() {
    bob.switchesReceipts(false).done();
    bob.switchesReceipts(false).done();
    assertThat(bob.pushes()).isEmpty();
    assertThat(bobsDesk.pushes())
        .containsExactly(new Push.ReceiptsSwitched(bob.user(), false, false));
    assertThat(alice.pushes()).isEmpty();
    bob.logsOut().done();
    bobsDesk.logsOut().done();
    bob = login("bob", "tablet");
    bob.sends("1").to(alice).done();
    alice.reads(alice.with(bob), 1).done();
    assertThat(bob.pushes()).isEmpty();
  }

  @Test
  @DisplayName(
      "who left a group reads unseen, and what is told later begins at what was told before")
  void unseenAfterLeaving() {
    ConversationId.Group team = world.group("team", "alice", "bob");
    alice.sends("1").to(team).done();
    alice.sends("2").to(team).done();
    world.leaves(team, "bob").done();
    bob.switchesReceipts(false).done();
    bob.reads(team, 2).done();
    assertThat(item(bob, team).unread()).isZero();
    bob.switchesReceipts(true).done();
    forget();
    bob.reads(team, 1).done();
    assertThat(bobsDesk.pushes()).isEmpty();
    assertThat(item(bob, team).read()).isEqualTo(2);
  }
}
