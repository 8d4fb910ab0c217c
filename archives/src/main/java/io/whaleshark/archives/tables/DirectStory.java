package io.whaleshark.archives.tables;

import io.whaleshark.archives.ChatFile;
import io.whaleshark.cli.ReasonReport;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.server.transfer.ImportLine;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tells a conversation of two users. Confined to one thread.
final class DirectStory {

  private final Speaker speaker;
  private final ChatFile file;
  private final ReasonReport losses;

  DirectStory(Speaker speaker, ChatFile file, ReasonReport losses) {
    this.speaker = speaker;
    this.file = file;
    this.losses = losses;
  }

  /// The id that the source gave a user's view of a direct conversation.
  static String viewId(UserId user, UserId peer) {
    return "0_" + user.name() + "_" + peer.name();
  }

  /// Tells it.
  ///
  /// @param views by the ids that the source gave them
  void tell(ConversationId.Direct conversation, MessageOrder order, Map<String, OwnView> views)
      throws IOException {
    Told told = new Told(order);
    int[] recalled = {0};
    speaker.tell(
        conversation,
        order,
        spoken -> {
          file.write(spoken.line());
          told.note(spoken);
          recalled[0] += spoken.recalled() ? 1 : 0;
        });
    report(conversation, order, recalled[0]);
    if (told.newest().isPresent()) {
      for (UserId user : sides(conversation)) {
        String id = viewId(user, conversation.peerOf(user));
        tellView(conversation, user, views.getOrDefault(id, OwnView.NONE), told);
      }
    }
  }

  private static List<UserId> sides(ConversationId.Direct conversation) {
    return conversation.isWithSelf()
        ? List.of(conversation.low())
        : List.of(conversation.low(), conversation.high());
  }

  private void tellView(ConversationId conversation, UserId user, OwnView view, Told told)
      throws IOException {
    Optional<ClientMessageId> read = told.read(view.read(), 0);
    if (read.isPresent()) {
      file.write(new ImportLine.Read(user, conversation, read.get()));
    }
    Optional<Command.Settings> settings = view.settings();
    if (settings.isPresent()) {
      file.write(new ImportLine.Settings(user, conversation, settings.get(), told.newest()));
    }
  }

  /// In the source of that design, a recall takes a number of its conversation as well.
  private void report(ConversationId.Direct conversation, MessageOrder order, int recalled)
      throws IOException {
    String where = "direct " + conversation.low().name() + " " + conversation.high().name();
    Optional<String> holes = order.holes(recalled);
    if (holes.isPresent()) {
      losses.add(where, holes.get());
    }
    if (order.isRestarted()) {
      losses.add(where, "sequences began anew: its messages are in the order of their keys");
    }
  }
}
