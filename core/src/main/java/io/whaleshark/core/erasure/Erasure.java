package io.whaleshark.core.erasure;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Outcome;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.engine.Reactions.Seen;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.CommitLane;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Reaction;
import io.whaleshark.core.presence.WhoIsOnline;
import io.whaleshark.core.presence.WhoIsOnline.OnlineDevice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/// Erases users. Thread-safe; blocks while it reads, and while the lane carries out what it asks.
///
/// Every step is a command that may be repeated. So an erasure that breaks off, whatever the
/// reason, has lost nothing, and a repetition does what is left. Nothing is noted of an erasure
/// under way. Memory: the user's list, as a login needs it, and a page of messages.
///
/// What is said in the user's name meanwhile, by the app's backend, may be kept: it belongs to
/// whoever has that name next.
public final class Erasure {

  /// What an erasure did. What was gone already is not counted.
  ///
  /// @param devices how many were connected, and are signed out
  /// @param groups how many memberships ended
  /// @param messages how many became tombstones
  /// @param conversations how many are gone from the user's list, with their inbox and settings
  /// @param blocks how many the user had set
  public record Erased(int devices, int groups, long messages, int conversations, int blocks) {}

  /// As many commands wait in the lane at once, at most. Each is small.
  private static final int AT_ONCE = 100;

  /// How often it begins again with a user who is made a member of a group meanwhile.
  private static final int ROUNDS_AT_MOST = 3;

