package io.whaleshark.testkit.simulation;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.news.News;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Promises what is to be told to the sessions of all nodes. Confined to the simulation's thread.
///
/// @param answers takes what each command is answered
record Promising(Gathering gathering, Map<Asked, Answer> answers) implements Telling {

  @Override
  public void answer(Asked asked, Answer answer) {
    answers.put(asked, answer);
  }

  @Override
  public void push(UserId user, Push push) {
    gathering.push(user, push);
  }

  @Override
  public void active(UserId user, Asked asked, ConversationId conversation) {
    // The entry or the read that it is says so.
  }

  @Override
  public void entry(Line message, int state, @Nullable Connection except) {
    gathering.entry(message, state, except);
  }

  @Override
  public void marked(List<UserId> told, Function<UserId, Push> push, @Nullable Connection except) {
    gathering.marked(told, push, except);
  }

  @Override
  public void receivedByServer(Line message, UserId receiver) {
    gathering.receivedByServer(message, receiver);
  }

  @Override
  public void read(ReadMoved moved) {
    gathering.read(moved);
  }

  @Override
  public void mute(UserId user, ConversationId conversation, boolean mute) {
    gathering.mute(user, conversation, mute);
  }

  @Override
  public void settings(UserId user, ConversationId conversation, @Nullable Connection over) {
    gathering.settings(user, conversation, over);
  }

  @Override
  public void logIn(Asked asked, Command.LogIn login) {
    throw new IllegalStateException("a login is no command of a batch");
  }

  @Override
  public void logOut(SessionId session) {
    throw new IllegalStateException("a logout is no command of a batch");
  }

  @Override
  public void signOut(News.SignedOut out) {
    if (out.ban().isEmpty() && !Quiet.USERS.contains(out.user())) {
      throw new IllegalStateException("a sign-out is told as news of sessions");
    }
    gathering.hear(out);
  }

  @Override
  public void letIn(UserId user) {
    gathering.letIn(user);
  }
}
