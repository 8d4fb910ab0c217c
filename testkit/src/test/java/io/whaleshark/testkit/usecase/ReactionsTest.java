package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Command.Named;
import io.whaleshark.core.command.Outcome;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Reactions.Seen;
import io.whaleshark.core.history.SeenReactions.Reactors;
import io.whaleshark.core.history.SeenReactions.Which;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Reacted;
import io.whaleshark.core.model.Reaction;
import io.whaleshark.core.model.Role;
import io.whaleshark.core.model.Tally;
import io.whaleshark.core.model.Tally.Count;
import io.whaleshark.core.session.Push;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reactions: who may, how many signs, what repeats get, who is told, who sees them, and what ends
/// them.
class ReactionsTest {

  private static final String UP = "👍";
  private static final String HEART = "❤️";

  private World world = new World();
  private Device alice = world.phone("alice");
  private Device alicesDesktop = world.desktop("alice");
  private Device bob = world.phone("bob");
  private Device carol = world.phone("carol");

  private void inWorld(int reactionMembersAtMost) {
    AppPolicy usual = AppPolicy.DEFAULT;
    world =
        new World(
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
                reactionMembersAtMost,
                usual.receipts(),
                usual.directory(),
                usual.pins(),
                usual.isPresenceTold()));
    alice = world.phone("alice");
    alicesDesktop = world.desktop("alice");
    bob = world.phone("bob");
    carol = world.phone("carol");
  }

  private List<Seen> shown(Device to, ConversationId in) {
    Outcome<List<Seen>> asked = world.node.reactions().of(to.user(), in, 1, 200);
    assertThat(asked).isInstanceOf(Outcome.Granted.class);
    return ((Outcome.Granted<List<Seen>>) asked).value();
  }

  private static Seen seen(long sequence, List<Count> counts, String... mine) {
    return new Seen(new Tally(sequence, counts), Set.of(mine));
  }

  private static List<Reacted> told(Device device) {
    return device.pushes(Push.MessageReacted.class).stream()
        .map(Push.MessageReacted::reacted)
        .toList();
  }

  @Test
  @DisplayName("a reaction is told with its count to all who see the message, but to its device")
  void allAreTold() {
    Message sent = alice.sends("1").to(bob).message();
    List.of(alice, alicesDesktop, bob).forEach(Device::forget);
    Reacted set = bob.reacts(sent, UP, true).reacted();
    assertThat(set)
        .isEqualTo(
            new Reacted(
                alice.with(bob),
                sent.stamp(),
                sent.clientId().value(),
                new Reaction(1, UP, bob.user()),
                true,
                1));
    assertThat(told(alice)).containsExactly(set);
    assertThat(alice.pushes(Push.MessageReacted.class).getFirst().owner()).isEqualTo(alice.user());
    assertThat(told(alicesDesktop)).containsExactly(set);
    assertThat(bob.pushes()).isEmpty();
    assertThat(carol.pushes()).isEmpty();
    assertThat(alice.reacts(sent, UP, true).reacted().count()).isEqualTo(2);
    assertThat(alice.reacts(sent, HEART, true).reacted().count()).isEqualTo(1);
    assertThat(shown(bob, alice.with(bob)))
        .containsExactly(seen(1, List.of(new Count(UP, 2), new Count(HEART, 1)), UP));
    assertThat(bob.reacts(sent, UP, false).reacted().count()).isEqualTo(1);
    assertThat(told(alice).getLast().isSet()).isFalse();
    assertThat(told(bob)).hasSize(2);
    assertThat(shown(alice, alice.with(bob)))
        .containsExactly(seen(1, List.of(new Count(UP, 1), new Count(HEART, 1)), UP, HEART));
  }

  @Test
  @DisplayName("P4, P8 a reaction moves no entry and changes no count")
  void inboxesStay() {
    Message sent = alice.sends("1").to(bob).message();
    long newest = world.engine.inboxes().newest(bob.user());
    alice.reacts(sent, UP, true).done();
    assertThat(world.engine.inboxes().newest(bob.user())).isEqualTo(newest);
    assertThat(world.unread("bob", alice.with(bob))).isEqualTo(1);
    assertThat(world.inbox("bob", newest).messages()).isEmpty();
  }

  @Test
  @DisplayName("a repeat is answered with the count, and tells nobody")
  void repeats() {
    Message sent = alice.sends("1").to(bob).message();
    assertThat(bob.reacts(sent, UP, false).reacted().count()).isZero();
    bob.reacts(sent, UP, true).done();
    alice.reacts(sent, UP, true).done();
    List.of(alice, bob).forEach(Device::forget);
    assertThat(bob.reacts(sent, UP, true).reacted().count()).isEqualTo(2);
    assertThat(alice.reacts(sent, HEART, false).reacted().count()).isZero();
    assertThat(alice.pushes()).isEmpty();
    assertThat(bob.pushes()).isEmpty();
  }

  @Test
  @DisplayName("a message may be named by its sequence, its stamp, or the id of one's own")
  void threeNames() {
    Message sent = alice.sends("1").to(bob).message();
    alice.reacts(sent, new Named.ByClientId(sent.clientId()), UP, true).done();
    bob.reacts(sent, new Named.ByStamp(sent.stamp()), UP, true).done();
    assertThat(bob.reacts(sent, new Named.ByStamp(sent.stamp()), UP, true).reacted().count())
        .isEqualTo(2);
    assertThat(bob.reacts(sent, new Named.ByStamp(1), UP, true).refusal())
        .isEqualTo(Refusal.NO_SUCH_MESSAGE);
  }

  @Test
  void aRecallTakesAllAwayAndAnEditDoesNot() {
    Message first = alice.sends("1").to(bob).message();
    Message second = alice.sends("2").to(bob).message();
    bob.reacts(first, UP, true).done();
    bob.reacts(second, UP, true).done();
    alice.edits(first, "one").done();
    alice.recalls(second).done();
    assertThat(shown(bob, alice.with(bob))).containsExactly(seen(1, List.of(new Count(UP, 1)), UP));
    assertThat(bob.reacts(second, UP, true).refusal()).isEqualTo(Refusal.MESSAGE_RECALLED);
    assertThat(bob.reacts(second, UP, false).reacted().count()).isZero();
    assertThat(reactors(bob, alice.with(bob), 2, "", 9).users()).isEmpty();
  }

  @Test
  @DisplayName("what one batch sends, changes and recalls is counted in it")
  void inOneBatch() {
    Message first = alice.sends("1").to(bob).message();
    bob.reacts(first, HEART, true).done();
    List<Asked> asked = new ArrayList<>();
    world.together(() -> {
      asked.add(alice.reacts(first, UP, true));
      asked.add(bob.reacts(first, UP, true));
      asked.add(alice.reacts(first, UP, true));
      asked.add(alice.reacts(first, UP, false));
      asked.add(alice.recalls(first));
      asked.add(bob.reacts(first, HEART, false));
    });
    assertThat(asked.subList(0, 4))
        .extracting(each -> each.reacted().count())
        .containsExactly(1L, 2L, 2L, 1L);
    assertThat(asked.get(5).reacted().count()).isZero();
    assertThat(shown(bob, alice.with(bob))).isEmpty();
  }

  @Test
  @DisplayName("a message has at most 20 different signs, whoever has set them")
  void atMostTwentySigns() {
    Message sent = alice.sends("1").to(bob).message();
    for (int i = 0; i < Tally.SIGNS_AT_MOST; i++) {
      (i % 2 == 0 ? alice : bob).reacts(sent, "sign " + i, true).done();
    }
    assertThat(bob.reacts(sent, UP, true).refusal()).isEqualTo(Refusal.TOO_LARGE);
    bob.reacts(sent, "sign 0", true).done();
    bob.reacts(sent, "sign 0", false).done();
    assertThat(bob.reacts(sent, UP, true).refusal()).isEqualTo(Refusal.TOO_LARGE);
    alice.reacts(sent, "sign 0", false).done();
    bob.reacts(sent, UP, true).done();
    assertThat(shown(bob, alice.with(bob)).getFirst().tally().counts())
        .hasSize(Tally.SIGNS_AT_MOST)
        .endsWith(new Count(UP, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "👍",
        "👩🏽‍❤️‍👨🏿",
        "❤️",
        "1️⃣",
        "🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC7F",
        "+1",
        "好"
      })
  void signsOfManyKinds(String sign) {
    Message sent = alice.sends("1").to(bob).message();
    assertThat(bob.reacts(sent, sign, true).reacted().count()).isEqualTo(1);
    assertThat(shown(alice, alice.with(bob)).getFirst().tally().of(sign)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "👍 ",
        "\u200B",
        "a\u202Eb",
        "a\nb",
        "👍\uDB40\uDC67\uDB40\uDC7F",
        "012345678901234567890123456789012"
      })
  void whatIsNoSign(String sign) {
    Message sent = alice.sends("1").to(bob).message();
    assertThat(bob.reacts(sent, sign, true).refusal()).isEqualTo(Refusal.MALFORMED);
  }

  @Test
  @DisplayName("who may not say anything sets nothing, and takes back what they see")
  void whoIsSilent() {
    Message sent = alice.sends("1").to(bob).message();
    bob.reacts(sent, UP, true).done();
    world.ask(reply -> new Command.PutBlock(new Block(alice.user(), bob.user()), reply)).done();
    assertThat(bob.reacts(sent, HEART, true).refusal()).isEqualTo(Refusal.NOT_ACCEPTED);
    assertThat(bob.reacts(sent, UP, false).reacted().count()).isZero();
    assertThat(carol.reacts(sent, UP, true).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
    assertThat(carol.reacts(sent, UP, false).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
    ConversationId.Group group = world.group("g", "alice", "bob");
    Message other = alice.sends("1").to(group).message();
    bob.reacts(other, UP, true).done();
    world
        .ask(reply ->
            new Command.SetMember(
                Actor.ADMINISTRATION, group, bob.user(), Role.MEMBER, Optional.of(true), reply))
        .done();
    assertThat(bob.reacts(other, HEART, true).refusal()).isEqualTo(Refusal.MUTED);
    bob.reacts(other, UP, false).done();
    alice.reacts(other, UP, true).done();
    world.ask(reply -> new Command.DissolveGroup(Actor.ADMINISTRATION, group, reply)).done();
    assertThat(alice.reacts(other, HEART, true).refusal()).isEqualTo(Refusal.GROUP_DISSOLVED);
    assertThat(alice.reacts(other, UP, false).reacted().count()).isZero();
  }

  @Test
  @DisplayName("P9 who did not see a message does not react, is not told, and is not shown it")
  void strangersLearnNothing() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    Message before = alice.sends("before").to(group).message();
    world.joins(group, "carol").done();
    Message since = alice.sends("since").to(group).message();
    carol.forget();
    assertThat(carol.reacts(before, UP, true).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
    bob.reacts(before, UP, true).done();
    bob.reacts(since, UP, true).done();
    assertThat(told(carol)).extracting(each -> each.reaction().sequence()).containsExactly(2L);
    assertThat(shown(carol, group)).containsExactly(seen(2, List.of(new Count(UP, 1))));
    assertThat(shown(bob, group)).hasSize(2);
    assertThat(world.node.reactions().of(group, 1, 200)).hasSize(2);
    assertThat(world.node.reactions().of(group, 2, 2)).hasSize(1);
    Device dave = world.phone("dave");
    assertThat(world.node.reactions().of(dave.user(), group, 1, 200))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(world.node.reactions().reactors(carol.user(), group, new Which(1, UP, "", 9)))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(shown(dave, dave.with(alice))).isEmpty();
  }

  @Test
  @DisplayName("who leaves a group keeps what they set, is told nothing more, and still sees it")
  void whoLeaves() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    Message sent = alice.sends("1").to(group).message();
    bob.reacts(sent, UP, true).done();
    world.leaves(group, "bob").done();
    bob.forget();
    alice.reacts(sent, UP, true).done();
    assertThat(told(bob)).isEmpty();
    assertThat(shown(bob, group)).containsExactly(seen(1, List.of(new Count(UP, 2)), UP));
    assertThat(bob.reacts(sent, UP, false).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
    world.joins(group, "bob").done();
    assertThat(bob.reacts(sent, HEART, true).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
    assertThat(bob.reacts(sent, HEART, false).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
    assertThat(bob.reacts(sent, UP, false).reacted().count()).as("their own").isEqualTo(1);
    assertThat(shown(alice, group)).containsExactly(seen(1, List.of(new Count(UP, 1)), UP));
  }

  @Test
  @DisplayName("in a larger group nobody is told, and who asks sees it")
  void largeGroupsAsk() {
    inWorld(2);
    ConversationId.Group small = world.group("s", "alice", "bob");
    ConversationId.Group large = world.group("l", "alice", "bob", "carol");
    Message inSmall = alice.sends("1").to(small).message();
    Message inLarge = alice.sends("1").to(large).message();
    bob.reacts(inSmall, UP, true).done();
    bob.reacts(inLarge, UP, true).done();
    assertThat(told(alice)).extracting(Reacted::conversation).containsExactly(small);
    assertThat(shown(alice, large)).hasSize(1);
    inWorld(0);
    Message direct = alice.sends("1").to(bob).message();
    Message alone = alice.sends("1").to(world.group("a", "alice")).message();
    bob.reacts(direct, UP, true).done();
    alicesDesktop.reacts(alone, UP, true).done();
    assertThat(told(alice)).extracting(Reacted::conversation).containsExactly(alice.with(bob));
  }

  private Reactors reactors(Device to, ConversationId in, long sequence, String after, int limit) {
    Outcome<Reactors> asked =
        world.node.reactions().reactors(to.user(), in, new Which(sequence, UP, after, limit));
    return asked.granted();
  }

  @Test
  void whoHasReactedComesInPages() {
    ConversationId.Group group = world.group("g", "alice", "bob", "carol");
    Message sent = alice.sends("1").to(group).message();
    List.of(carol, alice, bob).forEach(each -> each.reacts(sent, UP, true).done());
    carol.reacts(sent, HEART, true).done();
    assertThat(reactors(bob, group, 1, "", 2))
        .isEqualTo(new Reactors(3, List.of(alice.user(), bob.user()), false));
    assertThat(reactors(bob, group, 1, "bob", 2))
        .isEqualTo(new Reactors(3, List.of(carol.user()), true));
    assertThat(world.node.reactions().reactors(group, new Which(1, HEART, "", 2)))
        .isEqualTo(new Reactors(1, List.of(carol.user()), true));
  }

  @Test
  @DisplayName("an erasure takes the user's reactions away, corrects the counts, and tells it")
  void anErasureTakesThem() throws Exception {
    ConversationId.Group group = world.group("g", "alice", "bob");
    ConversationId.Group left = world.group("l", "alice", "bob");
    Message first = alice.sends("1").to(group).message();
    Message second = alice.sends("2").to(group).message();
    Message before = alice.sends("3").to(left).message();
    Message direct = alice.sends("4").to(bob).message();
    for (Message message : List.of(first, second, before, direct)) {
      bob.reacts(message, UP, true).done();
      bob.reacts(message, HEART, true).done();
    }
    alice.reacts(second, UP, true).done();
    world.leaves(left, "bob").done();
    alice.forget();
    world.asksBeside(() -> world.node.erasure().erase(bob.user())).granted();
    assertThat(shown(alice, group)).containsExactly(seen(2, List.of(new Count(UP, 1)), UP));
    assertThat(shown(alice, left)).isEmpty();
    assertThat(shown(alice, alice.with(bob))).isEmpty();
    assertThat(world.engine.reactions().reactors(group, 2, UP, "", 9))
        .containsExactly(alice.user());
    assertThat(told(alice)).hasSize(8).noneMatch(Reacted::isSet);
  }

  private Answer imports(Message message, UserId user, String sign) {
    return world
        .ask(reply ->
            new Command.ImportReaction(
                message.conversation(), message.clientId(), user, sign, reply))
        .answer();
  }

  @Test
  @DisplayName("reactions are taken over once, in their order, and nobody is told")
  void takenOver() {
    Message sent = alice.sends("1").to(bob).message();
    List.of(alice, bob).forEach(Device::forget);
    assertThat(imports(sent, bob.user(), HEART)).isEqualTo(Answer.DONE);
    assertThat(imports(sent, bob.user(), UP)).isEqualTo(Answer.DONE);
    assertThat(imports(sent, alice.user(), HEART)).isEqualTo(Answer.DONE);
    assertThat(imports(sent, bob.user(), HEART)).isEqualTo(Answer.PASSED);
    assertThat(imports(sent, carol.user(), HEART))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT));
    assertThat(imports(sent, bob.user(), "a\nb")).isInstanceOf(Answer.Refused.class);
    assertThat(alice.pushes()).isEmpty();
    assertThat(shown(bob, alice.with(bob)))
        .containsExactly(seen(1, List.of(new Count(HEART, 2), new Count(UP, 1)), HEART, UP));
    alice.recalls(sent).done();
    assertThat(imports(sent, bob.user(), UP)).isEqualTo(Answer.PASSED);
  }

  @Test
  @DisplayName("a reaction of who did not see the message is passed")
  void ofWhoJoinedLater() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    Message sent = alice.sends("1").to(group).message();
    world.joins(group, "carol").done();
    assertThat(imports(sent, carol.user(), UP)).isEqualTo(Answer.PASSED);
    assertThat(imports(sent, bob.user(), UP)).isEqualTo(Answer.DONE);
    assertThat(reactors(bob, group, 1, "", 9).users()).containsExactly(bob.user());
  }
}
