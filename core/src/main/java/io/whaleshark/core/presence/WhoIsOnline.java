package io.whaleshark.core.presence;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Outcome;
import io.whaleshark.core.engine.Feed;
import io.whaleshark.core.engine.Feed.Count;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.CommitLane;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Answers who is online, on any node. Thread-safe; blocks while it asks.
///
/// Where several nodes commit, the store knows: a session is there before its login is
/// acknowledged, and whoever asks any node finds it. Otherwise the lane knows, and answers in its
/// turn: behind the logins that were acknowledged before.
public final class WhoIsOnline {

  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);

  /// A device that is connected.
  ///
  /// @param since when it logged in, as a stamp
  public record OnlineDevice(DeviceId device, long since) {}

  /// What the lane's thread knows of this node.
  public interface Here {

    /// The devices of a user, in the order in which they logged in.
    List<OnlineDevice> devices(UserId user);

    /// Cost: a walk over all users who are connected.
    Count count(int app);
  }

  private final Optional<Feed> feed;
  private final CommitLane lane;
  private final Here here;

  /// @param feed empty where no other node commits
  /// @param here asked on the lane's thread alone
  public WhoIsOnline(Optional<Feed> feed, CommitLane lane, Here here) {
    this.feed = feed;
    this.lane = lane;
    this.here = here;
  }

  /// The devices of a user that are connected, in the order in which they logged in; none if the
  /// user is not online.
  public Outcome<List<OnlineDevice>> devices(UserId user) {
    return feed.isPresent()
        ? new Outcome.Granted<>(
            feed.get().online(user).stream()
                .map(session -> new OnlineDevice(session.device(), session.stamp()))
                .toList())
        : ask(() -> here.devices(user));
  }

  /// Which of these users, of one app, are online.
  public Outcome<Set<UserId>> among(List<UserId> users) {
    return feed.isPresent()
        ? new Outcome.Granted<>(feed.get().onlineAmong(users))
        : ask(() ->
            users.stream()
                .filter(user -> !here.devices(user).isEmpty())
                .collect(Collectors.toSet()));
  }

  /// How many users and devices of an app are connected.
  public Outcome<Count> count(int app) {
    return feed.isPresent()
        ? new Outcome.Granted<>(feed.get().count(app))
        : ask(() -> here.count(app));
  }

  private <T> Outcome<T> ask(Supplier<T> question) {
    CompletableFuture<T> found = new CompletableFuture<>();
    Answer answer =
        lane.ask(
            reply ->
                new Command.Turn(turn -> {
                  if (turn instanceof Answer.Done) {
                    found.complete(question.get());
                  }
                  reply.answer(turn);
                }),
            Duration.ZERO,
            ANSWERS_WITHIN);
    return answer instanceof Answer.Refused(var refusal, String detail)
        ? new Outcome.Refused<>(refusal, detail)
        : new Outcome.Granted<>(found.resultNow());
  }
}
