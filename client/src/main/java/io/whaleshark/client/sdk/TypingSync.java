package io.whaleshark.client.sdk;

import io.whaleshark.protocol.Peer;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Who is writing at the moment: this user, and others. It lasts for seconds and is stored nowhere.
/// Thread-safe.
public final class TypingSync {

  private final DeviceState state;
  private final Supplier<@Nullable Client> online;

  /// @param online the connection; null while there is none
  TypingSync(DeviceState state, Supplier<@Nullable Client> online) {
    this.state = state;
    this.online = online;
  }

  /// Says to the server that this device knows what it is told of others: it is told only then.
  void connected(Client client) {
    new TypingSender(client).show(Peer.direct(client.config().user()), false);
  }

  /// Shows the others that this user is writing. Call it on each change of what they write: the
  /// server is told at most once in 3 s, and not at all without a connection. A message that is
  /// [sent][SyncedClient#send] ends it.
  public void write(Peer in) {
    if (online.get() != null
        && state.ask(device -> device.ownTyping().typed(in, System.nanoTime()))) {
      show(in, true);
    }
  }

  /// Shows the others that this user has stopped writing, without a message. Idempotent.
  public void stop(Peer in) {
    if (state.ask(device -> device.ownTyping().stopped(in, System.nanoTime()))) {
      show(in, false);
    }
  }

  private void show(Peer in, boolean isTyping) {
    Client client = online.get();
    if (client != null) {
      try {
        new TypingSender(client).show(in, isTyping);
      } catch (DisconnectedException _) {
        // Others forget it by themselves.
      }
    }
  }

  /// Who else is writing in a conversation, in the order in which they began;
  /// [Update.TypingChanged] says when that changes.
  public List<String> typists(Peer in) {
    return state.ask(device -> device.typing().typists(in));
  }
}
