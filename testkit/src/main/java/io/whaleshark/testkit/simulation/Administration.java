package io.whaleshark.testkit.simulation;

import io.whaleshark.checker.LogChecker;
import io.whaleshark.checker.Part;
import io.whaleshark.core.Node;
import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Role;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Creates groups and changes their members: one change after the other, each repeated until it was
/// answered. Confined to the simulation's thread.
final class Administration {

  private static final long TRY_AGAIN_MICROS = 150_000;

  private record Change(Runnable before, Function<Reply, Command> command, Runnable after) {}

  private final Simulation simulation;
  private final Deque<Change> changes = new ArrayDeque<>();
  private int attempts;

  Administration(Simulation simulation) {
    this.simulation = simulation;
  }

  /// Creates all groups, each with an admin.
  void begin() {
    LogChecker checker = simulation.checker();
    Scene.GROUPS.keySet().stream()
        .sorted()
        .forEach(name -> {
          List<String> members = Objects.requireNonNull(Scene.GROUPS.get(name));
          ConversationId.Group group = Scene.group(name);
          List<Part> parts =
              members.stream().map(member -> Scene.part(group, Scene.user(member))).toList();
          add(
              new Change(
                  () -> parts.forEach(checker::joining),
                  reply ->
                      new Command.PutGroup(
                          Actor.ADMINISTRATION,
                          group,
                          name,
                          Scene.user(members.getFirst()),
                          members.stream().map(Scene::user).toList(),
                          reply),
                  () -> parts.forEach(checker::joined)));
          UserId second = Scene.user(members.get(1));
          add(
              new Change(
                  () -> {},
                  reply ->
                      new Command.SetMember(
                          Actor.ADMINISTRATION, group, second, Role.ADMIN, Optional.empty(), reply),
                  () -> {}));
        });
  }

  void join(String name) {
    ConversationId.Group group = Scene.group(name);
    Part part = Scene.part(group, Scene.user(Scene.MOVER));
    add(
        new Change(
            () -> simulation.checker().joining(part),
            reply ->
                new Command.AddMembers(actor(), group, List.of(Scene.user(Scene.MOVER)), reply),
            () -> simulation.checker().joined(part)));
  }

  void leave(String name) {
    ConversationId.Group group = Scene.group(name);
    Part part = Scene.part(group, Scene.user(Scene.MOVER));
    add(
        new Change(
            () -> simulation.checker().leaving(part),
            reply -> new Command.RemoveMember(actor(), group, Scene.user(Scene.MOVER), reply),
            () -> simulation.checker().left(part)));
  }

  /// Somebody who may be allowed to, and whoever is allowed to, in turns.
  private Actor actor() {
    attempts++;
    return attempts % 2 == 0
        ? Actor.ADMINISTRATION
        : Actor.of(Scene.user(Scene.STEADY.get(attempts / 2 % Scene.STEADY.size())));
  }

  /// Tries something that moves no member.
  void attempt(Function<Reply, Command> command) {
    simulation.server().submit(command, null, _ -> {});
  }

  boolean isSettled() {
    return changes.isEmpty();
  }

  private void add(Change change) {
    changes.add(change);
    if (changes.size() == 1) {
      change.before().run();
      ask();
    }
  }

  /// Asks a server. Another one is asked only when this one has refused, or died: what it was asked
  /// it may do at any time until then.
  private void ask() {
    Change change = changes.getFirst();
    SimulatedServer asked = simulation.server();
    Node node = asked.node();
    List<Answer> answers = new ArrayList<>();
    asked.submit(
        change.command(),
        null,
        answer -> {
          answers.add(answer);
          if (answer instanceof Answer.GroupIs) {
            done(change);
          }
        });
    simulation.in(TRY_AGAIN_MICROS, () -> look(change, asked, node, answers));
  }

  private void look(
      Change change, SimulatedServer asked, @Nullable Node node, List<Answer> answers) {
    if (changes.peekFirst() != change) {
      return;
    }
    if (node == null || asked.node() != node || !answers.isEmpty()) {
      ask();
    } else {
      simulation.in(TRY_AGAIN_MICROS, () -> look(change, asked, node, answers));
    }
  }

  private void done(Change change) {
    change.after().run();
    changes.removeFirst();
    if (!changes.isEmpty()) {
      changes.getFirst().before().run();
      ask();
    }
  }
}
