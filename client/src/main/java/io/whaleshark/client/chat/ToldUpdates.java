package io.whaleshark.client.chat;

import io.whaleshark.client.sdk.Closed;
import io.whaleshark.client.sdk.SyncState;
import io.whaleshark.client.sdk.Update;
import io.whaleshark.client.sync.Origin;
import io.whaleshark.protocol.GroupEvent;
import io.whaleshark.protocol.MessageEvent.SendAck;
import io.whaleshark.protocol.Peer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/// Shows the updates of a synced client. Confined to the conductor's thread.
final class ToldUpdates {
  private static final double MILLIS_PER_SECOND = 1e3;

  private final ChatParts parts;
  private final Screen screen;
  private final Set<Peer> saidAway = new HashSet<>();
  private final Set<Peer> left = new HashSet<>();
  private @Nullable OpenConversation open;
  private boolean online;
  private boolean greeted;
  private boolean stopped;

  /// Whether messages that arrive from the inbox were missed while offline.
  private boolean wasOffline;

  private String connection = "connecting";

  ToldUpdates(ChatParts parts) {
    this.parts = parts;
    this.screen = parts.screen();
  }

  ChatParts parts() {
    return parts;
  }

  /// Returns whether the client has delivered everything up to now.
  boolean isOnline() {
    return online;
  }

  /// Returns whether the client has stopped for good.
  boolean isStopped() {
    return stopped;
  }

  boolean hasOpen() {
    return open != null;
  }

  /// The conversation on the screen; it is set before lines are read.
  OpenConversation openConversation() {
    if (open == null) {
      throw new IllegalStateException("no conversation is open");
    }
    return open;
  }

  /// Opens another conversation on the screen; if that fails, the previous one stays.
  void open(Peer peer) {
    open = OpenConversation.open(parts, peer);
  }

  /// Returns whether the user was a member of a group and no longer is.
  boolean hasLeft(Peer group) {
    return left.contains(group);
  }

  /// Shows what is unread in other conversations, and opens the first one.
  void openFirst(Peer first) {
    var unread = Lines.unread(parts.client().conversations(), first);
    if (!unread.isEmpty() && !greeted) {
      screen.print(Lines.notice(unread));
    }
    greeted = true;
    open(first);
  }

  void acknowledged(Peer to, String text, SendAck ack) {
    if (isOpen(to)) {
      openConversation().acknowledged(text, ack);
    }
  }

  private boolean isOpen(Peer peer) {
    return open != null && open.peer().equals(peer);
  }

  /// Shows an update.
  void tell(Update update) {
    switch (update) {
      case Update.Arrived arrived -> arrived(arrived);
      case Update.Edited(Peer in, var message) -> {
        if (isOpen(in)) {
          openConversation().edited(message);
        }
      }
      case Update.Reacted told ->
          printIfOpen(
              told.in(), Lines.reacted(told.messageSequence(), told.reaction(), told.count()));
      case Update.PinChanged(Peer in, long sequence, boolean isPinned, _) ->
          printIfOpen(in, Lines.pinned(sequence, isPinned));
      case Update.Recalled(Peer in, long sequence) -> {
        if (isOpen(in)) {
          openConversation().recalled(sequence);
        }
      }
      case Update.Delivered(Peer in, long upTo) -> {
        saidAway.remove(in);
        if (isOpen(in) && !screen.isInteractive()) {
          screen.print(Lines.delivered(in, upTo));
        }
      }
      case Update.ReadByPeer(Peer in, long upTo) -> {
        saidAway.remove(in);
        if (isOpen(in)) {
          screen.print(Lines.readByPeer(in, upTo));
        }
      }
      case Update.Held(Peer in, long sequence) -> {
        if (isOpen(in) && saidAway.add(in)) {
          screen.print(Lines.notice(Lines.name(in) + " is away; the server keeps #" + sequence));
        }
      }
      case Update.ReadInGroup(Peer in, var receipt) -> printIfOpen(in, Lines.readInGroup(receipt));
      case Update.GroupChanged(GroupEvent change) -> changed(change);
      case Update.LeftInHistory(Peer in, long _, long to) -> {
        if (isOpen(in)) {
          openConversation().leftOut(to);
        }
      }
      case Update.Refusal(var refused) -> screen.printError(Lines.warning(refused.msg()));
      case Update.CursorNotStored(String why) -> screen.printError(Lines.warning(why));
      case Update.StateChanged(SyncState state) -> changed(state);
      case Update.OwnRead(Peer in, long upTo, long unread) -> {
        if (isOpen(in)) {
          openConversation().readElsewhere(upTo, unread);
        }
      }
      case Update.ReceiptsSwitched(boolean on, boolean _) -> screen.print(Lines.receipts(on));
      case Update.Listed _, Update.Hidden _, Update.TypingChanged _ -> {
        // The status line follows by itself.
      }
    }
  }

