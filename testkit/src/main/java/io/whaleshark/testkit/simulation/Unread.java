package io.whaleshark.testkit.simulation;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.session.Push;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a device does not read, as the gateway keeps it: the newest message, whose previous
/// position makes the device pull, and the newest receipt of each kind and conversation (P10).
/// Confined to the simulation's thread.
final class Unread {

  private record Key(Class<? extends Push> kind, ConversationId conversation) {}

  private final Map<Key, Push> receipts = new LinkedHashMap<>();
  private Push.@Nullable InboxEntry newest;

  void add(Push push) {
    switch (push) {
      case Push.InboxEntry entry -> newest = entry;
      case Push.OwnRead read -> keep(read.conversation(), read);
      case Push.PeerRead read -> keep(read.conversation(), read);
      case Push.GroupRead read -> keep(read.conversation(), read);
      case Push.Received received ->
          keep(ConversationId.Direct.between(received.receiver(), received.sender()), received);
      case Push.ConversationSet _,
          Push.ReceiptsSwitched _,
          Push.TypingShown _,
          Push.MessagePinned _,
          Push.MessageReacted _,
          Push.MembersAdded _,
          Push.MemberRemoved _,
          Push.GroupRenamed _,
          Push.GroupDissolved _ -> {
        // The simulated device takes no notice of others.
      }
    }
  }

  private void keep(ConversationId conversation, Push push) {
    Key key = new Key(push.getClass(), conversation);
    receipts.remove(key);
    receipts.put(key, push);
  }

  /// Everything that was kept, and forgets it.
  List<Push> drain() {
    List<Push> kept = new ArrayList<>(receipts.values());
    receipts.clear();
    if (newest != null) {
      kept.add(newest);
      newest = null;
    }
    return kept;
  }
}
