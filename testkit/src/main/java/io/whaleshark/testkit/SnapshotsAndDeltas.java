package io.whaleshark.testkit;

import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.ConversationList.Item;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Plays random histories to client devices. The state of an old device after its pushes and pulls
/// must equal the state of a fresh device that starts from nothing. Both must equal the stored
/// state.
///
/// A subclass says how to open the engine. A failure reports the seed and the shortest failing
/// story found.
public abstract class SnapshotsAndDeltas extends Histories {

  private static final int STEPS_BETWEEN_CHECKS = 5;
  private static final DeviceId FRESH = new DeviceId(DeviceKind.IOS, "fresh phone");

  @Override
  protected abstract Engine open(Path folder);

  @Test
  @DisplayName("P4 P5 P6 P7 P8 P9 old state with its deltas is the state of now")
  void deltasLeadToTheSnapshot() {
    play(StoryTeller::tell);
  }

  @Test
  @DisplayName("P4 P9 so it is after the engine failed")
  void deltasLeadToTheSnapshotAfterFailures() {
    play(StoryTeller::tellWithFaults);
  }

  @Override
  void check(Story story) {
    Path folder = newFolder();
    try (Stage stage = new Stage(() -> open(folder), story.policy())) {
      int count = 0;
      for (Story.Step step : story.steps()) {
        step.does().accept(stage);
        stage.devices().forEach(device -> checkPrivacy(stage, device));
        if (++count % STEPS_BETWEEN_CHECKS == 0) {
          checkPushesWereEnough(stage);
        }
      }
      stage.turn();
      checkPushesWereEnough(stage);
      Cast.PEOPLE.forEach(user -> stage.submit(stage.ban(user, true, stage.reply("lift"))));
      stage.turn(); // who is banned could not compare
      for (ModelDevice device : List.copyOf(stage.devices())) {
        device.logIn(LoginPolicy.ALL);
        stage.turn();
        checkMessages(stage, device);
        checkList(stage, device);
      }
    }
  }

  /// P9: no user ever got a message that none of their periods sees, or that was erased for them.
  /// Their own they may have been told as the answer to a repeat.
  private static void checkPrivacy(Stage stage, ModelDevice device) {
    device
        .messages()
        .forEach((conversation, messages) -> {
          List<Membership> periods =
              stage.engine().memberships().periods(conversation, device.user());
          long erased = stage.engine().conversations().erasedUpTo(device.user(), conversation);
          messages.forEach((sequence, message) -> {
            boolean isOwn = message.sender().equals(device.user());
            if (periods.stream().noneMatch(period -> period.sees(sequence))
                || (sequence <= erased && !isOwn)) {
              throw new AssertionError(
                  device.name() + " was given " + sequence + " of " + conversation);
            }
          });
        });
  }

  /// A device that lost no push since its last login needs no pull.
  private static void checkPushesWereEnough(Stage stage) {
    stage.settle();
    stage.devices().stream()
        .filter(ModelDevice::missesNothing)
        .forEach(device -> checkPushesWereEnough(stage, device));
  }

  private static void checkPushesWereEnough(Stage stage, ModelDevice device) {
    checkMessages(stage, device);
    for (ConversationId conversation : device.items().keySet()) {
      Membership own = newestPeriod(stage, conversation, device.user());
      if (own.isOpen()) {
        // Nobody reads what was erased, whatever a device reports.
        long erased = stage.engine().conversations().erasedUpTo(device.user(), conversation);
        same(
            device,
            "read position in " + conversation,
            stage
                .engine()
                .conversations()
                .participation(device.user(), conversation)
                .orElseThrow()
                .read(own),
            Math.max(device.ownRead(conversation), erased));
      }
      if (conversation instanceof ConversationId.Direct direct && !direct.isWithSelf()) {
        Membership peers = newestPeriod(stage, direct, direct.peerOf(device.user()));
        boolean isShown = stage.node().receipts().of(device.user()).shown();
        same(
            device,
            "newest own message that the peer read in " + direct,
            ownUpTo(device, direct, isShown ? peers.read() : 0),
            ownUpTo(device, direct, device.peerRead(direct)));
        same(
            device,
            "newest own message that the peer received in " + direct,
            ownUpTo(device, direct, isShown ? peers.received() : 0),
            ownUpTo(device, direct, device.peerReceived(direct)));
      }
    }
  }

