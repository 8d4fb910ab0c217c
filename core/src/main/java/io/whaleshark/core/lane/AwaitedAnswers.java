package io.whaleshark.core.lane;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.command.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// Asks the lane, and waits for the answers. Stateless.
final class AwaitedAnswers {

  /// What takes commands.
  interface Offer {

    /// Queues it, or waits for room.
    ///
    /// @return false if there is no room for it
    boolean queue(Command command) throws InterruptedException;
  }

  private AwaitedAnswers() {}

  /// Queues commands in their order, up to the first for which there is no room, and waits for
  /// their answers.
  ///
  /// @return one answer for each; "retry later" for what was not queued, or not answered in time
  static List<Answer> ask(
      Offer offer, List<Function<Reply, Command>> commands, Duration answerWithin) {
    List<CompletableFuture<Answer>> answers = new ArrayList<>(commands.size());
    String unanswered = "the outcome is unknown: retry";
    try {
      int queued = queue(offer, commands, answers);
      refuse(answers.subList(queued, answers.size()), "the server is overloaded: retry");
      CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0]))
          .get(answerWithin.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      // What has no answer yet is told so.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      unanswered = "the server is shutting down: retry";
    } catch (ExecutionException e) {
      throw new IllegalStateException("a reply does not fail", e);
    }
    refuse(answers, unanswered);
    return answers.stream().map(CompletableFuture::join).toList();
  }

  /// Queues commands up to the first for which there is no room.
  ///
  /// @param answers gets one for each command
  /// @return how many were queued
  private static int queue(
      Offer offer, List<Function<Reply, Command>> commands, List<CompletableFuture<Answer>> answers)
      throws InterruptedException {
    commands.forEach(_ -> answers.add(new CompletableFuture<>()));
    int queued = 0;
    while (queued < commands.size()
        && offer.queue(commands.get(queued).apply(answers.get(queued)::complete))) {
      queued++;
    }
    return queued;
  }

  /// Answers those that have no answer yet.
  private static void refuse(List<CompletableFuture<Answer>> unanswered, String why) {
    unanswered.forEach(each -> {
      boolean _ = each.complete(new Answer.Refused(Refusal.RETRY_LATER, why));
    });
  }
}
