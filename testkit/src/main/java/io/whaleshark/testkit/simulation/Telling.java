package io.whaleshark.testkit.simulation;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.news.News;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Takes down what has to come of commands that were stored: to whom what is to be told. Confined
/// to the simulation's thread.
interface Telling {

  void answer(Asked asked, Answer answer);

  void push(UserId user, Push push);

  default void push(Collection<UserId> users, Push push) {
    users.forEach(user -> push(user, push));
  }

  /// The user did something in a conversation.
  void active(UserId user, Asked asked, ConversationId conversation);

  /// An entry comes to every inbox whose owner sees it.
  ///
  /// @param state of the message, see [Line]
  /// @param except the connection that has its answer instead
  void entry(Line message, int state, @Nullable Connection except);

  /// Something was put at a message, or taken away.
  ///
  /// @param told the members at that moment who see the message
  /// @param push what each of them is told
  /// @param except the connection that has its answer instead
  void marked(List<UserId> told, Function<UserId, Push> push, @Nullable Connection except);

  /// The server says that it has a message, if no device of the receiver is online.
  void receivedByServer(Line message, UserId receiver);

  /// A read is told to the reader's other devices and to the authors of the messages that became
  /// read.
  void read(ReadMoved moved);

  /// A conversation was muted or unmuted.
  void mute(UserId user, ConversationId conversation, boolean mute);

  /// A device's settings are told to its user's other devices.
  void settings(UserId user, ConversationId conversation, @Nullable Connection over);

  void logIn(Asked asked, Command.LogIn login);

  void logOut(SessionId session);

  /// The backend signed out devices of a user, or banned the user.
  void signOut(News.SignedOut out);

  /// The backend lifted the ban of a user.
  void letIn(UserId user);
}