  private static Membership newestPeriod(Stage stage, ConversationId conversation, UserId user) {
    return stage.engine().memberships().periods(conversation, user).getLast();
  }

  private static long ownUpTo(ModelDevice device, ConversationId conversation, long sequence) {
    return device
        .messages()
        .getOrDefault(conversation, new TreeMap<>())
        .headMap(sequence, true)
        .values()
        .stream()
        .filter(message -> message.sender().equals(device.user()))
        .mapToLong(Message::sequence)
        .max()
        .orElse(0);
  }

  /// A device has exactly the messages of each conversation that are retained for its user, and a
  /// fresh device gets the same.
  private static void checkMessages(Stage stage, ModelDevice device) {
    ModelDevice fresh = new ModelDevice(stage, device.user(), FRESH, 1);
    fresh.pull();
    for (Participation participation : stage.engine().conversations().of(device.user())) {
      ConversationId conversation = participation.conversation();
      Map<Long, Message> stored = stored(stage, device.user(), conversation);
      same(device, "messages of " + conversation, stored, retained(device, conversation, stored));
      same(fresh, "messages of " + conversation, stored, retained(fresh, conversation, stored));
    }
  }

  /// The retained messages that any period of the user sees.
  private static Map<Long, Message> stored(Stage stage, UserId user, ConversationId conversation) {
    List<Membership> periods = stage.engine().memberships().periods(conversation, user);
    long erased = stage.engine().conversations().erasedUpTo(user, conversation);
    Map<Long, Message> stored = new TreeMap<>();
    stage
        .engine()
        .messages()
        .after(
            conversation,
            Math.max(0, erased),
            Long.MAX_VALUE,
            PageLimit.of(PageLimit.ENTRIES_AT_MOST))
        .stream()
        .filter(message -> periods.stream().anyMatch(p -> p.sees(message.sequence())))
        .forEach(message -> stored.put(message.sequence(), message));
    return stored;
  }

  /// A device may keep what has expired.
  private static Map<Long, Message> retained(
      ModelDevice device, ConversationId conversation, Map<Long, Message> stored) {
    Map<Long, Message> kept =
        new TreeMap<>(device.messages().getOrDefault(conversation, new TreeMap<>()));
    kept.keySet().retainAll(stored.keySet());
    return kept;
  }

  /// The list that was updated by deltas equals the list that is pulled from nothing.
  private static void checkList(Stage stage, ModelDevice device) {
    ModelDevice fresh = new ModelDevice(stage, device.user(), FRESH, 2);
    fresh.pullList();
    same(device, "conversation list", shown(fresh), shown(device));
  }

  private static List<String> shown(ModelDevice device) {
    return device.items().values().stream()
        .filter(item -> !item.isDeleted())
        .map(SnapshotsAndDeltas::describe)
        .sorted()
        .toList();
  }

  /// The fields of a conversation that a client shows.
  private static String describe(Item item) {
    return item.participation()
        + " "
        + item.membership()
        + " read "
        + item.read()
        + " newest "
        + item.newestSequence()
        + " "
        + item.newest()
        + " unread "
        + item.unread()
        + " "
        + switch (item.counterpart()) {
          case ConversationList.Peer peer -> peer;
          case ConversationList.OfGroup(Group group) -> nameAndState(item, group);
        };
  }

  /// Of a group that the user left, the list shows only its name at that time.
  private static String nameAndState(Item item, Group group) {
    return item.nameOf(group) + " " + (item.membership().isOpen() ? group : "left");
  }

  private static void same(ModelDevice device, String what, Object expected, Object actual) {
    if (!Objects.equals(expected, actual)) {
      throw new AssertionError(
          device.name()
              + " is wrong about the "
              + what
              + "\n  expected: "
              + expected
              + "\n   but was: "
              + actual);
    }
  }
}
