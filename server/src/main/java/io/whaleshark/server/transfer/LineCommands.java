package io.whaleshark.server.transfer;

import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Command.ImportedState;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What the commit lane is to do for a line. Each command may be repeated. Stateless.
public final class LineCommands {

  private static final long MICROS_PER_MILLI = 1_000;

  /// Stands for the content of a message that was recalled, which nobody sees.
  private static final Message.Sent GONE = new Message.Sent(Payload.ofText("null"), Payload.NONE);

  private LineCommands() {}

  /// The commands of a line, in their order; most have one.
  public static List<Function<Reply, Command.Decided>> of(ImportLine line) {
    return switch (line) {
      case ImportLine.OfUser of -> ofUser(of);
      case ImportLine.InPlace placed -> List.of(reply -> placed(placed, reply));
      case ImportLine.Created created -> List.of(reply -> created(created, reply));
      case ImportLine.Said said -> List.of(reply -> said(said, reply));
      case ImportLine.Reacted reacted ->
          List.of(reply ->
              new Command.ImportReaction(
                  reacted.conversation(),
                  reacted.message(),
                  reacted.user(),
                  reacted.sign(),
                  reply));
      case ImportLine.Read read ->
          List.of(reply ->
              new Command.ImportReport(read.user(), read.conversation(), read.upTo(), true, reply));
      case ImportLine.Received received ->
          List.of(reply ->
              new Command.ImportReport(
                  received.user(), received.conversation(), received.upTo(), false, reply));
    };
  }

  /// Whether the conversation has got further than the place of the line: nothing was done. In a
  /// group that was dissolved nothing happens any more, so its end is behind every place.
  public static boolean isPassed(ImportLine line, Answer answer) {
    return answer instanceof Answer.Passed
        || (line instanceof ImportLine.InPlace
            && answer instanceof Answer.Refused refused
            && refused.refusal() == Refusal.GROUP_DISSOLVED);
  }

  private static Command.Decided created(ImportLine.Created created, Reply reply) {
    return new Command.Placed(
        created.conversation(),
        Optional.empty(),
        new Command.PutGroup(
            Actor.ADMINISTRATION,
            created.conversation(),
            created.name(),
            created.owner(),
            created.members(),
            reply));
  }

  private static Command.Decided said(ImportLine.Said said, Reply reply) {
    return new Command.ImportMessage(
        said.conversation(),
        said.id(),
        said.content().orElse(GONE),
        state(said),
        said.timeMillis() * MICROS_PER_MILLI,
        reply);
  }

  private static ImportedState state(ImportLine.Said said) {
    return said.content().isEmpty()
        ? ImportedState.RECALLED
        : said.editedMillis()
            .<ImportedState>map(millis -> new ImportedState.Edited(millis * MICROS_PER_MILLI))
            .orElse(ImportedState.AS_SENT);
  }

  private static Command.Decided placed(ImportLine.InPlace line, Reply reply) {
    return new Command.Placed(line.conversation(), line.after(), there(line, reply));
  }

  private static Command.Decided there(ImportLine.InPlace line, Reply reply) {
    Actor actor = Actor.ADMINISTRATION;
    return switch (line) {
      case ImportLine.Joined joined ->
          new Command.AddMembers(actor, joined.conversation(), joined.members(), reply);
      case ImportLine.Left left ->
          new Command.RemoveMember(actor, left.conversation(), left.user(), reply);
      case ImportLine.RoleSet set ->
          new Command.SetMember(
              actor, set.conversation(), set.user(), set.role(), set.muted(), reply);
      case ImportLine.Dissolved dissolved ->
          new Command.DissolveGroup(actor, dissolved.conversation(), reply);
      case ImportLine.Pinned pinned ->
          new Command.ImportPin(
              pinned.conversation(),
              pinned.message(),
              pinned.timeMillis() * MICROS_PER_MILLI,
              reply);
      case ImportLine.Settings settings ->
          new Command.SetConversation(
              Caller.backendFor(settings.user()), settings.conversation(), settings.set(), reply);
      case ImportLine.Erased erased ->
          new Command.EraseViews(erased.user(), List.of(erased.conversation()), reply);
    };
  }

  private static List<Function<Reply, Command.Decided>> ofUser(ImportLine.OfUser of) {
    UserId user = of.user();
    List<Function<Reply, Command.Decided>> commands = new ArrayList<>();
    of.ban()
        .ifPresent(
            ban -> commands.add(reply -> new Command.Ban(user, ban.reason(), ban.until(), reply)));
    for (UserId blocked : of.blocked()) {
      commands.add(reply -> new Command.PutBlock(new Block(user, blocked), reply));
    }
    of.receipts()
        .ifPresent(on ->
            commands.add(reply -> new Command.SwitchReceipts(Caller.backendFor(user), on, reply)));
    return commands;
  }
}