  private void noticeIfOpen(Peer in, String text) {
    printIfOpen(in, Lines.notice(text));
  }

  private void printIfOpen(Peer in, AttributedString line) {
    if (isOpen(in)) {
      screen.print(line);
    }
  }

  private void arrived(Update.Arrived arrived) {
    saidAway.remove(arrived.in());
    if (isOpen(arrived.in())) {
      if (wasOffline && arrived.origin() != Origin.LIVE) {
        wasOffline = !openConversation().backAgain();
      }
      openConversation().arrived(arrived.message(), arrived.origin());
    } else if (open != null && !screen.isInteractive()) {
      var state = parts.client().conversation(arrived.in());
      if (state.unread() > 0 && !state.muted()) {
        screen.print(Lines.notice(Lines.name(arrived.in()) + ": " + state.unread() + " unread"));
      }
    }
  }

  private void changed(GroupEvent change) {
    Peer group = Peer.group(change.groupId());
    String title = Lines.title(parts.client().conversation(group));
    switch (change) {
      case GroupEvent.MembersAdded added -> {
        var members = String.join(", ", added.members());
        boolean isMe = added.members().contains(parts.user());
        if (isMe) {
          left.remove(group);
        }
        if (isMe && !isOpen(group)) {
          var name = Lines.name(group);
          screen.print(Lines.notice("you are in group " + title + " now: /group " + name));
        } else {
          noticeIfOpen(group, members + " joined; " + added.memberCount() + " members");
        }
      }
      case GroupEvent.MemberRemoved removed -> {
        if (removed.userId().equals(parts.user())) {
          left.add(group);
          screen.print(Lines.notice("you are no longer a member of group " + title));
        } else {
          noticeIfOpen(group, removed.userId() + " is no longer a member");
        }
      }
      case GroupEvent.Renamed renamed ->
          noticeIfOpen(group, "the group is now called " + renamed.groupName());
      case GroupEvent.Dissolved _ -> {
        left.add(group);
        screen.print(Lines.notice("group " + title + " was dissolved"));
      }
    }
  }

  private void changed(SyncState state) {
    switch (state) {
      case SyncState.CatchingUp _ -> connection = "catching up";
      case SyncState.Online _ -> {
        if (wasLost()) {
          screen.print(Lines.notice("connected again"));
        }
        connection = "online";
        online = true;
        wasOffline = false;
      }
      case SyncState.Offline(String why, Duration nextTry) -> {
        if (!wasLost()) {
          screen.printError(Lines.warning(why + "; trying again"));
        }
        online = false;
        wasOffline = true;
        double seconds = nextTry.toMillis() / MILLIS_PER_SECOND;
        connection = String.format("offline, retry in %.1f s", seconds);
      }
      case SyncState.Stopped(Closed why) -> {
        stopped = true;
        if (why.cause() != Closed.Cause.HERE) {
          screen.printError(Lines.warning(why.detail() + hint(why)));
        }
      }
    }
  }

  private boolean wasLost() {
    return wasOffline;
  }

  private static String hint(Closed why) {
    return why.cause() == Closed.Cause.DISPLACED && why.detail().startsWith("another device")
        ? " (give each of your terminals a name with --device)"
        : "";
  }

  /// Brings the screen up to date, when nothing else waits to be shown.
  void showStatus() {
    if (open != null && online) {
      open.tellUntold();
    }
    if (open != null && screen.isInteractive()) {
      var unread = Lines.unread(parts.client().conversations(), open.peer());
      var typing = Lines.typing(parts.client().typing().typists(open.peer()));
      screen.status(Lines.status(connection, open.ahead(), typing, open.ticks(), unread));
    }
  }
}
