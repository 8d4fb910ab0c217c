package io.whaleshark.client.sdk;

import io.whaleshark.client.sync.InboxEffect;
import io.whaleshark.client.sync.InboxQuestion;
import io.whaleshark.protocol.MessageEvent.MessagePush;
import io.whaleshark.protocol.MessageEvent.RecallNotify;
import io.whaleshark.protocol.PageEvent.InboxPage;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Asks the questions of this device's inbox, applies the effects of the answers, and stores the
/// cursor. Confined to one thread at a time.
final class InboxSync {
  private final SyncConfig config;
  private final DeviceState state;
  private final Consumer<Update> updates;

  /// The cursor up to which everything has been delivered to the listener, and the stored cursor
  /// (C4).
  private long told;

  private long stored;
  private boolean notStored;

  InboxSync(SyncConfig config, DeviceState state, Consumer<Update> updates) {
    this.config = config;
    this.state = state;
    this.updates = updates;
    this.told = state.ask(device -> device.inbox().cursor());
    this.stored = told;
  }

  /// After a login: repeats acknowledgements that may be lost.
  void loggedIn(Client client) {
    long newest = client.login().maxSequence();
    carryOut(client, state.ask(device -> device.inbox().loggedIn(newest)));
  }

  /// Repeats acknowledgements that were refused temporarily.
  void sayAgain(Client client) {
    carryOut(client, state.ask(device -> device.inbox().dueAcknowledgements(System.nanoTime())));
  }

  void pushed(Client client, MessagePush push) {
    carryOut(client, state.ask(device -> device.inbox().pushed(push)));
    catchUp(client);
  }

  void recalled(Client client, RecallNotify notify) {
    carryOut(client, state.ask(device -> device.inbox().recalled(notify)));
    catchUp(client);
  }

  /// Pulls and delivers everything that was missed.
  void catchUp(Client client) {
    long acknowledged = acknowledged();
    Optional<InboxQuestion> question = state.ask(device -> device.inbox().question());
    while (question.isPresent()) {
      carryOut(client, ask(client, question.get()));
      answeredBehind(acknowledged);
      store();
      acknowledged = acknowledged();
      question = state.ask(device -> device.inbox().question());
    }
  }

  private List<InboxEffect> ask(Client client, InboxQuestion question) {
    return switch (question) {
      case InboxQuestion.Pull(long after) -> {
        InboxPage page = client.pullInbox(after, config.pageLimit());
        if (!page.completed() && page.maxSequence() <= after) {
          throw new DisconnectedException(
              "the server's inbox page does not advance beyond " + after, null);
        }
        yield state.ask(device -> device.inbox().pulled(page));
      }
      case InboxQuestion.History(var of, long after) -> {
        try {
          var page = client.historyAfter(of, after, config.pageLimit());
          yield state.ask(device -> device.inbox().fetched(page));
        } catch (RefusedException e) {
          if (e.mayRetry()) {
            throw e;
          }
          yield state.ask(device -> device.inbox().notFetched());
        }
      }
    };
  }

  /// The number of acknowledgements sent so far.
  long acknowledged() {
    return state.ask(device -> device.inbox().acknowledged());
  }

  /// The server has answered a request that was sent after this many acknowledgements.
  void answeredBehind(long acknowledged) {
    state.tell(device -> device.inbox().acknowledgementsArrived(acknowledged));
  }

  private void carryOut(Client client, List<? extends InboxEffect> effects) {
    for (InboxEffect effect : effects) {
      switch (effect) {
        case InboxEffect.Acknowledge said -> {
          try {
            client.tell(said.request());
          } catch (DisconnectedException _) {
            // The acknowledgement is repeated after the next login; delivery continues meanwhile.
          }
        }
        case InboxEffect.Show(var in, var message, var origin, boolean silent) -> {
          state.tell(device -> device.book().arrived(in, message, origin));
          updates.accept(new Update.Arrived(in, message, origin, silent));
        }
        case InboxEffect.ShowEdit(var in, var message) -> {
          state.tell(device -> device.book().edited(in, message));
          updates.accept(new Update.Edited(in, message));
        }
        case InboxEffect.ShowRecall(var in, long sequence) -> {
          state.tell(device -> device.book().recalled(in, sequence));
          updates.accept(new Update.Recalled(in, sequence));
        }
        case InboxEffect.ShowGap(var in, long from, long to) -> {
          state.tell(device -> device.book().leftOut(in, from, to));
          updates.accept(new Update.LeftInHistory(in, from, to));
        }
      }
    }
    told = state.ask(device -> device.inbox().cursor());
  }

  /// Stores the cursor if it has moved (C4).
  void store() {
    if (told == stored) {
      return;
    }
    try {
      config.cursors().store(told);
      stored = told;
      notStored = false;
    } catch (UncheckedIOException e) {
      if (!notStored) {
        updates.accept(new Update.CursorNotStored(String.valueOf(e.getMessage())));
      }
      notStored = true;
    }
  }
}
