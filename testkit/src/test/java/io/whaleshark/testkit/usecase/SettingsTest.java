package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.conversation.Conversations;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.ConversationList.Item;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.session.Push;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A user's settings of a conversation, and the list that shows them.
class SettingsTest {

  private static final Command.Settings SHOWN =
      new Command.Settings(Optional.empty(), Optional.empty(), Optional.of(false));

  private final World world = new World();
  private final Device alice = world.phone("alice");
  private final Device desktop = world.desktop("alice");
  private final Device bob = world.phone("bob");
  private final ConversationId.Direct both = alice.with(bob);

  private Conversations.Page list(Device device, long after) {
    return world.node.conversations().changedAfter(device.user(), after, 9).granted();
  }

  @Test
  void otherDevicesOfTheOwnerAreTold() {
    bob.sends("hi").to(alice).done();
    bob.forget();
    var settings = new Command.Settings(Optional.of(true), Optional.of(true), Optional.empty());
    alice.forget();
    alice.sets(both, settings).done();
    assertThat(desktop.pushes(Push.ConversationSet.class))
        .singleElement()
        .satisfies(push -> {
          assertThat(push.item().participation().top()).isTrue();
          assertThat(push.item().participation().mute()).isTrue();
          assertThat(push.item().isDeleted()).isFalse();
        });
    assertThat(alice.pushes()).isEmpty();
    assertThat(bob.pushes()).isEmpty();
  }

  @Test
  @DisplayName("of two devices that set something at once, each learns what the other has set")
  void twoDevicesAtOnce() {
    bob.sends("hi").to(alice).done();
    alice.forget();
    desktop.forget();
    world.holdsQuestions();
    alice.mutes(both, true).done();
    desktop
        .sets(both, new Command.Settings(Optional.of(true), Optional.empty(), Optional.empty()))
        .done();
    world.asks();
    for (Device device : List.of(alice, desktop)) {
      assertThat(device.pushes(Push.ConversationSet.class))
          .singleElement()
          .satisfies(push -> {
            assertThat(push.item().participation().top()).isTrue();
            assertThat(push.item().participation().mute()).isTrue();
          });
    }
  }

  @Test
  void whatIsNotNamedStays() {
    bob.sends("hi").to(alice).done();
    alice.mutes(both, true).done();
    alice
        .sets(both, new Command.Settings(Optional.of(true), Optional.empty(), Optional.empty()))
        .done();
    var participation = list(alice, 0).items().getFirst().participation();
    assertThat(participation.top()).isTrue();
    assertThat(participation.mute()).isTrue();
    assertThat(list(bob, 0).items().getFirst().participation().mute()).isFalse();
  }

  @Test
  void settingTheSameAgainTellsNobody() {
    bob.sends("hi").to(alice).done();
    alice.mutes(both, true).done();
    desktop.forget();
    long cursor = list(alice, 0).next();
    assertThat(alice.mutes(both, true).answer()).isEqualTo(Answer.DONE);
    assertThat(desktop.pushes()).isEmpty();
    assertThat(list(alice, cursor).items()).isEmpty();
  }

  @Test
  void hidingOrShowingWhatIsSoAlreadyTellsNobody() {
    ConversationId.Group group = world.group("team", "bob", "alice");
    for (ConversationId conversation : List.of(both, group)) {
      bob.sends("hi").to(conversation).done();
      assertTellsNobody(() -> alice.sets(conversation, SHOWN));
      alice.hides(conversation).done();
      assertTellsNobody(() -> alice.hides(conversation));
      bob.sends("still there?").to(conversation).done();
      assertTellsNobody(() -> alice.sets(conversation, SHOWN));
      alice.hides(conversation).done();
      desktop.forget();
      alice.sets(conversation, SHOWN).done();
      assertThat(desktop.pushes(Push.ConversationSet.class))
          .singleElement()
          .satisfies(push -> assertThat(push.item().isDeleted()).isFalse());
    }
    world.leaves(group, "alice").done();
    assertTellsNobody(() -> alice.sets(group, SHOWN));
    alice.hides(group).done();
    bob.sends("bye").to(group).done();
    assertTellsNobody(() -> alice.hides(group));
  }

  private void assertTellsNobody(Supplier<Asked> step) {
    desktop.forget();
    long newest = world.engine.newestStamp();
    assertThat(step.get().answer()).isEqualTo(Answer.DONE);
    assertThat(desktop.pushes()).isEmpty();
    assertThat(world.engine.newestStamp()).isEqualTo(newest);
  }