  private static final Duration ROOM_WITHIN = Duration.ofSeconds(5);
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);

  private final Engine engine;
  private final CommitLane lane;
  private final WhoIsOnline online;

  public Erasure(Engine engine, CommitLane lane, WhoIsOnline online) {
    this.engine = engine;
    this.lane = lane;
    this.online = online;
  }

  /// Erases a user. One of whom nothing is stored is erased already.
  ///
  /// @return a refusal if something kept it from its end: then it is to be repeated
  public Outcome<Erased> erase(UserId user) {
    try {
      return new Outcome.Granted<>(new Run(user).all());
    } catch (RefusedException e) {
      return new Outcome.Refused<>(e.refused.refusal(), e.refused.detail());
    }
  }

  /// A step was refused for a reason that another try may not find.
  static final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Answer.Refused refused;

    RefusedException(Answer.Refused refused) {
      super(refused.detail());
      this.refused = refused;
    }
  }

  /// One erasure. Confined to its thread.
  private final class Run {

    private final UserId user;
    private long messages;

    Run(UserId user) {
      this.user = user;
    }

    Erased all() {
      int devices = signOut();
      int blocks = liftBlocks();
      int groups = 0;
      int conversations = 0;
      for (int round = 0; round < ROUNDS_AT_MOST; round++) {
        List<ConversationId> all =
            engine.conversations().of(user).stream().map(Participation::conversation).toList();
        for (ConversationId conversation : all) {
          if (conversation instanceof ConversationId.Group group
              && new Departure(engine, Erasure.this::ask, user, group).leave()) {
            groups++;
          }
        }
        all.forEach(this::withdrawAll);
        all.forEach(this::takeBackAll);
        Answer.ViewsErased gone = eraseViews(all);
        conversations += gone.erased();
        if (gone.kept() == 0) {
          return new Erased(devices, groups, messages, conversations, blocks);
        }
      }
      throw new RefusedException(
          new Answer.Refused(
              Refusal.RETRY_LATER, "userId: added to groups meanwhile, again and again: retry"));
    }

    private int signOut() {
      int devices =
          switch (online.devices(user)) {
            case Outcome.Granted<List<OnlineDevice>>(List<OnlineDevice> found) -> found.size();
            case Outcome.Refused<List<OnlineDevice>>(Refusal why, String detail) ->
                throw new RefusedException(new Answer.Refused(why, detail));
          };
      Answer _ = ask(reply -> new Command.SignOut(user, Optional.empty(), reply));
      return devices;
    }

    /// Those that others have set against the user stay, as a ban does.
    private int liftBlocks() {
      List<UserId> blocked = engine.blocks().of(user);
      inTurns(
          blocked.stream()
              .<Function<Reply, Command>>map(
                  other -> reply -> new Command.LiftBlock(new Block(user, other), reply))
              .toList(),
          _ -> {});
      return blocked.size();
    }

    private void withdrawAll(ConversationId conversation) {
      switch (conversation) {
        case ConversationId.Direct direct -> withdrawAll(direct);
        case ConversationId.Group group -> withdrawAll(group);
      }
    }

    /// Half of what is said there is the user's own: it is read through.
    private void withdrawAll(ConversationId.Direct direct) {
      PageLimit page = PageLimit.of(AT_ONCE);
      List<Message> found = engine.messages().after(direct, 0, Long.MAX_VALUE, page);
      while (!found.isEmpty()) {
        withdraw(found.stream().filter(message -> message.sender().equals(user)).toList());
        long after = found.getLast().sequence();
        found = engine.messages().after(direct, after, Long.MAX_VALUE, page);
      }
    }

    /// Little of what is said there may be the user's own: that is looked up.
    private void withdrawAll(ConversationId.Group group) {
      long upTo = engine.messages().newestBy(group, user, Long.MAX_VALUE);
      List<Message> found = new ArrayList<>();
      while (upTo > 0) {
        engine.messages().message(group, upTo).ifPresent(found::add);
        if (found.size() == AT_ONCE) {
          withdraw(found);
          found.clear();
        }
        upTo = engine.messages().newestBy(group, user, upTo - 1);
      }
      withdraw(found);
    }

    private void withdraw(List<Message> own) {
      inTurns(
          own.stream()
              .filter(message -> !message.isRecalled())
              .<Function<Reply, Command>>map(message ->
                  reply -> new Command.Withdraw(message.conversation(), message.stamp(), reply))
              .toList(),
          answer -> messages += answer instanceof Answer.Recalled ? 1 : 0);
    }

    /// There is no index of what a user has reacted to: all tallies of the conversation are read
    /// through, and of each it is looked up which of its signs are the user's.
    private void takeBackAll(ConversationId conversation) {
      List<Seen> found = tallies(conversation, 0);
      while (!found.isEmpty()) {
        inTurns(found.stream().flatMap(seen -> takeBack(conversation, seen)).toList(), _ -> {});
        found = tallies(conversation, found.getLast().tally().sequence());
      }
    }

    private List<Seen> tallies(ConversationId conversation, long after) {
      return engine
          .reactions()
          .tallies(conversation, Optional.of(user), after, Long.MAX_VALUE, AT_ONCE);
    }

    private Stream<Function<Reply, Command>> takeBack(ConversationId conversation, Seen seen) {
      return seen.mine().stream()
          .map(sign -> new Reaction(seen.tally().sequence(), sign, user))
          .map(reaction -> reply -> new Command.TakeBack(conversation, reaction, reply));
    }

    private Answer.ViewsErased eraseViews(List<ConversationId> all) {
      int erased = 0;
      int kept = 0;
      int from = 0;
      do { // the user may have set something and be in no conversation
        List<ConversationId> some = all.subList(from, Math.min(from + AT_ONCE, all.size()));
        from += AT_ONCE;
        Answer answer = ask(reply -> new Command.EraseViews(user, some, reply));
        if (answer instanceof Answer.ViewsErased(int gone, int left)) {
          erased += gone;
          kept += left;
        }
      } while (from < all.size());
      return new Answer.ViewsErased(erased, kept);
    }
  }

  private void inTurns(List<Function<Reply, Command>> commands, Consumer<Answer> each) {
    for (int from = 0; from < commands.size(); from += AT_ONCE) {
      lane.askAll(
              commands.subList(from, Math.min(from + AT_ONCE, commands.size())),
              ROOM_WITHIN,
              ANSWERS_WITHIN)
          .forEach(answer -> each.accept(checked(answer)));
    }
  }

  private Answer ask(Function<Reply, Command> command) {
    return checked(lane.ask(command, ROOM_WITHIN, ANSWERS_WITHIN));
  }

  /// What was changed by others since it was read is no obstacle.
  private static Answer checked(Answer answer) {
    if (answer instanceof Answer.Refused refused) {
      switch (refused.refusal()) {
        case NO_SUCH_MESSAGE, GROUP_CONFLICT, GROUP_DISSOLVED -> {}
        default -> throw new RefusedException(refused);
      }
    }
    return answer;
  }
}