  @Test
  @DisplayName("P9 only who takes part has settings")
  void strangersHaveNoSettings() {
    assertThat(alice.mutes(both, true).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
  }

  @Test
  void hiddenUntilTheNextMessage() {
    bob.sends("hi").to(alice).done();
    long cursor = list(alice, 0).next();
    alice.hides(both).done();
    assertThat(list(alice, 0).items()).isEmpty();
    assertThat(list(alice, cursor).items())
        .singleElement()
        .satisfies(item -> assertThat(item.isDeleted()).isTrue());
    assertThat(list(bob, 0).items())
        .singleElement()
        .satisfies(item -> assertThat(item.isDeleted()).isFalse());
    assertThat(world.history(both)).hasSize(1);
    bob.sends("still there?").to(alice).done();
    assertThat(list(alice, 0).items())
        .singleElement()
        .satisfies(item -> assertThat(item.isDeleted()).isFalse());
  }

  @Test
  void whatCameBackStaysWhenTheMessageExpires() {
    ConversationId.Group group = world.group("team", "bob", "alice", "carol");
    Device carol = world.phone("carol");
    for (ConversationId conversation : List.of(both, group)) {
      bob.sends("hi").to(conversation).done();
      alice.hides(conversation).done();
      bob.sends("still there?").to(conversation).done();
    }
    carol.hides(group).done();
    world.leaves(group, "alice").done();
    world.leaves(group, "carol").done();
    bob.sends("bye").to(group).done();
    world.everythingExpires();
    assertThat(list(alice, 0).items())
        .extracting(item -> item.participation().conversation(), Item::isDeleted)
        .containsExactlyInAnyOrder(tuple(both, false), tuple(group, false));
    assertThat(list(carol, 0).items()).isEmpty();
  }

  @Test
  @DisplayName("P4 a first pull says of hidden ones the same on every page")
  void firstPullTellsOfHiddenOnesOnEveryPage() {
    List<ConversationId.Group> groups = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      groups.add(world.group("team" + i, "bob", "alice"));
      alice.hides(groups.get(i)).done();
    }
    List<Item> pulled = new ArrayList<>();
    Conversations.Page page = world.node.conversations().changedAfter(alice.user(), 0, 1).granted();
    pulled.addAll(page.items());
    while (!page.completed()) {
      page = world.node.conversations().changedAfter(alice.user(), page.next(), 1).granted();
      assertThat(page.items()).hasSize(1);
      pulled.addAll(page.items());
    }
    assertThat(pulled).hasSize(3).allMatch(Item::isDeleted);
  }

  @Test
  @DisplayName(
      "P9 who left keeps the name that the group had then; who comes back sees that of now")
  void nameOfAGroupThatOneLeft() {
    ConversationId.Group group = world.group("team", "bob", "alice");
    world.leaves(group, "alice").done();
    long cursor = list(alice, 0).next();
    world.renames(group, "Secret", "bob").done();
    assertThat(nameOf(list(alice, 0).items().getFirst())).isEqualTo("team");
    assertThat(list(alice, cursor).items()).isEmpty();
    world.joins(group, "alice").done();
    assertThat(nameOf(list(alice, cursor).items().getFirst())).isEqualTo("Secret");
  }

  private static String nameOf(Item item) {
    return item.counterpart() instanceof ConversationList.OfGroup(Group group)
        ? item.nameOf(group)
        : "";
  }

  @Test
  @DisplayName("P4 the list is paged by change, and nothing is skipped that changes meanwhile")
  void listPagesFollowChanges() {
    bob.sends("1").to(alice).done();
    world.phone("carol").sends("2").to(alice).done();
    Device dave = world.phone("dave");
    Message third = dave.sends("3").to(alice).message();
    Conversations.Page first =
        world.node.conversations().changedAfter(alice.user(), 0, 1).granted();
    assertThat(first.completed()).isFalse();
    assertThat(first.items()).hasSize(1);
    bob.sends("4").to(alice).done();
    Conversations.Page second =
        world.node.conversations().changedAfter(alice.user(), first.next(), 2).granted();
    assertThat(second.completed()).isFalse();
    assertThat(second.items()).hasSize(2);
    assertThat(second.items().getLast().newest()).contains(third);
    Conversations.Page last =
        world.node.conversations().changedAfter(alice.user(), second.next(), 2).granted();
    assertThat(last.completed()).isTrue();
    assertThat(last.items())
        .singleElement()
        .satisfies(item -> assertThat(item.participation().conversation()).isEqualTo(both));
    assertThat(list(alice, last.next()).next()).isEqualTo(last.next());
  }
}
